import {
  clearDelivered,
  deadLetters,
  giveBack,
  giveUp,
  leaseOldestMessages,
  markDelivered,
  outboxState,
  type PendingMessage,
  putInOutbox,
  resend,
} from '../../records/outbox';
import { within } from '../../runtime/telemetry/correlation';
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
  const written: PendingMessage[] = [];
  for (const message of messages) {
    const [workflow = ''] = message.split('/');
    const untold = await cases.transact(async (work) => {
      await putInOutbox(work, workflow, signal(message));
      return work.untold;
    });
    written.push(...untold);
  }
  return written.map(({ id }) => id);
}

const leasesEnd = () => underTest.asOwner(`UPDATE outbox_entries SET leased_until = now() - interval '1 second'`);

/** As `put`, by a process that died before it could deliver them. */
async function left(cases: CasesOnRecord, ...messages: readonly string[]): Promise<readonly string[]> {
  const ids = await put(cases, ...messages);
  await leasesEnd();
  return ids;
}

const named = (messages: readonly PendingMessage[]): readonly string[] =>
  messages.map((message) => (message.kind === 'signal' ? String(message.argument) : message.kind)).toSorted();
const leaseAll = (most = 100) => leaseOldestMessages(underTest.records, minute, most);
const delivered = (messages: readonly PendingMessage[]) =>
  Promise.all(messages.map(({ id }) => markDelivered(underTest.records, id)));

test('the oldest message of each workflow comes first, the next when it was delivered', async () => {
  await left(here, 'one/1', 'one/2', 'two/1', 'one/3');
  await left(elsewhere, 'three/1');
  const first = await leaseAll();
  expect(named(first)).toEqual(['one/1', 'three/1', 'two/1']);
  expect(named(await leaseAll())).toEqual([]);
  await delivered(first);
  await leasesEnd();
  const second = await leaseAll();
  expect(named(second)).toEqual(['one/2']);
  await delivered(second);
  expect(named(await leaseAll())).toEqual(['one/3']);
});

test('a message carries what it says, its workflow, its organisation and the request that it is on account of', async () => {
  const requestId = '01890a5d-ac96-774b-bcce-b302099a8057';
  const [id] = await within({ requestId }, () => left(elsewhere, 'whole/1'));
  const [message] = await leaseAll();
  expect(message).toEqual({
    id,
    organisationId: elsewhere.organisation.id,
    workflowId: 'whole',
    attempts: 2,
    cause: { requestId, traceParent: null },
    ...signal('whole/1'),
  });
});

test('who wrote a message has its first lease; the relay gets it when that has ended', async () => {
  await put(here, 'one/1');
  expect(named(await leaseAll())).toEqual([]);
  await leasesEnd();
  expect((await leaseAll()).map(({ attempts }) => attempts)).toEqual([2]);
});

test('a message that was not delivered under its lease is leased again', async () => {
  await left(here, 'one/1');
  expect(named(await leaseAll())).toEqual(['one/1']);
  await leasesEnd();
  expect((await leaseAll()).map(({ attempts }) => attempts)).toEqual([3]);
});

test('a lease given by a clock that has been set back since holds nobody up', async () => {
  await left(here, 'one/1');
  await underTest.asOwner(`UPDATE outbox_entries SET leased_until = now() + interval '1 hour'`);
  expect(named(await leaseAll())).toEqual(['one/1']);
});

test('what is given back waits as long as was said, and holds up its successors', async () => {
  const [first = ''] = await left(here, 'one/1', 'one/2');
  await leaseAll();
  await giveBack(underTest.records, first, minute, 'grpc-14');
  expect(named(await leaseAll())).toEqual([]);
  await giveBack(underTest.records, first, 0, 'grpc-14');
  expect(named(await leaseAll())).toEqual(['one/1']);
});

test('what is given up waits for a person, is seen, and holds up nobody', async () => {
  const [first = ''] = await left(here, 'one/1', 'one/2');
  await giveUp(underTest.records, first, 'grpc-3');
  expect(await outboxState(underTest.records)).toEqual({ waiting: 1, dead: 1, oldestSeconds: 0 });
  expect(await deadLetters(underTest.records)).toEqual([
    { id: first, workflowId: 'one', kind: 'signal', attempts: 1, lastError: 'grpc-3', deadSince: expect.any(Date) },
  ]);
  expect(named(await leaseAll())).toEqual(['one/2']);
});

test('a dead letter that is sent again is the relay’s again; nothing else can be sent again', async () => {
  const [dead = '', waiting = ''] = await left(here, 'one/1', 'two/1');
  await giveUp(underTest.records, dead, 'grpc-3');
  expect(await resend(underTest.records, [dead, waiting])).toBe(1);
  expect(await deadLetters(underTest.records)).toEqual([]);
  expect(named(await leaseAll())).toEqual(['one/1', 'two/1']);
});

test('what was delivered long ago is cleared away; what waits is kept however old it is', async () => {
  const [old = '', recent = ''] = await left(here, 'one/1', 'two/1', 'three/1');
  await markDelivered(underTest.records, old, recent);
  await underTest.asOwner(
    `UPDATE outbox_entries SET created_at = now() - interval '1 year',
    delivered_at = delivered_at - CASE WHEN id = $1 THEN interval '1 hour' ELSE interval '0' END`,
    [old],
  );
  expect(await clearDelivered(underTest.records, minute)).toBe(1);
  expect(await underTest.asOwner('SELECT id FROM outbox_entries WHERE delivered_at IS NOT NULL')).toEqual([
    { id: recent },
  ]);
  expect((await outboxState(underTest.records)).waiting).toBe(1);
});

test('no more than asked for are leased', async () => {
  await left(here, ...Array.from({ length: 12 }, (_, index) => `workflow-${index}/1`));
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
  expect((await outboxState(underTest.records)).waiting).toBe(0);
});

test('relays at once deliver each message once, and each workflow’s in order', async () => {
  const perWorkflow = 5;
  const workflows = Array.from({ length: 8 }, (_, index) => `workflow-${index}`);
  for (const workflow of workflows) {
    await left(here, ...Array.from({ length: perWorkflow }, (_, index) => `${workflow}/${index}`));
  }
  const told: string[] = [];
  const relay = async (): Promise<void> => {
    while ((await outboxState(underTest.records)).waiting > 0) {
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
