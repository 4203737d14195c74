import { newId } from '../../records/ids';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import { recordMessageStatus } from '../../records/urgent-care/record-message-status';
import { recordStandDown } from '../../records/urgent-care/record-outcome';
import { openAskClientHowItWas } from '../../records/urgent-care/steps/aftercare';
import { settleDisclosure } from '../../records/urgent-care/steps/disclose';
import type { MessageStatus } from '../../records/urgent-care/vendor-codes';
import { agrees, type CasesOnRecord, casesOnRecord, messagesOf, stepTools } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

/** A vendor's callbacks come twice, late, out of order, or before the vendor has answered the send itself. */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
let caseId: string;

beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
  caseId = await cases.raised(cases.client(0));
  await cases.clientAnswers(caseId, agrees('contact-1'));
  await cases.proceeds(caseId, 'contact-1');
});
afterAll(() => underTest?.stop());

const report = (message: Outgoing, status: MessageStatus, errorCode: string | null = null): Promise<boolean> =>
  cases.transact((work) => recordMessageStatus(work, { dispatchId: message.id, status, errorCode, vendorId: 'SM-1' }));

const statusOf = async (message: Outgoing): Promise<MessageStatus | undefined> =>
  (await underTest.asOwner<{ status: MessageStatus }>('SELECT status FROM dispatches WHERE id = $1', [message.id]))[0]
    ?.status;

async function acts(): Promise<readonly unknown[]> {
  const found = await underTest.asOwner<{ what: unknown }>(
    'SELECT what FROM case_acts WHERE case_id = $1 ORDER BY seq',
    [caseId],
  );
  return found.map(({ what }) => what);
}

async function howItWasAsked(id: string): Promise<readonly Outgoing[]> {
  const order = await cases.order(id);
  return messagesOf(await cases.transact((work) => openAskClientHowItWas(work, stepTools, order)));
}

describe('a message that the vendor took', () => {
  const sent = () => cases.told(caseId, 'contact-1', 'sms', 'SM-1');

  const stories: readonly (readonly [string, readonly MessageStatus[], MessageStatus])[] = [
    ['in order', ['queued', 'sent', 'delivered', 'opened'], 'opened'],
    ['each twice', ['sent', 'sent', 'delivered', 'delivered'], 'delivered'],
    ['backwards', ['opened', 'delivered', 'sent', 'queued'], 'opened'],
    ['delivered before sent', ['delivered', 'sent'], 'delivered'],
    ['held up', ['sent', 'failed-temporary'], 'failed-temporary'],
    ['held up, told before it was sent', ['failed-temporary', 'sent'], 'failed-temporary'],
    ['held up for a while', ['sent', 'failed-temporary', 'delivered'], 'delivered'],
    ['held up, told late', ['delivered', 'failed-temporary'], 'delivered'],
    ['failed for good', ['sent', 'failed-permanent'], 'failed-permanent'],
    ['failed for good, then told of what came before', ['failed-permanent', 'sent', 'queued'], 'failed-permanent'],
    ['delivered, then said to have failed', ['delivered', 'failed-permanent'], 'delivered'],
  ];
  test.each(stories)('%s', async (_story, statuses, end) => {
    const message = await sent();
    for (const status of statuses) await report(message, status);
    expect(await statusOf(message)).toBe(end);
  });

  test('a report that says nothing new changes nothing, not even a time', async () => {
    const message = await sent();
    await report(message, 'delivered');
    const row = () => underTest.asOwner('SELECT * FROM dispatches WHERE id = $1', [message.id]);
    const before = await row();
    for (const status of ['delivered', 'sent', 'queued'] as const) expect(await report(message, status)).toBe(false);
    expect(await row()).toEqual(before);
  });

  test('reports that come at once leave the furthest', async () => {
    const message = await sent();
    const statuses = ['queued', 'sent', 'delivered', 'opened', 'sent', 'delivered'] as const;
    await Promise.all(statuses.map((status) => report(message, status)));
    expect(await statusOf(message)).toBe('opened');
  });
});

describe('a report that overtakes the vendor’s own answer', () => {
  const overtaken: readonly MessageStatus[] = ['sent', 'delivered', 'opened', 'failed-temporary', 'failed-permanent'];
  test.each(overtaken)('%s is not set back by it', async (status) => {
    const order = await cases.disclosureOrder(caseId, 'contact-1');
    const opened = await cases.openDisclosure(order);
    if (opened.kind !== 'opened' || !opened.outgoing[0]) throw new Error('The message was not written.');
    const [message] = opened.outgoing;
    await report(message, status);
    const result = { kind: 'accepted', vendorId: 'SM-1', possibleDuplicate: false } as const;
    await cases.transact((work) => settleDisclosure(work, order, [{ id: message.id, result }]));
    expect(await statusOf(message)).toBe(status);
  });
});

describe('an act', () => {
  test('comes of a permanent failure, once, and says which way failed', async () => {
    const message = await cases.told(caseId, 'contact-1', 'sms', 'SM-1');
    const before = await acts();
    expect(await report(message, 'failed-permanent', '30005')).toBe(true);
    expect(await report(message, 'failed-permanent', '30005')).toBe(false);
    await Promise.all([report(message, 'failed-permanent'), report(message, 'failed-permanent')]);
    expect((await acts()).slice(before.length)).toEqual([
      { kind: 'message-failed', recipient: 'contact-1', channel: 'sms' },
    ]);
  });

  test('comes of nothing else', async () => {
    const message = await cases.told(caseId, 'contact-1', 'sms', 'SM-1');
    const before = await acts();
    for (const status of ['failed-temporary', 'sent', 'delivered', 'opened', 'failed-permanent'] as const) {
      await report(message, status);
    }
    expect(await acts()).toEqual(before);
  });

  test('comes of the client’s messages only when the last of them failed for good', async () => {
    const [sms, email] = await cases.clientInformed(caseId);
    if (!sms || !email) throw new Error('The client was not written to by SMS and email.');
    const before = await acts();
    await report(sms, 'failed-permanent');
    expect(await acts()).toEqual(before);
    await report(email, 'failed-permanent');
    expect((await acts()).slice(before.length)).toEqual([{ kind: 'client-not-reached' }]);
  });

  test('comes of the question how it was when the last of it failed: the owner of an open case hears of it', async () => {
    const messages = await howItWasAsked(caseId);
    const before = await acts();
    for (const message of messages) await report(message, 'failed-permanent');
    expect((await acts()).slice(before.length)).toEqual([{ kind: 'news-for-owner' }]);
  });

  test('comes of no message that is not known', async () => {
    const before = await acts();
    const dispatchId = newId();
    const known = await cases.transact((work) =>
      recordMessageStatus(work, { dispatchId, status: 'failed-permanent', errorCode: null, vendorId: null }),
    );
    expect({ known, acts: await acts() }).toEqual({ known: false, acts: before });
  });
});

test('after a death nobody is sent to the client: a question that failed tells nobody', async () => {
  const { id } = await cases.toldCase(await cases.newClient());
  const messages = await howItWasAsked(id);
  await cases.transact((work) =>
    recordStandDown(work, cases.caller('practitioner'), id, { kind: 'deceased', note: 'The police have called.' }),
  );
  const recorded = () => underTest.asOwner('SELECT kind FROM timeline_entries WHERE case_id = $1 ORDER BY seq', [id]);
  const before = await recorded();
  for (const message of messages) expect(await report(message, 'failed-permanent')).toBe(true);
  expect(await recorded()).toEqual(before);
});
