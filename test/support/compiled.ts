import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../runtime/project-root';

/** The compiled form of a source, which `npm test` has made: what tests start as a process of its own. */
export function compiled(source: string): string {
  const file = path.join(projectRoot, 'dist', `${source}.js`);
  if (!existsSync(file)) throw new Error(`${source} is not compiled: run npm test, or npm run build first.`);
  return file;
}
