import { plainLine } from '../support/plain-line-reporter';

const counts = {
  numPassedTests: 12,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
};

test('the last line counts what passed and what failed', () => {
  expect(plainLine(counts)).toBe('12 passed, 0 failed');
  expect(plainLine({ ...counts, numFailedTests: 2 })).toBe('12 passed, 2 failed');
});

test('what was skipped or is still to be written is told, when there is any', () => {
  expect(plainLine({ ...counts, numPendingTests: 1, numTodoTests: 2 })).toBe('12 passed, 0 failed, 3 skipped');
});

test('a file that could not run counts as a failure', () => {
  expect(plainLine({ ...counts, numRuntimeErrorTestSuites: 1 })).toBe('12 passed, 1 failed');
});
