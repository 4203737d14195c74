/** The tests of the rules alone, for `npm run test:mutants`: quick, and without any server. */
const {
  globalSetup: _starts,
  globalTeardown: _stops,
  reporters: _ours,
  ...withoutServers
} = require('./jest.config.js');

const rules = [
  'acts',
  'begun-anew',
  'crossings',
  'disclosure-facts',
  'gp',
  'guard',
  'ladder',
  'mandates',
  'may-be-disclosed',
  'next-step',
  'override-review',
  'policy*',
  'recipients',
  'second-approval',
  'tasks',
  'windows',
];

module.exports = {
  ...withoutServers,
  testEnvironment: require.resolve('./test/support/until-first-failure.js'),
  // A mutant may wait for what never comes.
  testTimeout: 2_000,
  // Without the generated lives and the whole enumeration, which take seconds: each mutant meets them all.
  testMatch: rules.map((name) => `<rootDir>/test/rules/${name}.test.ts`),
};
