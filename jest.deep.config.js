/** The properties of a case against very many lives: `npm run test:deep`. Minutes; needs no server. */
const { globalSetup: _starts, globalTeardown: _stops, ...withoutServers } = require('./jest.config.js');

module.exports = {
  ...withoutServers,
  testMatch: ['<rootDir>/test/rules/case-properties.test.ts'],
  testTimeout: 3_600_000,
  globals: { generatedLives: 100_000 },
};
