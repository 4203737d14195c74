/**
 * `npm run test:mutants`: changes the rules of urgent care, one small thing at a time, and asks the rule tests whether
 * they notice. Nothing of it needs a server. https://stryker-mutator.io
 */
export default {
  testRunner: 'jest',
  jest: { projectType: 'custom', configFile: 'jest.mutants.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  mutate: [
    'workflows/**/rules.ts',
    'workflows/urgent-care/{mandates,mandate-rows,state,after-act,after-step,disclosures,ladder,tasks}.ts',
    'workflows/urgent-care/{policy-faults,guard}.ts',
    'records/urgent-care/{disclosure-facts,may-be-disclosed}.ts',
  ],
  // A sentence for people may be worded otherwise without being wrong.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: ['dist', '.heed', 'bench', 'docs', 'test/replay/histories'],
  concurrency: 2,
  // A mutant that is merely slow is not one that a test noticed.
  timeoutMS: 20_000,
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
  // Where nothing else looks.
  tempDirName: '.heed/mutants',
  allowEmpty: false,
};
