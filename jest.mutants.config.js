/** The tests of the rules alone, for `npm run test:mutants`: quick, and without any server. */
const {
  globalSetup: _starts,
  globalTeardown: _stops,
  reporters: _ours,
  ...withoutServers
} = require('./jest.config.js');

module.exports = {
  ...withoutServers,
  testEnvironment: require.resolve('./test/support/until-first-failure.js'),
  // A mutant may wait for what never comes.
  testTimeout: 2_000,
  roots: ['<rootDir>/test/mutants'],
  testMatch: ['<rootDir>/test/mutants/rules.ts'],
};
