const NodeEnvironment = require('@stryker-mutator/jest-runner/jest-env/node');

/** One failure is enough to notice a mutant: the tests after it are skipped. */
module.exports = class UntilFirstFailure extends NodeEnvironment {
  hasFailed = false;

  handleTestEvent({ name, test }) {
    if (name === 'test_start' && this.hasFailed) test.mode = 'skip';
    if (name === 'test_done' && test.errors.length > 0) this.hasFailed = true;
  }
};
