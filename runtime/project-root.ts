import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of package.json. Templates, SQL and the Prisma schema are read from there, compiled or not. */
export const projectRoot: string = findRoot(__dirname);

function findRoot(from: string): string {
  if (existsSync(path.join(from, 'package.json'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('No package.json above this file: the project is incomplete.');
  return findRoot(parent);
}
