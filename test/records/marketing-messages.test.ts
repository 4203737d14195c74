import { HeedError } from '../../records/errors';
import { recordOptOut } from '../../records/marketing/opt-outs';
import { orderMessage } from '../../records/marketing/order-message';
import { changeStanding } from '../../records/marketing/pause-or-cancel';
import { readMessage } from '../../records/marketing/read-message';
import { openBatch } from '../../records/marketing/send-to-clients';
import { recordSent } from '../../records/urgent-care/dispatches';
import { heedItself, type Work } from '../../records/work';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { agreesToNews, comesTo, newReader, ordered, type Reader } from '../support/marketing-messages-on-record';
import { changeAddresses } from '../support/marketing-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { until } from '../support/until';

/** Who may be written to is decided in the transaction that writes: whichever committed first is what the record says. */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

const transact = <T>(work: (work: Work) => Promise<T>): Promise<T> => cases.transact(work);
const admin = () => cases.caller('admin');
let topics = 0;
const newTopic = (): string => {
  topics += 1;
  return `topic ${topics}`;
};
const optsOut = (clientId: string) =>
  transact((work) => recordOptOut(work, heedItself, { whom: { clientId }, source: 'phone', receivedAt: work.at }));
const countsOf = async (id: string) => (await transact((work) => readMessage(work, id))).counts;
const dispatchOf = async (messageId: string, clientId: string) =>
  (
    await underTest.asOwner<{ id: string; status: string; channel: string }>(
      'SELECT id, status, channel FROM dispatches WHERE marketing_message_id = $1 AND client_id = $2',
      [messageId, clientId],
    )
  )[0];

let readers = 0;
const nextReader = (sharedEmail?: string): Promise<Reader> => {
  readers += 1;
  return transact((work) => newReader(work, readers, sharedEmail));
};

/** A message to clients who have agreed to its topic by email. */
async function messageTo(count: number) {
  const topic = newTopic();
  const clients: string[] = [];
  for (let index = 0; index < count; index += 1) clients.push((await nextReader()).id);
  await transact(async (work) => {
    for (const id of clients) await agreesToNews(work, id, { topic });
  });
  const id = await transact((work) => ordered(work, admin(), topic, { audience: { clientIds: clients } }));
  return { id, topic, clients: clients.sort() as [string, ...string[]] };
}

test('an opt-out that races a message is before it or after it, and the record says which', async () => {
  const first = { message: 0, optOut: 0 };
  for (let round = 0; round < 30; round += 1) {
    const { id, clients } = await messageTo(1);
    const [clientId] = clients;
    const late = round % 3;
    const later = async <T>(turns: number, act: () => Promise<T>): Promise<T> => {
      for (let turn = 0; turn < turns * round; turn += 1) await Promise.resolve();
      return act();
    };
    const [opened] = await Promise.all([
      later(late === 1 ? 1 : 0, () => transact((work) => comesTo(work, id, clientId))),
      later(late === 2 ? 1 : 0, () => optsOut(clientId)),
    ]);
    const dispatch = await dispatchOf(id, clientId);
    if (opened.kind === 'to-send') {
      // The opt-out came after it and saw it: as far as anyone knew, it had not gone out yet.
      expect(dispatch?.status).toBe('cancelled');
      first.message += 1;
    } else {
      expect([opened.kind, dispatch]).toEqual(['passed-by', undefined]);
      expect(await countsOf(id)).toMatchObject({ sent: 0, withheld: 1 });
      first.optOut += 1;
    }
  }
  expect(first.message + first.optOut).toBe(30);
}, 60_000);

test('who shares an address with somebody who opts out at the same time is not written to there', async () => {
  const topic = newTopic();
  const { id: optingOut, email } = await nextReader();
  const { id: clientId } = await nextReader(email);
  await transact((work) => agreesToNews(work, clientId, { topic }));
  const id = await transact((work) => ordered(work, admin(), topic));
  const { writing } = await transact(async (work) => {
    await recordOptOut(work, heedItself, { whom: { clientId: optingOut }, source: 'phone', receivedAt: work.at });
    // Begun before the opt-out commits, and with a row of its own: only the address can make it wait.
    let isWritten = false;
    const writing = transact((other) => comesTo(other, id, clientId)).finally(() => {
      isWritten = true;
    });
    await until('it is written, or waits', async () => isWritten || (await addressesWaitedFor()) > 0);
    return { writing };
  });
  expect((await writing).kind).toBe('passed-by');
  expect(await dispatchOf(id, clientId)).toBeUndefined();
});

