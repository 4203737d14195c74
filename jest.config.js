/** Swc compiles; the listed packages are ES modules only and must be compiled too. */
module.exports = {
  testEnvironment: '<rootDir>/test/support/environment.ts',
  // What a file of tests has loaded stays in its process: after a hundred and fifty of them there is no room left in one.
  workerIdleMemoryLimit: '1GB',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // These start whole stacks, kill real processes and wait out real time-outs: `npm run test:faults`, `test:fuzz`.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/faults/processes/',
    '<rootDir>/test/stack/',
    '<rootDir>/test/fuzz/',
  ],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/plain-line-reporter.js'],
  transform: {
    '^.+\\.[cm]?[jt]sx?$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(jose|openid-client|oauth4webapi|oidc-provider|flesch-kincaid|syllable)/)',
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.heed'],
  testTimeout: 30_000,
  // Lives of a case that each property is held against; `npm run test:deep` takes many more.
  globals: { generatedLives: 2_000 },
};
