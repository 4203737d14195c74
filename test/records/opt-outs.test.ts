import { newId } from '../../records/ids';
import { removeList } from '../../records/marketing/lists';
import { type NewOptOut, recordOptOut, type WhoOptsOut } from '../../records/marketing/opt-outs';
import { readOptOut } from '../../records/marketing/read-opt-outs';
import type { PendingMessage } from '../../records/outbox';
import { heedItself, type Work } from '../../records/work';
import { marketingOptOutWorkflowId } from '../../workflows/marketing-opt-out/contract';
import { aGroup, ticked } from '../support/marketing-on-record';
import { marketingRecords } from '../support/marketing-records';

/** An opt-out as it is kept: when it was received, whom it is told to, and when it is the same as another one. domain.md §4 */

const story = marketingRecords();
const { agrees, hoursLater, listsToldOf, optOutRow, optsOut, registered, suppressed, withList } = story;

/** What an opt-out leaves for Temporal to be told. */
async function untold(whom: WhoOptsOut, more: Partial<NewOptOut> = {}) {
  return story.here.transact(async (work: Work) => {
    const recorded = await recordOptOut(work, heedItself, { whom, source: 'phone', receivedAt: story.now, ...more });
    const messages = work.untold.filter(({ workflowId }) => workflowId === marketingOptOutWorkflowId(recorded.id));
    return { ...recorded, messages: messages as readonly PendingMessage[] };
  });
}

describe('an opt-out', () => {
  test('with no list to tell is complete in its own transaction, and keeps no address', async () => {
    const { id, messages } = await untold({ clientId: story.client.id });
    expect(await optOutRow(id)).toMatchObject({ completed_at: story.now, sealed: null });
    expect(messages).toEqual([]);
  });

  test('with lists begins its process, which is told ids and instants only', async () => {
    const [platform, group] = [await withList(), await withList(aGroup)];
    const { id, messages } = await untold({ clientId: story.client.id });
    expect(messages).toMatchObject([
      {
        kind: 'start',
        workflow: 'marketingOptOut',
        input: {
          optOutId: id,
          organisationId: story.here.organisation.id,
          receivedAt: story.now.getTime(),
          listIds: [platform, group],
        },
      },
    ]);
    expect(await listsToldOf(id)).toEqual([platform, group]);
  });

  test('of a number is not told to a list that has none', async () => {
    await withList(aGroup);
    const { id } = await optsOut({ mobile: story.client.mobile });
    expect(await optOutRow(id)).toMatchObject({ completed_at: story.now });
  });

  test('keeps what the lists are told under a key of its own, which is destroyed with it', async () => {
    await withList();
    const { id } = await optsOut({ clientId: story.client.id });
    const { sealed } = await optOutRow(id);
    if (!sealed) throw new Error('Nothing is sealed.');
    const words = await story.here.transact((work) => work.open(id, sealed));
    expect(words).toEqual({
      addresses: [
        { channel: 'email', address: story.client.email },
        { channel: 'sms', address: story.client.mobile },
      ],
    });
    await story.elsewhere.transact((work) => work.destroyKey(id));
    await expect(story.here.transact((work) => work.open(id, sealed))).resolves.toBeDefined();
    await story.here.transact((work) => work.destroyKey(id));
    await expect(story.here.transact((work) => work.open(id, sealed))).rejects.toMatchObject({ problem: 'erased' });
  });

  test('received in the past counts from then: seven days to the millisecond', async () => {
    const receivedAt = new Date('2026-10-29T23:59:59.999Z');
    const { id } = await optsOut({ clientId: story.client.id }, { receivedAt });
    expect(await story.here.transact((work) => readOptOut(work, id))).toMatchObject({
      receivedAt: '2026-10-29T23:59:59.999Z',
      dueAt: '2026-11-05T23:59:59.999Z',
    });
  });

  test('said twice is one', async () => {
    await withList();
    const first = await untold({ clientId: story.client.id });
    story.now = hoursLater(100);
    const second = await untold({ clientId: story.client.id });
    expect(second).toEqual({ id: first.id, isNew: false, messages: [] });
  });

  test('said twice is one also when nobody had to be told, for a day', async () => {
    const first = await optsOut({ clientId: story.client.id });
    story.now = hoursLater(23);
    expect(await optsOut({ clientId: story.client.id })).toEqual({ id: first.id, isNew: false });
    story.now = hoursLater(2);
    expect(await optsOut({ clientId: story.client.id })).toMatchObject({ isNew: true });
  });

  test('by somebody’s address, after they had opted out of everything, is the same', async () => {
    await withList();
    const { id } = await optsOut({ clientId: story.client.id });
    expect(await optsOut({ email: story.client.email })).toEqual({ id, isNew: false });
  });

  test('said again is another one where a list was added since: that one has to hear of it', async () => {
    const told = await withList();
    const { id } = await optsOut({ clientId: story.client.id });
    expect(await optsOut({ clientId: story.client.id })).toEqual({ id, isNew: false });
    const added = await withList();
    const again = await optsOut({ clientId: story.client.id });
    expect(again).toMatchObject({ isNew: true });
    expect(await listsToldOf(again.id)).toEqual([told, added]);
  });

  test('of everything, after one of an address, is another one', async () => {
    await withList();
    const { id } = await optsOut({ email: story.client.email });
    expect(await optsOut({ clientId: story.client.id })).not.toMatchObject({ id });
  });

  test('after they had agreed again is another one', async () => {
    await withList();
    const { id } = await optsOut({ clientId: story.client.id });
    story.now = hoursLater(1);
    await agrees('email', ticked(story.now));
    story.now = hoursLater(1);
    expect(await optsOut({ clientId: story.client.id })).not.toMatchObject({ id });
    expect(await suppressed('email', story.client.email)).toBe(true);
  });

  test('that turns out to have been received earlier moves its clock back, and its process hears of it', async () => {
    await withList();
    const first = await optsOut({ clientId: story.client.id });
    const receivedAt = hoursLater(-30);
    const { messages } = await untold({ clientId: story.client.id }, { receivedAt });
    expect(messages).toMatchObject([{ signal: 'receivedEarlier', argument: { receivedAt: receivedAt.getTime() } }]);
    expect(await optOutRow(first.id)).toMatchObject({ received_at: receivedAt });
    await optsOut({ clientId: story.client.id });
    expect(await optOutRow(first.id)).toMatchObject({ received_at: receivedAt });
  });

  test('keeps its list in use until it has confirmed', async () => {
    const listId = await withList();
    await optsOut({ clientId: story.client.id });
    const removal = story.here.transact((work) => removeList(work, heedItself, listId));
    await expect(removal).rejects.toMatchObject({ fault: 'conflict', problem: 'list-awaited' });
  });

  test('cancels what waits to be sent to them, and nothing else', async () => {
    const { ofThem, ofOthers } = await queuedMarketing(await registered());
    await optsOut({ clientId: story.client.id }, { channels: ['email'] });
    const standing = await story.underTest.asOwner<{ id: string; status: string }>(
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
  return story.here.transact(async (work) => {
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
    const ofThem = [await queued(story.client, 'marketing')];
    const ofOthers = [await queued(other, 'marketing'), await queued(story.client, 'service')];
    return { ofThem, ofOthers };
  });
}
