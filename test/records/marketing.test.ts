import type { DescribedClient } from '../../prisma/seed';
import { newId } from '../../records/ids';
import { registerInterest } from '../../records/interests/interests';
import { agreeToMarketing, consentsInForce, type Evidence } from '../../records/marketing/consents';
import { addList, removeList } from '../../records/marketing/lists';
import { type NewOptOut, recordOptOut, type WhoOptsOut } from '../../records/marketing/opt-outs';
import { readOptOut } from '../../records/marketing/read-opt-outs';
import { isSuppressed } from '../../records/marketing/suppressions';
import type { PendingMessage } from '../../records/outbox';
import { register } from '../../records/sign-up/register';
import { heedItself, type Work } from '../../records/work';
import { marketingOptOutWorkflowId } from '../../workflows/marketing-opt-out/contract';
import type { MarketingChannel } from '../../workflows/marketing-opt-out/words';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { aGroup, aPlatform, changeAddresses, ticked } from '../support/marketing-on-record';
import { createRecordsUnderTest, newKeyRing, type RecordsUnderTest } from '../support/records';
import { newcomer } from '../support/sign-up-on-record';

/** Consents, suppressions and opt-outs: what one transaction leaves on record. domain.md §4 */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
let elsewhere: CasesOnRecord;
let now: Date;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation, () => now);
  elsewhere = casesOnRecord(underTest.records, underTest.demo.otherOrganisation, () => now);
});
afterAll(() => underTest?.stop());

let numbered = 0;
/** Somebody whom nothing was recorded of yet, with addresses of their own. */
let client: { readonly id: string; readonly email: string; readonly mobile: string };
beforeEach(async () => {
  now = new Date('2026-11-02T09:00:00Z');
  client = await registered(here);
});

async function registered(at: CasesOnRecord, marketing = newcomer(0).marketing): Promise<typeof client> {
  numbered += 1;
  const registration = { ...newcomer(numbered), marketing };
  const { clientId } = await at.transact((work) => register(work, at.caller('admin'), registration));
  return { id: clientId, email: registration.person.email, mobile: registration.person.mobile };
}

const hoursLater = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000);

const agrees = (channel: MarketingChannel, evidence: Evidence, clientId = client.id): Promise<void> =>
  here.transact((work) => agreeToMarketing(work, heedItself, { clientId, channel, topics: ['courses'], evidence }));
const optsOut = (whom: WhoOptsOut, more: Partial<NewOptOut> = {}) =>
  here.transact((work) => recordOptOut(work, heedItself, { whom, source: 'phone', receivedAt: now, ...more }));
const suppressed = (channel: MarketingChannel, address: string, at = here): Promise<boolean> =>
  at.transact((work) => isSuppressed(work, channel, address));
const inForce = async (clientId = client.id): Promise<readonly string[]> =>
  (await here.transact((work) => consentsInForce(work, clientId))).map(({ channel, topic }) => `${channel}/${topic}`);
const imported = (at: Date): Evidence => ({ at, wording: 'From the old list.', source: 'import' });

interface Row {
  readonly received_at: Date;
  readonly completed_at: Date | null;
  readonly channels: readonly string[];
  readonly client_id: string | null;
  readonly sealed: Buffer | null;
}
const optOutRow = async (id: string): Promise<Row> => {
  const [row] = await underTest.asOwner<Row>('SELECT * FROM opt_outs WHERE id = $1', [id]);
  if (!row) throw new Error('There is no such opt-out.');
  return row;
};

