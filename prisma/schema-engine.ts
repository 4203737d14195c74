import { readFileSync } from 'node:fs';
import path from 'node:path';

type SchemaEngineModule = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

interface WasmExports {
  __wbindgen_start?: () => void;
}

/** Known to every JavaScript engine, but to TypeScript only together with a browser's names. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: WasmExports } }>;
};

let loaded: Promise<SchemaEngineModule> | undefined;

/** Prisma's schema engine in WebAssembly. Instantiating it a second time in one process crashes, so it is kept. */
export function loadSchemaEngine(): Promise<SchemaEngineModule> {
  loaded ??= load();
  return loaded;
}

/** The glue that the package's bundler entry would do; Node has no import of a .wasm file by default. */
async function load(): Promise<SchemaEngineModule> {
  // Without this registry a panic in the engine shows as a TypeError about the registry.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => process.stderr.write(`${message}\n`) },
  });
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const entry = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = readFileSync(path.join(path.dirname(entry), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': withIdleTimers(glue) });
  (glue as unknown as { __wbg_set_wasm(exports: WasmExports): void }).__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
  return glue;
}

/**
 * The engine waits ten seconds for its advisory lock by a timer that it never clears. Its timers are told not to keep
 * the process alive: whatever it truly waits for also has a connection open.
 */
function withIdleTimers(glue: SchemaEngineModule): object {
  const setsTimer = Object.keys(glue).find((name) => name.startsWith('__wbg_setTimeout'));
  if (!setsTimer) return glue;
  return { ...glue, [setsTimer]: (call: () => void, afterMs: number) => setTimeout(call, afterMs).unref() };
}
