import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../runtime/project-root';

/** An older release goes on working while the migrations of a newer one have run. docs/operations.md, "Upgrading" */

const inProject = (...names: readonly string[]): string => path.join(projectRoot, ...names);
const migrations = ['migrations', 'keys-migrations'].flatMap((folder) =>
  readdirSync(inProject('prisma', folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: readFileSync(inProject('prisma', folder, name, 'migration.sql'), 'utf8') })),
);

/** What an older release reads or writes, or need not write, is not so any more. */
const takesAway = /\b(DROP (TABLE|COLUMN|DEFAULT)|RENAME|SET NOT NULL|ALTER COLUMN \w+ (SET DATA )?TYPE|REVOKE)\b/i;

test('what takes something away from an older release is named where upgrading is described', () => {
  const operations = readFileSync(inProject('docs/operations.md'), 'utf8');
  const [, upgrading = ''] = /^## Upgrading without stopping$(.*?)^## /ms.exec(operations) ?? [];
  const named = [...upgrading.matchAll(/`(\d{4}_\w+)`/g)].map(([, name]) => name);
  const found = migrations.flatMap(({ name, sql }) => (takesAway.test(sql) ? [name] : []));
  expect(new Set(named)).toEqual(new Set(found));
});
