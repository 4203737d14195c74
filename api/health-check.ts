import { readPort } from '../runtime/config';

/** `node dist/api/health-check.js`: whether the API on this machine is ready, as a container is asked. Ends with 0 or 1. */
async function main(): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${readPort()}/readyz`, { signal: AbortSignal.timeout(4_000) });
  process.exitCode = response.ok ? 0 : 1;
}

main().catch(() => {
  process.exitCode = 1;
});
