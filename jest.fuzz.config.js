/** The running API against whatever its contract lets be said: `npm run test:fuzz`. Minutes. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/fuzz/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 1_200_000,
};
