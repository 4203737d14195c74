import { ConfigurationError } from './config';

/**
 * Runs one of our processes: tells its supervisor when it serves, ends it in order on SIGTERM or SIGINT, and turns a
 * failure to start into one sentence.
 * @param start begins to serve and answers with how to stop: drain, then release.
 */
export function runProcess(start: () => Promise<() => Promise<void>>): void {
  start()
    .then((stop) => {
      let stopping = false;
      const end = (): void => {
        if (stopping) return;
        stopping = true;
        stop().then(
          () => process.exit(0),
          (error: unknown) => fail(error),
        );
      };
      process.on('SIGTERM', end);
      process.on('SIGINT', end);
      process.send?.('ready');
    })
    .catch(fail);
}

function fail(error: unknown): never {
  const words =
    error instanceof ConfigurationError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${words}\n`);
  process.exit(1);
}
