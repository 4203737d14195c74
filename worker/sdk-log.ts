import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Log } from '../runtime/log';

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/**
 * The lines of Temporal's SDK, as ours and from a warning on: it tells a lot about itself. Beside its words it hands over
 * what failed, which may quote somebody, so that only the words are kept, up to the first that are not plain.
 */
export const sdkLogger = (log: Log): DefaultLogger =>
  new DefaultLogger('WARN', ({ level, message }) =>
    log[levels[level]]({ sdk: plainWords.exec(message)?.[0].trim() }, "Temporal's SDK says"),
  );

const plainWords = /^[A-Za-z][A-Za-z ]{0,98}/;

/** For the whole process, once, before anything else of the SDK is used. */
export function logAsOthersDo(log: Log): void {
  Runtime.install({ logger: sdkLogger(log), telemetryOptions: { logging: { filter: 'WARN', forward: {} } } });
}