const addressesWaitedFor = async (): Promise<number> =>
  (
    await underTest.asOwner(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database =
    (SELECT oid FROM pg_database WHERE datname = current_database())`)
  ).length;

test('an opt-out between two of them stops the second', async () => {
  const { id, clients } = await messageTo(2);
  const [one, two = ''] = clients;
  expect((await transact((work) => comesTo(work, id, one))).kind).toBe('to-send');
  await optsOut(two);
  expect((await transact((work) => comesTo(work, id, two))).kind).toBe('passed-by');
  expect(await dispatchOf(id, two)).toBeUndefined();
});

test('what was taken by a vendor before an opt-out stays on record as sent', async () => {
  const { id, clients } = await messageTo(1);
  const [clientId] = clients;
  const opened = await transact((work) => comesTo(work, id, clientId));
  if (opened.kind !== 'to-send') throw new Error('It must go out.');
  await optsOut(clientId);
  const result = { kind: 'accepted', vendorId: 'SG-in-flight', possibleDuplicate: false } as const;
  await transact((work) => recordSent(work, { id: opened.outgoing.id, result }));
  expect(await countsOf(id)).toMatchObject({ sent: 1, withheld: 0 });
});

test('by the way that is left, where the other is stopped or not safe', async () => {
  const topic = newTopic();
  const { id: clientId, email } = await nextReader();
  await transact((work) => agreesToNews(work, clientId, { topic, channels: ['email', 'sms'] }));
  const whom = { email };
  await transact((work) => recordOptOut(work, heedItself, { whom, source: 'phone', receivedAt: work.at }));
  const id = await transact((work) => ordered(work, admin(), topic));
  await transact((work) => comesTo(work, id, clientId));
  expect(await dispatchOf(id, clientId)).toMatchObject({ channel: 'sms' });
});

test('nobody is written to after a death', async () => {
  const { id, clients } = await messageTo(1);
  const [clientId] = clients;
  await underTest.asOwner('UPDATE clients SET held = true WHERE id = $1', [clientId]);
  expect((await transact((work) => comesTo(work, id, clientId))).kind).toBe('passed-by');
  expect(await countsOf(id)).toMatchObject({ withheld: 1 });
});

describe('after a crash', () => {
  test('what was written and perhaps sent is looked up before anybody else is written to', async () => {
    const { id, clients } = await messageTo(3);
    const [one, two] = clients;
    await transact((work) => comesTo(work, id, one));
    expect(await transact((work) => openBatch(work, id, 2))).toEqual({ kind: 'goes-on', clientIds: [one, two] });
    expect(await transact((work) => comesTo(work, id, one))).toMatchObject({ outgoing: { state: 'outcome-unknown' } });
  });

  test('what nobody knows the outcome of is not sent again', async () => {
    const { id, clients } = await messageTo(1);
    const [clientId] = clients;
    const opened = await transact((work) => comesTo(work, id, clientId));
    if (opened.kind !== 'to-send') throw new Error('It must go out.');
    await transact((work) => recordSent(work, { id: opened.outgoing.id, result: { kind: 'unknown' } }));
    expect(await transact((work) => openBatch(work, id, 10))).toEqual({ kind: 'ended' });
    expect(await countsOf(id)).toMatchObject({ unknown: 1, sent: 0 });
  });

  test('whom it came to already is passed by', async () => {
    const { id, clients } = await messageTo(2);
    const [one, two = ''] = clients;
    await optsOut(one);
    await transact((work) => comesTo(work, id, one));
    expect((await transact((work) => comesTo(work, id, one))).kind).toBe('passed-by');
    expect(await countsOf(id)).toMatchObject({ withheld: 1, toSend: 1 });
    expect((await transact((work) => comesTo(work, id, two))).kind).toBe('to-send');
  });
});

test('a vendor that refuses for now is asked again, but not about somebody who has opted out since', async () => {
  const { id, clients } = await messageTo(1);
  const [clientId] = clients;
  const opened = await transact((work) => comesTo(work, id, clientId));
  if (opened.kind !== 'to-send') throw new Error('It must go out.');
  const result = { kind: 'failed-temporary', errorCode: '500' } as const;
  await transact((work) => recordSent(work, { id: opened.outgoing.id, result }));
  expect(await transact((work) => comesTo(work, id, clientId))).toMatchObject({ outgoing: { state: 'fresh' } });
  await optsOut(clientId);
  expect((await transact((work) => comesTo(work, id, clientId))).kind).toBe('passed-by');
  expect(await dispatchOf(id, clientId)).toMatchObject({ status: 'cancelled' });
});

test('what was written to an address that is theirs no more does not go there', async () => {
  const { id, clients } = await messageTo(1);
  const [clientId] = clients;
  await transact((work) => comesTo(work, id, clientId));
  await movesTo(clientId, 'moved@mail.example');
  expect((await transact((work) => comesTo(work, id, clientId))).kind).toBe('passed-by');
  expect(await dispatchOf(id, clientId)).toMatchObject({ status: 'cancelled' });
});

const movesTo = (clientId: string, email: string): Promise<unknown> =>
  transact((work) => changeAddresses(work, clientId, { email }));

describe('whoever pauses or cancels first', () => {
  const change = (id: string, step: 'pause' | 'resume' | 'cancel') =>
    transact((work) => changeStanding(work, admin(), id, step));

  test.each([
    ['pause', 'paused'],
    ['cancel', 'ended'],
  ] as const)('with "%s" stops whoever is next', async (step, kind) => {
    const { id, clients } = await messageTo(2);
    const [one, two = ''] = clients;
    await transact((work) => comesTo(work, id, one));
    await change(id, step);
    expect(await transact((work) => comesTo(work, id, two))).toEqual({ kind });
    expect(await transact((work) => openBatch(work, id, 10))).toEqual({ kind });
    expect(await dispatchOf(id, two)).toBeUndefined();
  });

  test('says the same again without a change, and is refused once it is over', async () => {
    const { id } = await messageTo(1);
    await change(id, 'pause');
    const before = await underTest.onRecord();
    expect(await change(id, 'pause')).toEqual({ id, status: 'paused' });
    expect(await underTest.onRecord()).toEqual(before);
    await change(id, 'cancel');
    await expect(change(id, 'resume')).rejects.toMatchObject({ name: HeedError.name, problem: 'message-over' });
  });
});

test('without anything to send news from it is refused, and says what to do', async () => {
  const order = { topic: 'a', subject: 'b', text: 'c', sms: null, audience: 'all-consented' as const };
  const asked = transact((work) => orderMessage(work, admin(), order, { sendsEmail: false }));
  await expect(asked).rejects.toMatchObject({ fault: 'conflict', problem: 'no-marketing-sender' });
});
