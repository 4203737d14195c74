import { ConfigurationError } from './config';
import { createLog, traitsOf } from './log';

/**
 * Runs one of our processes: tells its supervisor when it serves, ends it in order on SIGTERM or SIGINT, and turns a
 * failure to start into one sentence. What nobody expected ends it too, without a word of what it says: that may quote
 * somebody, and Node would print it.
 * @param name for the log
 * @param start begins to serve and answers with how to stop: drain, then release.
 */
export function runProcess(name: string, start: () => Promise<() => Promise<void>>): void {
  const log = createLog(name, 'fatal');
  const fail = (error: unknown): never => {
    if (error instanceof ConfigurationError) process.stderr.write(`${error.message}\n`);
    else log.fatal(traitsOf(error), 'ends because of what nobody expected');
    process.exit(1);
  };
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
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
