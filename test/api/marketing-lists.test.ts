import { completeOptOut } from '../../records/marketing/complete';
import { openTelling, settleTelling } from '../../records/marketing/tell-list';
import { dayMs, hoursAgo, marketingByApi } from '../support/marketing-by-api';
import { aPlatform } from '../support/marketing-on-record';

/** The lists that are told, and what they confirm. contract.md §6 */

const story = marketingByApi();
const { confirm, optOut, proof, refused, withList } = story;

describe('a platform’s confirmation', () => {
  let list: string;
  let optOutId: string;
  beforeEach(async () => {
    list = await withList();
    optOutId = String((await optOut({ clientId: story.clientId, receivedAt: hoursAgo(48) })).body['id']);
  });
  const signals = async () =>
    story.api.asOwner<{ payload: { signal: string; argument: unknown } }>(
      `SELECT payload FROM outbox_entries WHERE workflow_id = $1 AND kind = 'signal'`,
      [`opt-out/${optOutId}`],
    );

  test('is on record with when it was done and when it was said, and the process hears of it', async () => {
    const confirmedAt = hoursAgo(3);
    expect(await confirm(optOutId, { list, confirmedAt })).toMatchObject({
      status: 200,
      body: { status: 'complete', lists: [{ confirmedAt, confirmedHow: 'platform' }] },
    });
    expect(await signals()).toMatchObject([{ payload: { signal: 'listConfirmed', argument: { listId: list } } }]);
  });

  test('said twice stands as it was said first', async () => {
    const first = (await confirm(optOutId, { list, confirmedAt: hoursAgo(3) })).body;
    expect((await confirm(optOutId, { list })).body).toEqual(first);
    expect(await signals()).toHaveLength(1);
  });

  test('that comes too late is a breach, for good', async () => {
    story.api.setClock({ ms: 6 * dayMs });
    expect((await confirm(optOutId, { list })).body).toMatchObject({ status: 'breached' });
  });

  test('that says afterwards that it was in time unmakes no breach', async () => {
    story.api.setClock({ ms: 6 * dayMs });
    expect(await proof(optOutId)).toMatchObject({ status: 'breached' });
    expect((await confirm(optOutId, { list, confirmedAt: hoursAgo(1) })).body).toMatchObject({ status: 'breached' });
  });

  test('of a time before its list was told is refused', async () => {
    const told = { optOutId, listId: list, at: new Date(hoursAgo(2)) };
    await story.api.cases.transact((work) => settleTelling(work, told, { kind: 'told' }));
    const early = await refused(() => confirm(optOutId, { list, confirmedAt: hoursAgo(3) }));
    expect(early.body['errors']).toMatchObject([{ path: 'confirmedAt' }]);
  });

  test('leaves nothing to tell, and the addresses are forgotten when the process has heard of it', async () => {
    const which = { optOutId, listId: list };
    expect(await story.api.cases.transact((work) => openTelling(work, which))).toMatchObject({
      addresses: [{ channel: 'email', address: story.email }, { channel: 'sms' }],
    });
    await expect(story.api.cases.transact((work) => completeOptOut(work, optOutId))).rejects.toThrow(/every list/);
    await confirm(optOutId, { list });
    expect(await story.api.cases.transact((work) => openTelling(work, which))).toBeNull();
    await story.api.cases.transact((work) => completeOptOut(work, optOutId));
    expect(await story.api.inKeys('SELECT FROM data_keys WHERE subject_id = $1', [optOutId])).toEqual([]);
    const [row] = await story.api.asOwner<{ sealed: Buffer | null }>('SELECT sealed FROM opt_outs WHERE id = $1', [
      optOutId,
    ]);
    expect(row?.sealed).toBeNull();
    expect(await proof(optOutId)).toMatchObject({ status: 'complete', completedAt: expect.any(String) });
  });

  test.each([
    ['no list', () => ({}), 'list'],
    ['a list of no opt-out', () => ({ list: story.clientId }), 'list'],
    ['a time to come', () => ({ list, confirmedAt: hoursAgo(-1) }), 'confirmedAt'],
    ['a time before it was received', () => ({ list, confirmedAt: hoursAgo(49) }), 'confirmedAt'],
  ])('with %s is refused, and what is wrong is named', async (_what, body, path) => {
    const reply = await refused(() => confirm(optOutId, body()));
    expect(reply.body['errors']).toMatchObject([{ path }]);
  });
});

describe('lists', () => {
  test('are shown without what is secret of them, and go when they are removed', async () => {
    const id = await withList('The course platform');
    const group = { kind: 'sendgrid-group', name: 'News', groupId: 7 };
    expect(await story.api.call('dpo', 'POST', '/v1/marketing/lists', group)).toMatchObject({
      status: 201,
      body: group,
    });
    const shown = await story.api.call('admin', 'GET', '/v1/marketing/lists');
    expect(shown.body['items']).toMatchObject([{ id, kind: 'webhook', url: aPlatform.url }, group]);
    expect(shown.text).not.toContain(aPlatform.secret);
    expect((await story.api.call('admin', 'DELETE', `/v1/marketing/lists/${id}`)).status).toBe(200);
    expect((await story.api.call('admin', 'DELETE', `/v1/marketing/lists/${id}`)).status).toBe(404);
    expect((await story.api.call('admin', 'GET', '/v1/marketing/lists')).body['items']).toMatchObject([group]);
  });

  test('that an opt-out waits for stay', async () => {
    const id = await withList();
    await optOut({ clientId: story.clientId });
    const removal = await refused(() => story.api.call('admin', 'DELETE', `/v1/marketing/lists/${id}`));
    expect(removal).toMatchObject({ status: 409, body: { type: 'urn:heed:problem:list-awaited' } });
  });

  test.each([
    ['of another kind', { kind: 'letter', name: 'Post' }, 'kind'],
    ['of no group', { kind: 'sendgrid-group', name: 'News', groupId: 0 }, 'groupId'],
    ['at no address', { ...aPlatform, name: 'Platform', url: 'opt-outs' }, 'url'],
    ['with a password in the address', { ...aPlatform, name: 'Platform', url: 'https://a:b@c.example' }, 'url'],
    ['with a secret that is short', { ...aPlatform, name: 'Platform', secret: 'whsec_c2hvcnQ=' }, 'secret'],
    ['without a name', aPlatform, 'name'],
  ])('%s are refused, and what is wrong is named', async (_what, body, path) => {
    const reply = await refused(() => story.api.call('admin', 'POST', '/v1/marketing/lists', body));
    expect(reply).toMatchObject({
      status: 422,
      body: { errors: expect.arrayContaining([expect.objectContaining({ path })]) },
    });
  });
});
