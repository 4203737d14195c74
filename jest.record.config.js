/** Records the histories that test/replay replays: `npm run record:history`. See test/replay/record.ts. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/replay/record.ts'],
  testTimeout: 180_000,
};