describe('a consent', () => {
  test('is in force for its channel and topic, with the words that were agreed to under the client’s key', async () => {
    await agrees('email', ticked(now));
    expect(await inForce()).toEqual(['email/courses']);
    const [row] = await underTest.asOwner<{ sealed: Buffer; given_at: Date; source: string }>(
      'SELECT sealed, given_at, source FROM marketing_consents WHERE client_id = $1',
      [client.id],
    );
    if (!row) throw new Error('Nothing is on record.');
    expect(row).toMatchObject({ given_at: now, source: 'person' });
    const words = await here.transact((work) => work.open(client.id, row.sealed));
    expect(words).toEqual({ wording: 'Send me news of courses.' });
  });

  test('given twice stands once, with its newest evidence', async () => {
    const first = now;
    now = hoursLater(1);
    await agrees('email', ticked(now));
    await agrees('email', ticked(first));
    await agrees('email', ticked(now));
    const rows = await underTest.asOwner<{ given_at: Date }>(
      'SELECT given_at FROM marketing_consents WHERE client_id = $1',
      [client.id],
    );
    expect(rows).toEqual([{ given_at: now }]);
  });

  test('that was given in time to come is refused', async () => {
    await expect(agrees('email', ticked(hoursLater(1)))).rejects.toMatchObject({ fault: 'invalid-input' });
    expect(await inForce()).toEqual([]);
  });

  test('after a death is refused', async () => {
    await underTest.asOwner('UPDATE clients SET held = true WHERE id = $1', [client.id]);
    await expect(agrees('email', ticked(now))).rejects.toMatchObject({ problem: 'client-held' });
  });

  test('to a channel on which nothing reaches them is refused', async () => {
    await here.transact(async (work) => {
      const { sealed } = await work.db.client.findUniqueOrThrow({ where: { id: client.id } });
      const words = await work.open<object>(client.id, sealed);
      const data = { sealed: await work.seal(client.id, { ...words, mobile: null }) };
      await work.db.client.update({ where: { id: client.id }, data });
    });
    await expect(agrees('sms', ticked(now))).rejects.toMatchObject({
      fault: 'invalid-input',
      details: { errors: [{ path: 'channel', message: 'no mobile number is known of them' }] },
    });
  });
});

describe('who opts out', () => {
  test('as a client is written to on no channel any more, from the same transaction on', async () => {
    await agrees('email', ticked(now));
    await agrees('sms', ticked(now));
    now = hoursLater(1);
    await optsOut({ clientId: client.id });
    expect(await inForce()).toEqual([]);
    expect(await suppressed('email', client.email)).toBe(true);
    expect(await suppressed('sms', client.mobile)).toBe(true);
  });

  test('by one channel’s address keeps the other one', async () => {
    await agrees('email', ticked(now));
    await agrees('sms', ticked(now));
    now = hoursLater(1);
    const { id } = await optsOut({ mobile: client.mobile });
    expect(await inForce()).toEqual(['email/courses']);
    expect(await suppressed('email', client.email)).toBe(false);
    expect(await suppressed('sms', client.mobile)).toBe(true);
    expect(await optOutRow(id)).toMatchObject({ client_id: client.id, channels: ['sms'] });
  });

  test('is known by the address in whatever case it is written', async () => {
    await optsOut({ email: client.email.toUpperCase() });
    expect(await suppressed('email', client.email)).toBe(true);
  });

  test('with an address that nobody knows is suppressed all the same, and told to the lists', async () => {
    const listId = await withList();
    const { id } = await optsOut({ email: 'somebody@else.example' });
    expect(await suppressed('email', 'somebody@else.example')).toBe(true);
    expect(await listsToldOf(id)).toEqual([listId]);
    expect(await optOutRow(id)).toMatchObject({ client_id: null, completed_at: null });
  });

  test('of an organisation is written to by another one', async () => {
    await optsOut({ email: client.email });
    expect(await suppressed('email', client.email, elsewhere)).toBe(false);
    const asked = elsewhere.transact((work) =>
      recordOptOut(work, heedItself, { whom: { clientId: client.id }, source: 'phone', receivedAt: now }),
    );
    await expect(asked).rejects.toMatchObject({ fault: 'not-found' });
  });

  test('cannot have done so in time to come', async () => {
    await expect(optsOut({ clientId: client.id }, { receivedAt: hoursLater(1) })).rejects.toMatchObject({
      fault: 'invalid-input',
      details: { errors: [{ path: 'receivedAt', message: 'lies in the future' }] },
    });
    expect(await suppressed('email', client.email)).toBe(false);
  });

  test('is interested no more', async () => {
    const whom = `curious.${numbered}@mail.example`;
    await here.transact((work) => registerInterest(work, heedItself, whom));
    await optsOut({ email: whom });
    const ended = await underTest.asOwner(`SELECT FROM interests WHERE ended_because = 'opted-out'`);
    expect(ended).toHaveLength(1);
  });
});

