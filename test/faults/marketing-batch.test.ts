import { MockActivityEnvironment } from '@temporalio/testing';
import { createMarketingMessageActivities } from '../../activities/marketing-message/activities';
import { createPace } from '../../activities/marketing-message/pace';
import type { LookUp, MessageChannel, SendResult } from '../../activities/messaging/channels';
import { createPost } from '../../activities/messaging/post';
import { demoOrganisations } from '../../prisma/demo-data';
import { newId } from '../../records/ids';
import { recordOptOut } from '../../records/marketing/opt-outs';
import { readMessage } from '../../records/marketing/read-message';
import { addClient } from '../../records/organisations';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import { heedItself } from '../../records/work';
import { systemClock } from '../../runtime/clock';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { agreesToNews, marketingTools, ordered } from '../support/marketing-messages-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

/** A worker that sends a message to many dies, or its vendor falls silent: nobody gets it twice, everybody else gets it. */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

/** To clients who agreed to it by email, each with an address of their own. */
async function messageTo(count: number): Promise<{ readonly id: string; readonly readers: readonly string[] }> {
  const [like] = demoOrganisations[0].clients;
  if (!like) throw new Error('The demo has no client to go by.');
  const topic = newId();
  const readers = Array.from({ length: count }, newId);
  const id = await cases.transact(async (work) => {
    for (const reader of readers) {
      const words = { ...like.words, email: `${reader}@mail.example`, mobile: null };
      await addClient(work, { ...like, id: reader, words, plan: null });
      await agreesToNews(work, reader, { topic });
    }
    return ordered(work, cases.caller('admin'), topic);
  });
  return { id, readers };
}

interface Vendor {
  /** To whom mail was handed over, in its order. */
  readonly taken: string[];
  /** What comes of the next one; absent: it is taken. */
  next: (message: Outgoing) => Promise<SendResult> | undefined;
  found: LookUp;
}
const aVendor = (): Vendor => ({ taken: [], next: () => undefined, found: { kind: 'unknown' } });

const accepted = (id: string): SendResult => ({ kind: 'accepted', vendorId: `SG-${id}` });
const readerOf = ({ to }: Outgoing): string => to.split('@')[0] ?? '';

/** One try of a batch, as a worker makes it. */
function batch(vendor: Vendor, messageId: string, attempt = 1): Promise<unknown> {
  const email: MessageChannel = {
    send: async (message) => {
      const instead = vendor.next(message);
      if (instead) return instead;
      vendor.taken.push(readerOf(message));
      return accepted(message.id);
    },
    find: async () => vendor.found,
  };
  const activities = createMarketingMessageActivities({
    records: underTest.records,
    post: createPost({ email, sms: email, voice: email }),
    clock: systemClock,
    tools: marketingTools,
    pace: createPace(1_000),
  });
  const order = { messageId, organisationId: cases.organisation.id, at: Date.now() };
  return new MockActivityEnvironment({ attempt }).run((one: typeof order) => activities.sendMarketingBatch(one), order);
}
const countsOf = async (id: string) => (await cases.transact((work) => readMessage(work, id))).counts;

test('a worker that dies after a vendor took one of them: the next one goes on behind it', async () => {
  const { id, readers } = await messageTo(4);
  const vendor = aVendor();
  vendor.next = (message) => {
    if (readerOf(message) !== readers[1]) return undefined;
    vendor.taken.push(readerOf(message));
    return Promise.reject(new Error('The process is gone.'));
  };
  await expect(batch(vendor, id)).rejects.toThrow('gone');
  expect(vendor.taken).toEqual(readers.slice(0, 2));

  vendor.next = () => undefined;
  expect(await batch(vendor, id, 2)).toEqual({ kind: 'went-on' });
  expect(vendor.taken).toEqual(readers);
  expect(await batch(vendor, id)).toEqual({ kind: 'ended' });
  expect(await countsOf(id)).toMatchObject({ sent: 3, unknown: 1, failed: 0 });
});

test('a worker that dies before a vendor had it: what the vendor says it never had goes out once', async () => {
  const { id, readers } = await messageTo(2);
  const vendor = aVendor();
  vendor.found = { kind: 'absent' };
  vendor.next = () => Promise.reject(new Error('The process is gone.'));
  await expect(batch(vendor, id)).rejects.toThrow('gone');
  vendor.next = () => undefined;
  await batch(vendor, id, 2);
  expect(vendor.taken).toEqual(readers);
});

test('whoever opts out while the worker is away gets nothing when another one goes on', async () => {
  const { id, readers } = await messageTo(3);
  const [first = '', second = '', third = ''] = readers;
  const vendor = aVendor();
  vendor.found = { kind: 'absent' };
  vendor.next = (message) =>
    readerOf(message) === second ? Promise.reject(new Error('The process is gone.')) : undefined;
  await expect(batch(vendor, id)).rejects.toThrow('gone');
  for (const clientId of [second, third]) {
    await cases.transact((work) =>
      recordOptOut(work, heedItself, { whom: { clientId }, source: 'phone', receivedAt: work.at }),
    );
  }
  vendor.next = () => undefined;
  await batch(vendor, id, 2);
  expect(vendor.taken).toEqual([first]);
  expect(await countsOf(id)).toMatchObject({ sent: 1 });
});

test('a vendor that refuses twice in a row is asked again later, and the rest waits with it', async () => {
  const { id, readers } = await messageTo(5);
  const vendor = aVendor();
  vendor.next = () => Promise.resolve({ kind: 'failed-temporary', errorCode: '429', retryAfterMs: 60_000 });
  await expect(batch(vendor, id, 50)).rejects.toMatchObject({ type: 'vendor-not-now' });
  expect(await countsOf(id)).toMatchObject({ toSend: 5, sent: 0, failed: 0 });
  vendor.next = () => undefined;
  await batch(vendor, id, 51);
  expect(vendor.taken.toSorted()).toEqual(readers.toSorted());
});

test('a single one that is refused for now does not hold the others up, and is given up in the end', async () => {
  const { id, readers } = await messageTo(3);
  const vendor = aVendor();
  vendor.next = (message) =>
    readerOf(message) === readers[1] ? Promise.resolve({ kind: 'failed-temporary', errorCode: '500' }) : undefined;
  await expect(batch(vendor, id, 1)).rejects.toMatchObject({ type: 'vendor-not-now' });
  expect(vendor.taken).toEqual([readers[0], readers[2]]);
  expect(await batch(vendor, id, 10)).toEqual({ kind: 'went-on' });
  expect(await batch(vendor, id)).toEqual({ kind: 'ended' });
  expect(await countsOf(id)).toMatchObject({ sent: 2, failed: 1 });
});

test('a vendor that falls silent is not asked about the same one twice', async () => {
  const { id, readers } = await messageTo(3);
  const vendor = aVendor();
  vendor.next = () => Promise.resolve({ kind: 'unknown' });
  await expect(batch(vendor, id)).rejects.toMatchObject({ type: 'vendor-not-now' });
  vendor.next = () => undefined;
  await batch(vendor, id, 2);
  expect(vendor.taken).toEqual(readers.slice(2));
  expect(await countsOf(id)).toMatchObject({ sent: 1, unknown: 2 });
});
