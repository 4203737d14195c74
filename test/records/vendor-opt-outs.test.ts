import { agreeToMarketing, consentsInForce } from '../../records/marketing/consents';
import { addList } from '../../records/marketing/lists';
import { isSuppressed } from '../../records/marketing/suppressions';
import { optOutByVendor, recordMarketingSent } from '../../records/marketing/vendor-opt-outs';
import { register } from '../../records/sign-up/register';
import { recordMessageStatus } from '../../records/urgent-care/record-message-status';
import { saysOptOut } from '../../records/urgent-care/vendor-codes';
import { heedItself, type Work } from '../../records/work';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { agreesToNews, comesTo, ordered } from '../support/marketing-messages-on-record';
import { aGroup, aPlatform, changeAddresses, ticked } from '../support/marketing-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { newcomer } from '../support/sign-up-on-record';

/** Who tells a vendor that they want no more has told us. domain.md §4 */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
let now: Date;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation, () => now);
});
afterAll(() => underTest?.stop());

const transact = <T>(work: (work: Work) => Promise<T>): Promise<T> => cases.transact(work);
let readers = 0;
let reader: { readonly id: string; readonly email: string; readonly mobile: string };
beforeEach(async () => {
  now = new Date('2026-11-03T09:00:00Z');
  readers += 1;
  const registration = newcomer(readers);
  const { clientId } = await transact((work) => register(work, cases.caller('admin'), registration));
  reader = { id: clientId, email: registration.person.email, mobile: registration.person.mobile };
});
const passes = (ms: number): void => {
  now = new Date(now.getTime() + ms);
};

/** Marketing that is on its way to the reader. Resolves to the dispatch's id. */
async function written(channel: 'email' | 'sms'): Promise<string> {
  const topic = `topic ${readers}`;
  const opened = await transact(async (work) => {
    await agreesToNews(work, reader.id, { topic, channels: [channel] });
    return comesTo(work, await ordered(work, cases.caller('admin'), topic), reader.id);
  });
  if (opened.kind !== 'to-send') throw new Error('Nothing was written.');
  return opened.outgoing.id;
}

const standing = async () => ({
  consents: (await transact((work) => consentsInForce(work, reader.id))).length,
  email: await transact((work) => isSuppressed(work, 'email', reader.email)),
  sms: await transact((work) => isSuppressed(work, 'sms', reader.mobile)),
});
const optOuts = () =>
  underTest.asOwner<{ source: string; channels: string[]; received_at: Date }>(
    'SELECT source, channels, received_at FROM opt_outs WHERE client_id = $1',
    [reader.id],
  );
const statusOf = async (id: string): Promise<unknown> =>
  (await underTest.asOwner<{ status: string }>('SELECT status FROM dispatches WHERE id = $1', [id]))[0]?.status;

const stopped = { status: 'failed-permanent', errorCode: '21610', vendorId: 'SM1' } as const;

test.each([
  [
    'as it is sent',
    (id: string) => (work: Work) =>
      recordMarketingSent(work, { id, result: { kind: 'failed-permanent', errorCode: '21610' } }),
  ],
  ['by a report', (id: string) => (work: Work) => recordMessageStatus(work, { dispatchId: id, ...stopped })],
] as const)(
  'Twilio says %s that they had sent STOP: it is an opt-out by SMS, and the message has failed',
  async (_how, told) => {
    const id = await written('sms');
    await transact<unknown>(told(id));
    expect(await standing()).toEqual({ consents: 0, email: false, sms: true });
    expect(await optOuts()).toEqual([{ source: 'vendor', channels: ['sms'], received_at: now }]);
    expect(await statusOf(id)).toBe('failed-permanent');
  },
);

test('another failure is none, and STOP to what is no marketing neither', async () => {
  const id = await written('sms');
  await transact((work) => recordMessageStatus(work, { dispatchId: id, ...stopped, errorCode: '30005' }));
  expect(await standing()).toMatchObject({ consents: 1, sms: false });
  await underTest.asOwner(
    `UPDATE dispatches SET purpose = 'service', marketing_message_id = NULL, status = 'queued' WHERE id = $1`,
    [id],
  );
  await transact((work) => recordMessageStatus(work, { dispatchId: id, ...stopped }));
  expect(await statusOf(id)).toBe('failed-permanent');
  expect(await standing()).toMatchObject({ consents: 1, sms: false });
});

test.each([
  ['unsubscribe', true],
  ['group_unsubscribe', true],
  ['spamreport', true],
  ['dropped', false],
  ['bounce', false],
  ['delivered', false],
  ['group_resubscribe', false],
])('SendGrid’s %s says that they want no more: %s', (event, says) => {
  expect(saysOptOut(event)).toBe(says);
});