describe('a suppression', () => {
  test('is lifted by the person who agrees after they had opted out', async () => {
    await optsOut({ clientId: client.id });
    now = hoursLater(1);
    await agrees('email', ticked(now));
    expect(await suppressed('email', client.email)).toBe(false);
    expect(await suppressed('sms', client.mobile)).toBe(true);
    expect(await inForce()).toEqual(['email/courses']);
  });

  test.each([
    ['an import of what was agreed to before', () => imported(hoursLater(-24))],
    ['an import that says it is newer', () => imported(hoursLater(0))],
    ['what the person had agreed to before', () => ticked(hoursLater(-24))],
  ])('is not lifted by %s', async (_what, evidence) => {
    await optsOut({ clientId: client.id }, { receivedAt: hoursLater(-2) });
    await expect(agrees('email', evidence())).rejects.toMatchObject({ fault: 'conflict', problem: 'suppressed' });
    expect(await suppressed('email', client.email)).toBe(true);
    expect(await inForce()).toEqual([]);
  });

  test('follows its owner to another address: no import brings them back, only their own word', async () => {
    await optsOut({ clientId: client.id }, { receivedAt: hoursLater(-2) });
    await here.transact((work) => changeAddresses(work, client.id, { email: `moved.${numbered}@mail.example` }));
    await expect(agrees('email', imported(now))).rejects.toMatchObject({ problem: 'suppressed' });
    expect(await inForce()).toEqual([]);
    await agrees('email', ticked(now));
    await agrees('email', imported(now));
    expect(await inForce()).toEqual(['email/courses']);
  });

  test('that was lifted lets no import in of what the opt-out had ended', async () => {
    const before = now;
    now = hoursLater(1);
    await optsOut({ clientId: client.id });
    now = hoursLater(1);
    await agrees('email', ticked(now));
    await expect(agrees('email', imported(before))).rejects.toMatchObject({ problem: 'suppressed' });
  });

  test('counts from the newest opt-out: what was agreed to between two of them lifts nothing', async () => {
    const between = hoursLater(1);
    await optsOut({ clientId: client.id });
    now = hoursLater(2);
    await optsOut({ clientId: client.id });
    await expect(agrees('email', ticked(between))).rejects.toMatchObject({ problem: 'suppressed' });
  });

  test('is found under every key of the ring, and stands there once', async () => {
    await optsOut({ email: client.email });
    const ring = [...newKeyRing('index-2'), ...underTest.config.INDEX_KEYS];
    const rotated = underTest.openWith({ INDEX_KEYS: ring });
    const seen = await rotated.withOrganisation(here.organisation.id, now, async (work) => {
      const before = await isSuppressed(work, 'email', client.email);
      await recordOptOut(work, heedItself, { whom: { email: client.email }, source: 'phone', receivedAt: now });
      const hashes = work.suppressionHashes(client.email);
      return { before, rows: await work.db.suppression.count({ where: { addressHash: { in: hashes } } }) };
    });
    expect(seen).toEqual({ before: true, rows: 1 });
  });

  test('has a hash of its own: nothing else on record is found by it', async () => {
    const hashes = await here.transact(async (work) => ({
      index: Buffer.from(work.index(client.email)).toString('hex'),
      suppression: Buffer.from(work.suppressionHash(client.email)).toString('hex'),
    }));
    expect(hashes.suppression).not.toBe(hashes.index);
    await optsOut({ email: client.email });
    const [found] = await underTest.asOwner(
      `SELECT (SELECT count(*)::int FROM suppressions WHERE address_hash = decode($1, 'hex')) AS suppressed,
              (SELECT count(*)::int FROM clients WHERE email_index = decode($1, 'hex')) AS clients`,
      [hashes.suppression],
    );
    expect(found).toEqual({ suppressed: 1, clients: 0 });
  });

  test('outlives its owner’s key', async () => {
    await optsOut({ clientId: client.id });
    await here.transact((work) => work.destroyKey(client.id));
    expect(await suppressed('email', client.email)).toBe(true);
  });
});

/** A list is in use until the test ends. */
async function withList(target: Parameters<typeof addList>[2]['target'] = aPlatform): Promise<string> {
  const { id } = await here.transact((work) => addList(work, heedItself, { name: 'Newsletter', target }));
  lists.push(id);
  return id;
}
const lists: string[] = [];
afterEach(async () => {
  await underTest.asOwner('UPDATE marketing_lists SET removed_at = now() WHERE id = ANY($1)', [lists.splice(0)]);
});
const listsToldOf = async (optOutId: string): Promise<readonly string[]> =>
  (
    await underTest.asOwner<{ list_id: string }>('SELECT list_id FROM opt_out_lists WHERE opt_out_id = $1 ORDER BY 1', [
      optOutId,
    ])
  ).map(({ list_id: id }) => id);

/** What an opt-out leaves for Temporal to be told. */
async function untold(whom: WhoOptsOut, more: Partial<NewOptOut> = {}) {
  return here.transact(async (work: Work) => {
    const recorded = await recordOptOut(work, heedItself, { whom, source: 'phone', receivedAt: now, ...more });
    const messages = work.untold.filter(({ workflowId }) => workflowId === marketingOptOutWorkflowId(recorded.id));
    return { ...recorded, messages: messages as readonly PendingMessage[] };
  });
}

