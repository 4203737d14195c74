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

test('a try that outlasts the time which Temporal leaves it commits nothing any more', async () => {
  const id = await cases.raised(await cases.newClient());
  const order = { ...(await cases.order(id)), windowMs: 600_000 };
  const startToCloseTimeoutMs = 20_000;
  /** A worker that is stopped while the vendors take its messages. */
  const post: Post = {
    sendAll: async (outgoing) => {
      const wakesAt = performance.now() + startToCloseTimeoutMs + 1;
      jest.spyOn(performance, 'now').mockReturnValue(wakesAt);
      return outgoing.map((message) => ({
        id: message.id,
        result: { kind: 'accepted', vendorId: `SM-${message.id}`, possibleDuplicate: false },
      }));
    },
  };
  const { records } = underTest;
  const activities = createUrgentCareActivities({ records, post, clock: systemClock, tools: stepTools });
  const asTry = new MockActivityEnvironment({ startToCloseTimeoutMs });

  const outlasted = asTry.run((given) => activities.informClient(given), order);
  await expect(outlasted).rejects.toMatchObject({ type: 'lease-over', nonRetryable: false });

  expect(await messagesOnRecord(id)).toEqual([
    { status: 'queued', vendor_id: null },
    { status: 'queued', vendor_id: null },
  ]);
  const [theCase] = await underTest.asOwner<{ status: string }>('SELECT status FROM cases WHERE id = $1', [id]);
  expect(theCase?.status).toBe('informing-client');
});

test('what a try had no time left to send is surely unsent: the next one sends it, unmarked and without a look-up', async () => {
  const id = await cases.raised(await cases.newClient());
  const order = { ...(await cases.order(id)), windowMs: 600_000 };
  const looksUp = jest.fn(async () => ({ kind: 'unknown' as const }));
  const sends = jest.fn(async ({ id: vendorId }: Outgoing) => ({ kind: 'accepted' as const, vendorId }));
  const channel = { send: sends, find: looksUp };
  const { records } = underTest;
  const post = createPost({ sms: channel, email: channel });
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
