import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../../local/ports';
import { databases } from '../../../local/postgres/roles';
import { generateSecrets } from '../../../local/secrets';
import { createStack, type RunningStack } from '../../../local/stack';
import { migrateByProgram, startPostgresIn } from '../../support/postgres';
import { mountSmallDisk } from '../../support/small-disk';
import { type Answer, type StackPeople, untilTaken } from '../../support/stack-people';
import type { StackRecord } from '../../support/stack-record';
import { startStackUnderTest } from '../../support/stack-under-test';
import type { StartedStack } from '../../support/started-stack';
import { until } from '../../support/until';

/** With PostgreSQL's disk full nothing is accepted and nothing half saved; with space again everything goes on. */

const disk = mountSmallDisk(320);
if (!disk) process.stdout.write('No disk may be mounted here: the tests of a full disk are left out.\n');

let postgres: RunningStack | undefined;
let stack: StartedStack;
let people: StackPeople;
let record: StackRecord;

beforeAll(async () => {
  if (!disk) return;
  const logsFolder = path.join(disk.folder, 'logs');
  mkdirSync(logsFolder);
  postgres = createStack({
    recordsFile: path.join(logsFolder, 'processes.json'),
    logsFolder,
    // That it has to be started again is what this is about.
    say: () => undefined,
  });
  const passwords = generateSecrets().postgres;
  const cluster = {
    dataFolder: path.join(disk.folder, 'postgres'),
    port: await freePort(),
    superuserPassword: passwords.superuser,
  };
  const urls = await startPostgresIn(postgres, cluster, passwords, databases, migrateByProgram);
  ({ stack, people, record } = await startStackUnderTest({
    DATABASE_URL: urls.databaseUrl,
    MIGRATION_DATABASE_URL: urls.ownerUrl,
    KEYS_DATABASE_URL: urls.keysDatabaseUrl,
    KEYS_MIGRATION_DATABASE_URL: urls.keysOwnerUrl,
  }));
}, 180_000);
afterAll(async () => {
  disk?.free();
  try {
    await stack?.stop();
    await postgres?.stop();
  } finally {
    disk?.remove();
  }
}, 120_000);

const onASmallDisk = (name: string, story: () => Promise<void>) => test(name, async () => disk && story());

const isRefusedForNow = ({ status, body, headers }: Answer): boolean =>
  status === 503 && body['type'] === 'urn:heed:problem:records-away' && headers.get('retry-after') !== null;

onASmallDisk('a full disk refuses plainly what it cannot keep, and nothing that was taken is lost', async () => {
  const clients = await record.addClients(300);
  const raise = (index: number): Promise<Answer> => people.raise(clients[index] ?? '', `concern-${index}`);
  const early = await untilTaken('a concern', () => raise(0));
  const earlyId = String(early.body['id']);
  await people.reaches(earlyId, 'awaiting-client');

  disk?.fill();
  const answers: Answer[] = [];
  const answerOfClient = { answers: [{ recipient: 'gp', answer: 'refuse' }], via: 'phone' };
  const acts: Answer[] = [];
  const refusedBoth = async (): Promise<boolean> => {
    answers.push(await raise(answers.length + 1));
    acts.push(
      await people.ask('practitioner', 'POST', `/v1/urgent-care/cases/${earlyId}/client-answers`, answerOfClient),
    );
    return answers.filter(isRefusedForNow).length > 20 && acts.filter(isRefusedForNow).length > 5;
  };
  await until('concerns and acts are refused for now', refusedBoth, 60_000, 50);
  expect(answers.filter((answer) => answer.status !== 202 && !isRefusedForNow(answer))).toEqual([]);
  expect(acts.filter((answer) => answer.status !== 201 && !isRefusedForNow(answer))).toEqual([]);
  const read = await people.ask('supervisor', 'GET', `/v1/urgent-care/cases/${earlyId}`);
  expect(read.status === 200 || isRefusedForNow(read)).toBe(true);

  disk?.free();
  await untilTaken('a concern', () => raise(1));
  for (const [index, before] of answers.entries()) {
    const now = await untilTaken('the concern, asked again', () => raise(index + 1));
    expect({ status: now.status, joined: now.body['joined'] }).toEqual({ status: 202, joined: false });
    if (before.status === 202) expect(now.body['id']).toBe(before.body['id']);
  }
  const cases = await record.asOwner<{ whole: boolean }>(whole);
  expect(cases).toHaveLength(answers.length + 1);
  expect(cases.filter((one) => !one.whole)).toEqual([]);
  const answered = (await record.actsOf(earlyId)).filter((kind) => kind === 'client-answered').length;
  expect(answered).toBeGreaterThanOrEqual(acts.filter(({ status }) => status === 201).length);

  const waiting = () => record.asOwner(`SELECT FROM cases WHERE status <> 'awaiting-client' AND id <> $1`, [earlyId]);
  await until('every client was told first', async () => (await waiting()).length === 0, 120_000, 500);
  expect(await record.unmarkedDuplicates(people)).toEqual([]);
});

/** A case is whole with everything that its transaction writes: its line, its audit entry, its start. */
const whole = `SELECT
    (SELECT count(*) FROM timeline_entries t WHERE t.case_id = c.id AND kind = 'concern.raised') = 1
    AND (SELECT count(*) FROM audit_entries a WHERE a.case_id = c.id AND action = 'concern.raised') = 1
    AND (SELECT count(*) FROM outbox_entries o WHERE o.workflow_id = 'urgent-care/' || c.id AND o.kind = 'start') = 1
    AS whole
  FROM cases c`;
