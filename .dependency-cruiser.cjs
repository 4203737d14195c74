/** Imports go one way (docs/adr/0001). `npm run check:boundaries`, and a test of its own, hold it. */
const typeOnly = { dependencyTypesNot: ['type-only'] };

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: typeOnly } },
    {
      name: 'workflows-import-only-pure-things',
      comment: 'Whatever a workflow imports runs in its sandbox and must be deterministic.',
      severity: 'error',
      from: { path: '^workflows' },
      to: { pathNot: '^(workflows|node_modules/@temporalio/(workflow|common))', ...typeOnly },
    },
    {
      name: 'only-workers-run-stories',
      comment: "Others speak to a workflow by its contract and share its rules; the story itself is the worker's.",
      severity: 'error',
      from: { pathNot: '^(workflows|worker|test|bench)' },
      to: { path: '^workflows/(index|.+/workflow)\\.ts$' },
    },
    { name: 'api-imports-no-activity', severity: 'error', from: { path: '^api' }, to: { path: '^activities' } },
    {
      name: 'activities-import-no-api',
      severity: 'error',
      from: { path: '^activities' },
      to: { path: '^(api|worker)' },
    },
    {
      name: 'records-stand-below',
      severity: 'error',
      from: { path: '^records' },
      to: { path: '^(api|activities|worker)' },
    },
    {
      name: 'runtime-stands-lowest',
      severity: 'error',
      from: { path: '^runtime' },
      to: { path: '^(api|activities|worker|records|workflows)' },
    },
    {
      name: 'prisma-stays-in-records',
      severity: 'error',
      from: { pathNot: '^(records|prisma|test|local|bench)' },
      to: { path: '^(records/generated|node_modules/@?prisma)' },
    },
    {
      name: 'only-processes-read-configuration',
      severity: 'error',
      from: {
        path: '^(workflows|activities|records|api)',
        pathNot: '^(api/(server|health-check)|records/(audit/verify|dead-letters))\\.ts$',
      },
      to: { path: '^runtime/config', ...typeOnly },
    },
    {
      name: 'nothing-imports-local',
      severity: 'error',
      from: { pathNot: '^(local|test|bench)' },
      to: { path: '^local' },
    },
    {
      name: 'the-client-stands-alone',
      comment: 'Platforms take it with them: it knows the contract and nothing behind it.',
      severity: 'error',
      from: { path: '^client' },
      to: { pathNot: '^(client|node_modules/openapi-fetch)|^node:|^(crypto|timers)' },
    },
    { name: 'nothing-imports-test', severity: 'error', from: { pathNot: '^test' }, to: { path: '^test' } },
    { name: 'nothing-imports-bench', severity: 'error', from: { pathNot: '^(bench|test)' }, to: { path: '^bench' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(records/generated|dist|\\.heed)(/|$)' },
  },
};