describe('an opt-out', () => {
  test('with no list to tell is complete in its own transaction, and keeps no address', async () => {
    const { id, messages } = await untold({ clientId: client.id });
    expect(await optOutRow(id)).toMatchObject({ completed_at: now, sealed: null });
    expect(messages).toEqual([]);
  });

  test('with lists begins its process, which is told ids and instants only', async () => {
    const [platform, group] = [await withList(), await withList(aGroup)];
    const { id, messages } = await untold({ clientId: client.id });
    expect(messages).toMatchObject([
      {
        kind: 'start',
        workflow: 'marketingOptOut',
        input: {
          optOutId: id,
          organisationId: here.organisation.id,
          receivedAt: now.getTime(),
          listIds: [platform, group],
        },
      },
    ]);
    expect(await listsToldOf(id)).toEqual([platform, group]);
  });

  test('of a number is not told to a list that has none', async () => {
    await withList(aGroup);
    const { id } = await optsOut({ mobile: client.mobile });
    expect(await optOutRow(id)).toMatchObject({ completed_at: now });
  });

  test('keeps what the lists are told under a key of its own, which is destroyed with it', async () => {
    await withList();
    const { id } = await optsOut({ clientId: client.id });
    const { sealed } = await optOutRow(id);
    if (!sealed) throw new Error('Nothing is sealed.');
    const words = await here.transact((work) => work.open(id, sealed));
    expect(words).toEqual({
      addresses: [
        { channel: 'email', address: client.email },
        { channel: 'sms', address: client.mobile },
      ],
    });
    await elsewhere.transact((work) => work.destroyKey(id));
    await expect(here.transact((work) => work.open(id, sealed))).resolves.toBeDefined();
    await here.transact((work) => work.destroyKey(id));
    await expect(here.transact((work) => work.open(id, sealed))).rejects.toMatchObject({ problem: 'erased' });
  });

  test('received in the past counts from then: seven days to the millisecond', async () => {
    const receivedAt = new Date('2026-10-29T23:59:59.999Z');
    const { id } = await optsOut({ clientId: client.id }, { receivedAt });
    expect(await here.transact((work) => readOptOut(work, id))).toMatchObject({
      receivedAt: '2026-10-29T23:59:59.999Z',
      dueAt: '2026-11-05T23:59:59.999Z',
    });
  });

  test('said twice is one', async () => {
    await withList();
    const first = await untold({ clientId: client.id });
    now = hoursLater(100);
    const second = await untold({ clientId: client.id });
    expect(second).toEqual({ id: first.id, isNew: false, messages: [] });
  });

  test('said twice is one also when nobody had to be told, for a day', async () => {
    const first = await optsOut({ clientId: client.id });
    now = hoursLater(23);
    expect(await optsOut({ clientId: client.id })).toEqual({ id: first.id, isNew: false });
    now = hoursLater(2);
    expect(await optsOut({ clientId: client.id })).toMatchObject({ isNew: true });
  });

  test('by somebody’s address, after they had opted out of everything, is the same', async () => {
    await withList();
    const { id } = await optsOut({ clientId: client.id });
    expect(await optsOut({ email: client.email })).toEqual({ id, isNew: false });
  });

  test('said again is another one where a list was added since: that one has to hear of it', async () => {
    const told = await withList();
    const { id } = await optsOut({ clientId: client.id });
    expect(await optsOut({ clientId: client.id })).toEqual({ id, isNew: false });
    const added = await withList();
    const again = await optsOut({ clientId: client.id });
    expect(again).toMatchObject({ isNew: true });
    expect(await listsToldOf(again.id)).toEqual([told, added]);
  });

  test('of everything, after one of an address, is another one', async () => {
    await withList();
    const { id } = await optsOut({ email: client.email });
    expect(await optsOut({ clientId: client.id })).not.toMatchObject({ id });
  });

  test('after they had agreed again is another one', async () => {
    await withList();
    const { id } = await optsOut({ clientId: client.id });
    now = hoursLater(1);
    await agrees('email', ticked(now));
    now = hoursLater(1);
    expect(await optsOut({ clientId: client.id })).not.toMatchObject({ id });
    expect(await suppressed('email', client.email)).toBe(true);
  });

  test('that turns out to have been received earlier moves its clock back, and its process hears of it', async () => {
    await withList();
    const first = await optsOut({ clientId: client.id });
    const receivedAt = hoursLater(-30);
    const { messages } = await untold({ clientId: client.id }, { receivedAt });
    expect(messages).toMatchObject([{ signal: 'receivedEarlier', argument: { receivedAt: receivedAt.getTime() } }]);
    expect(await optOutRow(first.id)).toMatchObject({ received_at: receivedAt });
    await optsOut({ clientId: client.id });
    expect(await optOutRow(first.id)).toMatchObject({ received_at: receivedAt });
  });

  test('keeps its list in use until it has confirmed', async () => {
    const listId = await withList();
    await optsOut({ clientId: client.id });
    const removal = here.transact((work) => removeList(work, heedItself, listId));
    await expect(removal).rejects.toMatchObject({ fault: 'conflict', problem: 'list-awaited' });
  });

  test('cancels what waits to be sent to them, and nothing else', async () => {
    const { ofThem, ofOthers } = await queuedMarketing(await registered(here));
    await optsOut({ clientId: client.id }, { channels: ['email'] });
    const standing = await underTest.asOwner<{ id: string; status: string }>(
      'SELECT id, status FROM dispatches WHERE id = ANY($1)',
      [[...ofThem, ...ofOthers]],
    );
    const cancelled = standing.filter(({ status }) => status === 'cancelled').map(({ id }) => id);
    expect(cancelled).toEqual(ofThem);
    expect(standing).toHaveLength(3);
  });
});