test('SendGrid’s event is an opt-out by email from when SendGrid heard it, told again it is one', async () => {
  const dispatchId = await written('email');
  const receivedAt = new Date(now.getTime() - 3_600_000);
  await transact((work) => optOutByVendor(work, { dispatchId, receivedAt }));
  passes(60_000);
  await transact((work) => optOutByVendor(work, { dispatchId, receivedAt }));
  expect(await standing()).toEqual({ consents: 0, email: true, sms: false });
  expect(await optOuts()).toEqual([{ source: 'vendor', channels: ['email'], received_at: receivedAt }]);
});

test('told again after they have agreed once more it ends nothing; heard anew it does', async () => {
  const dispatchId = await written('email');
  const receivedAt = now;
  await transact((work) => optOutByVendor(work, { dispatchId, receivedAt }));
  passes(3_600_000);
  const agreement = { clientId: reader.id, channel: 'email', topics: ['courses'], evidence: ticked(now) } as const;
  await transact((work) => agreeToMarketing(work, heedItself, agreement));
  passes(60_000);
  await transact((work) => optOutByVendor(work, { dispatchId, receivedAt }));
  expect(await standing()).toMatchObject({ consents: 1, email: false });
  await transact((work) => optOutByVendor(work, { dispatchId, receivedAt: now }));
  expect(await standing()).toMatchObject({ consents: 0, email: true });
});

describe('who has another address today than the message went to', () => {
  const movesTo = (changes: { readonly email?: string; readonly mobile?: string }): Promise<void> =>
    transact((work) => changeAddresses(work, reader.id, changes));
  const addressesToTell = async (): Promise<unknown> => {
    const [row] = await underTest.asOwner<{ id: string; sealed: Buffer }>(
      'SELECT id, sealed FROM opt_outs WHERE client_id = $1',
      [reader.id],
    );
    return row && (await transact((work) => work.open(row.id, row.sealed)));
  };

  test.each([
    ['email', () => ({ before: reader.email, today: `moved.${readers}@mail.example` })],
    ['sms', () => ({ before: reader.mobile, today: `+44770090099${readers % 10}` })],
  ] as const)('opts both out by %s, and the lists are told of both', async (channel, addresses) => {
    await transact((work) => addList(work, heedItself, { name: 'Newsletter', target: aPlatform }));
    const dispatchId = await written(channel);
    const { before, today } = addresses();
    await movesTo(channel === 'email' ? { email: today } : { mobile: today });
    await transact((work) => optOutByVendor(work, { dispatchId, receivedAt: now }));
    const suppressed = (address: string) => transact((work) => isSuppressed(work, channel, address));
    expect([await suppressed(before), await suppressed(today)]).toEqual([true, true]);
    expect(await addressesToTell()).toEqual({
      addresses: [
        { channel, address: today },
        { channel, address: before },
      ],
    });
  });

  test('and has agreed with it since stays agreed, whatever is told again of the one of before', async () => {
    const dispatchId = await written('email');
    const receivedAt = now;
    await transact((work) => optOutByVendor(work, { dispatchId, receivedAt }));
    passes(3_600_000);
    const email = `moved.${readers}@mail.example`;
    await movesTo({ email });
    await transact((work) => agreesToNews(work, reader.id, { topic: 'courses' }));
    await transact((work) => optOutByVendor(work, { dispatchId, receivedAt }));
    expect(await standing()).toMatchObject({ consents: 1, email: true });
    expect(await transact((work) => isSuppressed(work, 'email', email))).toBe(false);
  });
});

test('who has opted in again is sent what they asked for past the group that still has them', async () => {
  await transact((work) => addList(work, heedItself, { name: 'News', target: aGroup }));
  const groupOf = async (): Promise<unknown> => {
    const opened = await transact(async (work) => {
      await agreesToNews(work, reader.id, { topic: `again ${readers}` });
      return comesTo(work, await ordered(work, cases.caller('admin'), `again ${readers}`), reader.id);
    });
    return opened.kind === 'to-send' ? opened.outgoing.mail?.unsubscribeGroup : opened.kind;
  };
  const dispatchId = await written('email');
  expect(await groupOf()).toBe(aGroup.groupId);
  await transact((work) => optOutByVendor(work, { dispatchId, receivedAt: now }));
  passes(3_600_000);
  expect(await groupOf()).toBeNull();
});

test('a message to nobody who is known changes nothing', async () => {
  const before = await underTest.onRecord();
  await transact((work) => optOutByVendor(work, { dispatchId: reader.id, receivedAt: now }));
  expect(await underTest.onRecord()).toEqual(before);
});
