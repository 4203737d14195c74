import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Which part of the busy time of one process each library's own code took, the largest first. */
export interface Share {
  readonly of: string;
  readonly share: number;
}

/** Reads the profiles that `--cpu-prof` has left in the folder: one for each thread, taken together. */
export function sharesIn(folder: string): readonly Share[] {
  const micros = new Map<string, number>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as CpuProfile;
    const owners = new Map(profile.nodes.map(({ id, callFrame }) => [id, ownerOf(callFrame)]));
    for (const [index, node] of profile.samples.entries()) {
      const owner = owners.get(node) ?? 'unknown';
      micros.set(owner, (micros.get(owner) ?? 0) + (profile.timeDeltas[index] ?? 0));
    }
  }
  micros.delete(idle);
  const busy = [...micros.values()].reduce((sum, one) => sum + one, 0);
  return [...micros].map(([of, one]) => ({ of, share: one / busy })).sort((one, other) => other.share - one.share);
}

const idle = '(idle)';

function ownerOf({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string {
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  if (library) return groups.find(({ holds }) => holds.test(library))?.name ?? library;
  if (url.startsWith('node:internal/crypto')) return 'node:crypto';
  if (url.startsWith('node:')) return 'Node';
  if (url.includes('/dist/')) return 'Heed itself';
  if (url.startsWith('wasm:')) return 'Prisma';
  if (functionName === 'writev' || functionName === 'writeBuffer' || functionName === 'writeUtf8String')
    return 'writing to sockets';
  if (functionName === '(garbage collector)') return 'garbage collection';
  return functionName === idle ? idle : url === '' ? 'V8 and native code' : 'workflow code';
}

const groups = [
  { name: 'Prisma', holds: /^@prisma/ },
  { name: 'the PostgreSQL driver', holds: /^pg/ },
  { name: 'the Temporal SDK', holds: /^(@temporalio|@grpc|protobufjs|long)/ },
  { name: 'the vendors’ clients', holds: /^(twilio|axios|@sendgrid|follow-redirects|form-data)/ },
  { name: 'Express', holds: /^(express|router|body-parser|finalhandler|send|qs|helmet)$/ },
  { name: 'the token check', holds: /^jose/ },
] as const;
