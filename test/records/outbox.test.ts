import {
  giveBack,
  leaseMessages,
  leaseOldestMessages,
  markDelivered,
  type PendingMessage,
  pendingMessages,
  putInOutbox,
} from '../../records/outbox';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
let elsewhere: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
  elsewhere = casesOnRecord(underTest.records, underTest.demo.otherOrganisation);
});
afterAll(() => underTest?.stop());
afterEach(() => underTest.asOwner('DELETE FROM outbox_entries'));

const minute = 60_000;
const signal = (argument: string) => ({ kind: 'signal', signal: 'actRecorded', argument }) as const;

/** Messages to workflows, `one/2` being the second to `one`; put in one transaction each. Returns their ids. */
async function put(cases: CasesOnRecord, ...messages: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const message of messages) {
    const [workflow = ''] = message.split('/');
    const put = await cases.transact(async (work) => {
      await putInOutbox(work, workflow, signal(message));
      return work.outboxIds;
    });
    ids.push(...put);
  }
  return ids;
}

const named = (messages: readonly PendingMessage[]): readonly string[] =>
  messages.map((message) => (message.kind === 'signal' ? String(message.argument) : message.kind)).toSorted();
const leaseAll = (most = 100) => leaseOldestMessages(underTest.records, minute, most);
const delivered = (messages: readonly PendingMessage[]) =>
  Promise.all(messages.map(({ id }) => markDelivered(underTest.records, id)));

test('the oldest message of each workflow comes first, the next when it was delivered', async () => {
  await put(here, 'one/1', 'one/2', 'two/1', 'one/3');
  await put(elsewhere, 'three/1');
  const first = await leaseAll();
  expect(named(first)).toEqual(['one/1', 'three/1', 'two/1']);
  expect(named(await leaseAll())).toEqual([]);
  await delivered(first);
  const second = await leaseAll();
  expect(named(second)).toEqual(['one/2']);
  await delivered(second);
  expect(named(await leaseAll())).toEqual(['one/3']);
});

test('a message carries what it says, its workflow and its organisation', async () => {
  const [id] = await put(elsewhere, 'whole/1');
  const [message] = await leaseAll();
  expect(message).toEqual({
    id,
    organisationId: elsewhere.organisation.id,
    workflowId: 'whole',
    ...signal('whole/1'),
  });
});

test('a message that was not delivered under its lease is leased again', async () => {
  await put(here, 'one/1');
  expect(named(await leaseAll())).toEqual(['one/1']);
  await underTest.asOwner(`UPDATE outbox_entries SET leased_until = now() - interval '1 second'`);
  expect(named(await leaseAll())).toEqual(['one/1']);
  const [{ attempts } = { attempts: 0 }] = await underTest.asOwner<{ attempts: number }>(
    'SELECT attempts FROM outbox_entries',
  );
  expect(attempts).toBe(2);
});

test('what is given back waits as long as was said, and holds up its successors', async () => {
  const [first] = await put(here, 'one/1', 'one/2');
  await leaseAll();
  await giveBack(underTest.records, first ?? '', minute);
  expect(named(await leaseAll())).toEqual([]);
  await giveBack(underTest.records, first ?? '', 0);
  expect(named(await leaseAll())).toEqual(['one/1']);
});

test('of named messages only those are leased that are their workflow’s turn', async () => {
  const ids = await put(here, 'one/1', 'one/2', 'two/1');
  expect(named(await leaseMessages(underTest.records, ids.slice(1), minute))).toEqual(['two/1']);
});

test('no more than asked for are leased', async () => {
  await put(here, ...Array.from({ length: 12 }, (_, index) => `workflow-${index}/1`));
  expect(await leaseAll(5)).toHaveLength(5);
  expect(await leaseAll(5)).toHaveLength(5);
  expect(await leaseAll(5)).toHaveLength(2);
});

test('a message of a transaction that failed is none', async () => {
  const failing = here.transact(async (work) => {
    await putInOutbox(work, 'one', signal('one/1'));
    throw new Error('The transaction failed.');
  });
  await expect(failing).rejects.toThrow('The transaction failed.');
  expect(await pendingMessages(underTest.records)).toBe(0);
});

test('relays at once deliver each message once, and each workflow’s in order', async () => {
  const perWorkflow = 5;
  const workflows = Array.from({ length: 8 }, (_, index) => `workflow-${index}`);
  for (const workflow of workflows) {
    await put(here, ...Array.from({ length: perWorkflow }, (_, index) => `${workflow}/${index}`));
  }
  const told: string[] = [];
  const relay = async (): Promise<void> => {
    while ((await pendingMessages(underTest.records)) > 0) {
      const leased = await leaseAll(3);
      told.push(...named(leased));
      await delivered(leased);
    }
  };
  await Promise.all([relay(), relay(), relay()]);

  const inOrder = workflows.map((workflow) =>
    Array.from({ length: perWorkflow }, (_, index) => `${workflow}/${index}`),
  );
  expect(workflows.map((workflow) => told.filter((message) => message.startsWith(`${workflow}/`)))).toEqual(inOrder);
  expect(told).toHaveLength(workflows.length * perWorkflow);
});
