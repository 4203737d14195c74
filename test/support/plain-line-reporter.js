const { writeSync } = require('node:fs');

/** Ends a run with one plain line that people and scripts can read: `12 passed, 0 failed, 1 skipped`. */
class PlainLineReporter {
  onRunComplete(_contexts, results) {
    sayLast(plainLine(results));
  }
}

/** Jest's own summary comes after every reporter; the end of the process comes after that, when streams are shut. */
function sayLast(line) {
  process.once('exit', () => writeSync(process.stdout.fd, `${line}\n`));
}

/** A file that could not run at all has lost us its tests: it counts as one failure at least. */
function plainLine(results) {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests } = results;
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  const skipped = numPendingTests + numTodoTests;
  return `${numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

module.exports = PlainLineReporter;
module.exports.plainLine = plainLine;
module.exports.sayLast = sayLast;