/** A marketing email to the client, one to another client, and a service email to the client: none is sent yet. */
async function queuedMarketing(other: { readonly id: string; readonly email: string }) {
  return here.transact(async (work) => {
    const { organisationId, at } = work;
    const messageId = newId();
    const sealed = await work.seal(organisationId, {});
    const marketing = { id: messageId, organisationId, topic: 'courses', clientIds: [], standing: 'sending' };
    await work.db.marketingMessage.create({ data: { ...marketing, orderedAt: at, sealed } });
    const queued = async (to: { readonly id: string; readonly email: string }, purpose: 'marketing' | 'service') => {
      const id = newId();
      await work.db.dispatch.create({
        data: {
          id,
          organisationId,
          clientId: to.id,
          marketingMessageId: purpose === 'marketing' ? messageId : null,
          stepKey: id,
          purpose,
          template: 'news',
          audience: 'client',
          channel: 'email',
          status: 'queued',
          toIndex: work.index(to.email),
          createdAt: at,
          statusAt: at,
          sealed,
        },
      });
      return id;
    };
    const ofThem = [await queued(client, 'marketing')];
    const ofOthers = [await queued(other, 'marketing'), await queued(client, 'service')];
    return { ofThem, ofOthers };
  });
}

describe('at the same time', () => {
  test('two opt-outs of one person are one', async () => {
    await withList();
    const ids = await Promise.all([
      optsOut({ clientId: client.id }),
      optsOut({ clientId: client.id }),
      optsOut({ clientId: client.id }),
    ]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
    expect(ids.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  test('two opt-outs of an address that nobody knows are one', async () => {
    await withList();
    const whom = { email: `nobody.${numbered}@else.example` };
    const ids = await Promise.all([optsOut(whom), optsOut(whom), optsOut(whom)]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
  });

  test('an opt-out and an import: whichever came first, nothing is sent', async () => {
    for (let round = 0; round < 5; round += 1) {
      client = await registered(here);
      await Promise.allSettled([agrees('email', imported(hoursLater(-1))), optsOut({ clientId: client.id })]);
      expect({ inForce: await inForce(), suppressed: await suppressed('email', client.email) }).toEqual({
        inForce: [],
        suppressed: true,
      });
    }
  });

  test('an opt-out by an address and its registration: no consent is in force that came before', async () => {
    for (let round = 0; round < 5; round += 1) {
      numbered += 1;
      const registration = newcomer(numbered);
      const [registering] = await Promise.all([
        here.transact((work) => register(work, here.caller('admin'), registration)),
        optsOut({ email: registration.person.email }),
      ]);
      expect(await inForce(registering.clientId)).toEqual([]);
      expect(await suppressed('email', registration.person.email)).toBe(true);
    }
  });
});

test('a demo client is known by their number, whoever treats them', async () => {
  const known: DescribedClient = here.client(0);
  const { id } = await optsOut({ mobile: known.mobile ?? '' });
  expect(await optOutRow(id)).toMatchObject({ client_id: known.id });
});
