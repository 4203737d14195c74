import { TestEnvironment } from 'jest-environment-node';

/**
 * A test that ran out of time leaves calls behind whose connection is closed under them. gRPC's next try then throws where
 * nobody can catch it, and the process would end with every later test unrun; the one at fault has failed already.
 */
process.on('uncaughtException', (error) => {
  if (error.message === 'Channel has been shut down') return;
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
});

/** Where each file of tests runs: Node as it is. Loaded once by each process that runs any. */
export default TestEnvironment;
