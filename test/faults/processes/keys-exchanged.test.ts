import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import pg from 'pg';
import { writeJsonFile } from '../../../local/json-file';
import { portsIn } from '../../../local/ports';
import { databases, databaseUrls } from '../../../local/postgres/roles';
import { workerNames } from '../../../local/stack';
import { demoOrganisations } from '../../../prisma/demo-data';
import type { DescribedClient } from '../../../prisma/seed';
import { verifyAuditChains } from '../../../records/audit/chain';
import { createRecords } from '../../../records/records';
import { projectRoot } from '../../../runtime/project-root';
import type { StackPeople } from '../../support/stack-people';
import type { StackRecord } from '../../support/stack-record';
import { startStackUnderTest } from '../../support/stack-under-test';
import type { StartedStack } from '../../support/started-stack';
import { until } from '../../support/until';

/** The keys of both rings are exchanged in the steps of docs/operations.md while cases go on: nothing of them is lost. */

let stack: StartedStack;
let people: StackPeople;
let record: StackRecord;

beforeAll(async () => {
  ({ stack, people, record } = await startStackUnderTest());
}, 180_000);
afterAll(() => stack?.stop(), 120_000);

/** Both, as the environment names them. */
interface Rings {
  readonly encryption: string;
  readonly index: string;
}

const newKeys = (id: string): Rings => ({ encryption: newKey(id), index: newKey(id) });
const newKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const inOrder = (first: Rings, next: Rings): Rings => ({
  encryption: `${first.encryption},${next.encryption}`,
  index: `${first.index},${next.index}`,
});

/** Gives everybody these rings, one process after the other. */
async function everybodyHas({ encryption, index }: Rings): Promise<void> {
  writeJsonFile(stack.data.secrets, { ...stack.secrets(), encryptionKeys: encryption, indexKeys: index });
  for (const part of [...workerNames, 'api'] as const) await stack.isBack(part, await stack.end(part));
}

/** `npm run keys:rotate`, beside the running stack. Resolves to what it says. */
async function rotate(): Promise<string> {
  const command = ['local/bootstrap.mjs', 'rotate-keys'];
  const env = { ...process.env, HEED_DATA_DIR: stack.data.folder };
  return (await promisify(execFile)(process.execPath, command, { cwd: projectRoot, env })).stdout;
}

/** As where Heed has served for a while: no process can be from before payloads had a key of their own. */
async function servesSinceDays(): Promise<void> {
  const urls = databaseUrls(portsIn(stack.data.ports)['postgres'] ?? 0, stack.secrets().postgres, databases);
  const owner = new pg.Client({ connectionString: urls.keysOwnerUrl });
  await owner.connect();
  await owner.query(`UPDATE payload_keys SET created_at = now() - interval '2 days'`);
  await owner.end();
}

/** A case whose client was asked and has not answered. */
async function asked(client: DescribedClient): Promise<string> {
  const { status, body } = await people.raise(client.id, client.id);
  expect(status).toBe(202);
  const id = String(body['id']);
  await people.reaches(id, 'awaiting-client');
  return id;
}

/** A case whose first contact was told and has not answered. */
async function told(client: DescribedClient): Promise<string> {
  const id = await asked(client);
  const agrees = { recipient: 'contact-1', answer: 'agree', tier: 'concern' };
  await people.act(id, 'client-answers', { answers: [agrees], via: 'phone' });
  await people.reaches(id, 'deciding');
  await people.act(id, 'decisions', { kind: 'proceed', recipients: ['contact-1'], note: 'As agreed.' });
  await people.linkTo(contactOf(client), 'a', began);
  return id;
}

const began = new Date().toISOString();
const contactOf = ({ urgentCarePlan: { contacts } }: DescribedClient): string => contacts[0]?.mobile ?? '';

test('both rings get a new key, and lose the old one, while cases go on', async () => {
  const [waiting, contacted, ...others] = people.clients;
  if (!waiting || !contacted) throw new Error('The demo has too few clients.');
  const { encryptionKeys, indexKeys } = stack.secrets();
  const old: Rings = { encryption: encryptionKeys, index: indexKeys };
  const added = newKeys('local-2');
  const [askedCase, toldCase] = await Promise.all([asked(waiting), told(contacted)]);
  await servesSinceDays();

  const lived: string[] = [];
  let isOver = false;
  /** One case after the other, whatever is being exchanged. */
  const goOn = async (clients: readonly DescribedClient[]): Promise<void> => {
    for (let next = 0; !isOver; next += 1) {
      const client = clients[next % clients.length];
      if (client) lived.push(await people.liveThrough(client));
    }
  };
  const going = Promise.all([0, 1].map((lane) => goOn(others.filter((_client, index) => index % 2 === lane))));
  // Whoever awaits it hears of a failure.
  going.catch(() => undefined);

  await everybodyHas(inOrder(old, added));
  await everybodyHas(inOrder(added, old));
  const said = await rotate();
  expect(said).toMatch(/^ENCRYPTION_KEYS: [1-9]\d* keys were put under local-2\.$/m);
  expect(said).toMatch(/^ENCRYPTION_KEYS: local-1 opens nothing any more and can go\.$/m);
  expect(said).toMatch(/^INDEX_KEYS: .*[1-9]\d* of clients.* were put under local-2\.$/m);
  expect(said).toMatch(/^INDEX_KEYS: local-1 finds nothing any more and can go\.$/m);
  const before = lived.length;
  await everybodyHas(added);
  await until('cases are lived through by the new keys alone', () => lived.length > before + 2, 120_000, 100);
  isOver = true;
  await going;
  expect(await closed(lived)).toEqual(lived.toSorted());

  // What was begun under the old keys goes on under the new ones: a page's link, the guard answer, a number's hash.
  const agrees = { guardAnswer: waiting.guardAnswer, 'contact-1': 'concern', action: 'answer' };
  await people.submit(await people.linkTo(waiting.mobile ?? '', 'c', began), agrees);
  await people.reaches(askedCase, 'deciding');
  await people.act(askedCase, 'decisions', { kind: 'proceed', recipients: ['contact-1'], note: 'As agreed.' });
  await people.submit(await people.linkTo(contactOf(waiting), 'a', began), { answer: 'acting' });
  const { smsNumber } = demoOrganisations[0].facts;
  expect((await people.reply(contactOf(contacted), smsNumber, '1')).status).toBe(202);
  for (const id of [askedCase, toldCase]) {
    await people.reaches(id, 'aftercare');
    await people.act(id, 'human-outcomes', { kind: 'someone-acting', note: 'Their sister stays the night.' });
    await people.reaches(id, 'closed');
  }
  expect(await record.unmarkedDuplicates(people)).toEqual([]);
  const waitingToBeTold = () => record.asOwner('SELECT FROM outbox_entries WHERE delivered_at IS NULL');
  await until('Temporal was told everything', async () => (await waitingToBeTold()).length === 0);

  const records = createRecords(stack.recordsConfig(), 2);
  const wrappedBy = await records.keys.rewrapping.wrappedBy();
  const chains = await verifyAuditChains(records, new Date());
  await records.close();
  expect([...wrappedBy.keys()]).toEqual(['local-2']);
  expect(chains.filter(({ brokenAt }) => brokenAt !== null)).toEqual([]);
});

async function closed(cases: readonly string[]): Promise<readonly string[]> {
  const rows = await record.asOwner<{ id: string }>(
    `SELECT id FROM cases WHERE id = ANY($1) AND status = 'closed' ORDER BY id::text`,
    [cases],
  );
  return rows.map(({ id }) => id);
}
