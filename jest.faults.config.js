/** Whole stacks: their processes killed, stopped, hanging, out of disk, and the demo's stories. Minutes, one file at a time. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/faults/processes/**/*.test.ts', '<rootDir>/test/stack/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
};
