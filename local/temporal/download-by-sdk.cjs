/**
 * Lets Temporal's SDK download one of its servers: `node download-by-sdk.cjs dev-server|time-skipping <folder>`.
 * The SDK offers no download alone, so the server is started and stopped at once. A process of its own, so that a
 * download on a network that swallows packets can be ended; plain JavaScript, so that tests run it uncompiled.
 */
const { TestWorkflowEnvironment } = require('@temporalio/testing');

const [kind, downloadDir] = process.argv.slice(2);
const server = { executable: { type: 'cached-download', downloadDir } };

const started =
  kind === 'dev-server'
    ? TestWorkflowEnvironment.createLocal({ server: { ...server, log: { format: 'pretty', level: 'error' } } })
    : TestWorkflowEnvironment.createTimeSkipping({ server });

started
  .then((environment) => environment.teardown())
  .then(
    () => process.exit(0),
    (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    },
  );
