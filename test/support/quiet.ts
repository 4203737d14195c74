import { Runtime } from '@temporalio/worker';

let quieted = false;

/** Keeps the Temporal core's own log lines out of the test's lines. Once for each test file. */
export function quiet(): void {
  if (quieted) return;
  quieted = true;
  Runtime.install({ telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } }, logger: silent });
}

const nothing = (): void => undefined;
const silent = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
