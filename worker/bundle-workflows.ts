import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/**
 * `npm run build:workflows`: every workflow in one file, which WORKFLOW_BUNDLE names, so that workers start without
 * bundling them, each for itself. Its argument says where the file goes.
 */
async function main([file]: readonly string[]): Promise<void> {
  if (!file) throw new Error('Usage: node dist/worker/bundle-workflows.js <file>');
  const workflowsPath = require.resolve('../workflows');
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [require.resolve('../workflows/pass-on-cause')],
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(file, code);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
