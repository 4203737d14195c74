import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectRoot } from '../../runtime/project-root';

const run = promisify(execFile);
const cruise = (...args: string[]) =>
  run(process.execPath, ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', ...args], { cwd: projectRoot });

test('imports go one way', async () => {
  const { stdout } = await cruise('--config', '.dependency-cruiser.cjs', '.');
  expect(stdout).toMatch(/no dependency violations found/);
}, 30_000);
