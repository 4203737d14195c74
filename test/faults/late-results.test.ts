import { MockActivityEnvironment } from '@temporalio/testing';
import { createPost, type Post } from '../../activities/messaging/post';
import { createUrgentCareActivities } from '../../activities/urgent-care/activities';
import type { Outgoing, Sent } from '../../records/urgent-care/dispatches';
import { settleDisclosure } from '../../records/urgent-care/steps/disclose';
import { systemClock } from '../../runtime/clock';
import { agrees, type CasesOnRecord, casesOnRecord, messagesOf, stepTools } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

/** What a try of a step says when another try has taken its place: it knows less than what is on record. */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());
afterEach(() => jest.restoreAllMocks());

const messagesOnRecord = (caseId: string): Promise<{ status: string; vendor_id: string | null }[]> =>
  underTest.asOwner('SELECT status, vendor_id FROM dispatches WHERE case_id = $1 ORDER BY id', [caseId]);

test.each<Sent['result']>([
  { kind: 'unknown' },
  { kind: 'failed-temporary', errorCode: '429' },
  { kind: 'failed-permanent', errorCode: '21610' },
  { kind: 'cancelled' },
])('what a vendor took stays taken, whatever an earlier try says late: $kind', async (late) => {
  const id = await cases.raised(await cases.newClient());
  await cases.clientAnswers(id, agrees('contact-1'));
  await cases.proceeds(id, 'contact-1');
  const order = await cases.disclosureOrder(id, 'contact-1');
  const [message] = messagesOf(await cases.openDisclosure(order));
  const settle = (result: Sent['result']) =>
    cases.transact((work) => settleDisclosure(work, order, [{ id: message?.id ?? '', result }]));
  await settle({ kind: 'accepted', vendorId: 'SM1', possibleDuplicate: false });

  await settle(late);

  expect(await messagesOnRecord(id)).toEqual([{ status: 'queued', vendor_id: 'SM1' }]);
});

describe('a worker that was stopped, and wakes up when a later try has the step', () => {
  const taken: Post = {
    sendAll: async (outgoing) =>
      outgoing.map(({ id }) => ({ id, result: { kind: 'accepted', vendorId: `SM-${id}`, possibleDuplicate: false } })),
  };
  const tryInforming = async (order: Order, attempt: number, post: Post = taken) => {
    const { records } = underTest;
    const activities = createUrgentCareActivities({ records, post, clock: systemClock, tools: stepTools });
    return new MockActivityEnvironment({ attempt }).run((given) => activities.informClient(given), order);
  };
  type Order = Parameters<ReturnType<typeof createUrgentCareActivities>['informClient']>[0];
  const orderToInform = async (caseId: string): Promise<Order> => ({
    ...(await cases.order(caseId)),
    windowMs: 600_000,
  });
  const superseded = { type: 'superseded', nonRetryable: false };
  const checkpointsOf = (caseId: string) =>
    underTest.asOwner('SELECT kind, due_at, closed_at FROM checkpoints WHERE case_id = $1 ORDER BY seq', [caseId]);

  test('while the vendors took its messages: it does not say what came of them', async () => {
    const id = await cases.raised(await cases.newClient());
    const order = await orderToInform(id);
    const wakesLate: Post = {
      sendAll: async (outgoing, lease) => {
        await tryInforming(order, 2);
        const sent = await taken.sendAll(outgoing, lease);
        return sent.map(({ id: message }) => ({ id: message, result: { kind: 'cancelled' } }));
      },
    };

    await expect(tryInforming(order, 1, wakesLate)).rejects.toMatchObject(superseded);

    expect((await messagesOnRecord(id)).map(({ status }) => status)).toEqual(['queued', 'queued']);
    expect(await checkpointsOf(id)).toHaveLength(1);
  });

  test('before it began: it sends nothing and opens nothing anew', async () => {
    const id = await cases.raised(await cases.newClient());
    const order = await orderToInform(id);
    await tryInforming(order, 3);
    const before = { messages: await messagesOnRecord(id), checkpoints: await checkpointsOf(id) };
    const post = { sendAll: jest.fn(async () => []) };

    await expect(tryInforming(order, 2, post)).rejects.toMatchObject(superseded);

    expect(post.sendAll).not.toHaveBeenCalled();
    expect({ messages: await messagesOnRecord(id), checkpoints: await checkpointsOf(id) }).toEqual(before);
  });

  test('though the same try may go on: what it committed was not yet known to Temporal', async () => {
    const id = await cases.raised(await cases.newClient());
    const order = await orderToInform(id);
    await tryInforming(order, 2);

    await expect(tryInforming(order, 2)).resolves.toEqual({ kind: 'client-informed' });
  });
});

test('what a try had no time left to send is surely unsent: the next one sends it, unmarked and without a look-up', async () => {
  const id = await cases.raised(await cases.newClient());
  const order = { ...(await cases.order(id)), windowMs: 600_000 };
  const looksUp = jest.fn(async () => ({ kind: 'unknown' as const }));
  const sends = jest.fn(async ({ id: vendorId }: Outgoing) => ({ kind: 'accepted' as const, vendorId }));
  const channel = { send: sends, find: looksUp };
  const { records } = underTest;
  const post = createPost({ sms: channel, voice: channel, email: channel });
  const activities = createUrgentCareActivities({ records, post, clock: systemClock, tools: stepTools });
  const attempt = (number: number) =>
    new MockActivityEnvironment({ startToCloseTimeoutMs: 20_000, attempt: number }).run(
      (given) => activities.informClient(given),
      order,
    );

  // A machine so busy that the first transaction takes longer than the lease for sending.
  const startedAt = performance.now();
  const clock = jest
    .spyOn(performance, 'now')
    .mockReturnValueOnce(startedAt)
    .mockReturnValue(startedAt + 15_000);
  await expect(attempt(7)).rejects.toMatchObject({ type: 'vendor-not-now' });
  expect(sends).not.toHaveBeenCalled();
  clock.mockRestore();

  await expect(attempt(8)).resolves.toEqual({ kind: 'client-informed' });
  expect(sends).toHaveBeenCalledTimes(2);
  expect(looksUp).not.toHaveBeenCalled();
  const marked = await underTest.asOwner('SELECT id FROM dispatches WHERE case_id = $1 AND possible_duplicate', [id]);
  expect(marked).toEqual([]);
});
