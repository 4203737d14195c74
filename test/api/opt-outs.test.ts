import { raiseAlarm } from '../../records/marketing/alarms';
import { completeOptOut } from '../../records/marketing/complete';
import { settleTelling } from '../../records/marketing/tell-list';
import { dayMs, hourMs, hoursAgo, marketingByApi } from '../support/marketing-by-api';

/** Opt-outs as platforms and staff ask for them, with their proof and their alarms. contract.md §6 */

const story = marketingByApi();
const { confirm, optOut, proof, refused, standing, withList } = story;

describe('an opt-out', () => {
  test('is taken in at once, with where its proof is', async () => {
    await withList();
    const receivedAt = '2026-11-01T10:00:00.000Z';
    const reply = await optOut({ clientId: story.clientId, receivedAt });
    const { id } = reply.body;
    expect(reply).toMatchObject({
      status: 202,
      body: { receivedAt, dueAt: '2026-11-08T10:00:00.000Z' },
    });
    expect(reply.headers.get('location')).toBe(`/v1/marketing/opt-outs/${String(id)}`);
    expect(await standing()).toMatchObject({ suppressed: { email: true, sms: true }, optOuts: [{ id }] });
  });

  test('twice is one', async () => {
    await withList();
    const first = await optOut({ clientId: story.clientId });
    const second = await optOut({ clientId: story.clientId });
    expect(second.status).toBe(202);
    expect(second.body).toEqual(first.body);
  });

  test('of an address that nobody knows is suppressed and told to the lists too', async () => {
    const list = await withList();
    const { body } = await optOut({ email: 'nobody.known@mail.example' });
    expect(await proof(body['id'])).toMatchObject({ clientId: null, channels: ['email'], lists: [{ list }] });
    const [known] = await story.api.asOwner<{ count: number }>('SELECT count(*)::int AS count FROM suppressions');
    expect(known?.count).toBeGreaterThan(0);
  });

  test.each([
    ['nobody', () => ({}), ''],
    ['a client and an address', () => ({ clientId: story.clientId, email: story.email }), ''],
    ['an address that is none', () => ({ email: 'somebody' }), 'email'],
    ['a number that is none', () => ({ mobile: '07700 900123' }), 'mobile'],
    ['a source in words', () => ({ clientId: story.clientId, source: 'She rang us' }), 'source'],
    ['a time to come', () => ({ clientId: story.clientId, receivedAt: hoursAgo(-1) }), 'receivedAt'],
    ['something that is not asked', () => ({ clientId: story.clientId, reason: 'bored' }), ''],
  ])('of %s is refused, and what is wrong is named', async (_what, body, path) => {
    const reply = await refused(() => optOut(body()));
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  test('with no list to tell is complete', async () => {
    expect(await optOut({ clientId: story.clientId })).toMatchObject({ status: 202, body: { status: 'complete' } });
  });

  test('of another organisation’s client is not found, and neither is its proof', async () => {
    const [stranger] = story.api.demo.otherOrganisation.clients;
    expect((await refused(() => optOut({ clientId: stranger?.id }))).status).toBe(404);
    const { body } = await optOut({ clientId: story.clientId });
    const path = `/v1/marketing/opt-outs/${String(body['id'])}`;
    const elsewhere = await story.api.tokenWith({
      subject: story.api.demo.otherOrganisation.staff.dpo.id,
      organisation: story.api.demo.otherOrganisation.id,
      roles: ['dpo'],
    });
    expect((await story.api.call(elsewhere, 'GET', path)).status).toBe(404);
  });
});

describe('the proof', () => {
  test('says what is waited for, until when, and that nobody ran by then', async () => {
    const list = await withList('The course platform');
    const receivedAt = hoursAgo(24);
    const { body } = await optOut({ clientId: story.clientId, receivedAt });
    const due = (days: number) => new Date(Date.parse(receivedAt) + days * dayMs).toISOString();
    expect(await proof(body['id'])).toEqual({
      id: body['id'],
      status: 'under-way',
      clientId: story.clientId,
      channels: ['email', 'sms'],
      source: 'phone',
      receivedAt,
      dueAt: due(7),
      recordedAt: expect.any(String),
      suppressedAt: expect.any(String),
      completedAt: null,
      lists: [
        {
          list,
          kind: 'webhook',
          name: 'The course platform',
          toldAt: null,
          timesTold: 0,
          confirmedAt: null,
          confirmedHow: null,
          confirmationRecordedAt: null,
          lastFailure: null,
        },
      ],
      alarms: [
        { alarm: 'day-five', dueAt: due(5), recordedAt: null },
        { alarm: 'day-six', dueAt: due(6), recordedAt: null },
        { alarm: 'day-seven', dueAt: new Date(Date.parse(receivedAt) + 7 * dayMs + 1).toISOString(), recordedAt: null },
      ],
    });
    story.api.setClock({ ms: 6 * dayMs - hourMs });
    expect(await proof(body['id'])).toMatchObject({ status: 'under-way' });
    // No worker runs in these tests: that it is a breach follows from the time alone.
    story.api.setClock({ ms: 6 * dayMs + hourMs });
    expect(await proof(body['id'])).toMatchObject({ status: 'breached' });
    const waiting = await story.api.call('dpo', 'GET', '/v1/marketing/opt-outs');
    expect(waiting.body['items']).toContainEqual(expect.objectContaining({ id: body['id'], status: 'breached' }));
  });

  test('has every telling with its failure, and then its confirmation', async () => {
    const listId = await withList();
    const optOutId = String((await optOut({ clientId: story.clientId })).body['id']);
    const which = { optOutId, listId, at: new Date() };
    await story.api.cases.transact((work) => settleTelling(work, which, { kind: 'not-told', because: '503' }));
    expect(await proof(optOutId)).toMatchObject({ lists: [{ toldAt: null, lastFailure: '503' }] });
    await story.api.cases.transact((work) => settleTelling(work, which, { kind: 'told' }));
    await story.api.cases.transact((work) => settleTelling(work, which, { kind: 'has-it' }));
    expect(await proof(optOutId)).toMatchObject({
      status: 'complete',
      lists: [{ timesTold: 2, lastFailure: null, confirmedHow: 'read-back' }],
    });
  });

  test('shows both when an alarm was due and when it was put on record', async () => {
    await withList();
    const receivedAt = hoursAgo(6 * 24);
    const optOutId = String((await optOut({ clientId: story.clientId, receivedAt })).body['id']);
    story.api.setClock({ ms: 3 * dayMs });
    await story.api.cases.transact((work) => raiseAlarm(work, optOutId, 'day-seven'));
    const { alarms } = (await proof(optOutId)) as { alarms: { alarm: string; dueAt: string; recordedAt: string }[] };
    const breach = alarms.find(({ alarm }) => alarm === 'day-seven');
    expect(Date.parse(breach?.dueAt ?? '')).toBe(Date.parse(receivedAt) + 7 * dayMs + 1);
    expect(Date.parse(breach?.recordedAt ?? '')).toBeGreaterThan(Date.parse(receivedAt) + 8 * dayMs);
  });
});

describe('an alarm', () => {
  const told = async (optOutId: string): Promise<readonly string[]> =>
    (
      await story.api.asOwner<{ workflow_id: string }>(
        `SELECT workflow_id FROM outbox_entries WHERE workflow_id LIKE 'staff-notice/%/' || $1 ORDER BY seq`,
        [optOutId],
      )
    ).map(({ workflow_id: id }) => id.split('/')[1] ?? '');
  const raise = (optOutId: string, alarm: 'day-five' | 'day-six' | 'day-seven') =>
    story.api.cases.transact((work) => raiseAlarm(work, optOutId, alarm));

  test('is put on record once, and has its people told once', async () => {
    await withList();
    const optOutId = String((await optOut({ clientId: story.clientId, receivedAt: hoursAgo(7 * 24 + 1) })).body['id']);
    for (const alarm of ['day-five', 'day-six', 'day-seven', 'day-seven'] as const) await raise(optOutId, alarm);
    expect(await told(optOutId)).toEqual(['opt-out-unconfirmed', 'opt-out-due-tomorrow', 'opt-out-breached']);
  });

  test('before its time, or with all confirmed, is heard by nobody', async () => {
    const list = await withList();
    const optOutId = String((await optOut({ clientId: story.clientId, receivedAt: hoursAgo(5 * 24 - 1) })).body['id']);
    await raise(optOutId, 'day-five');
    expect(await told(optOutId)).toEqual([]);
    await confirm(optOutId, { list });
    story.api.setClock({ ms: 10 * dayMs });
    for (const alarm of ['day-five', 'day-six', 'day-seven'] as const) await raise(optOutId, alarm);
    expect(await told(optOutId)).toEqual([]);
  });

  test('of a breach is raised although the list has confirmed by now, and when it turns out so afterwards', async () => {
    const list = await withList();
    const optOutId = String((await optOut({ clientId: story.clientId, receivedAt: hoursAgo(6 * 24) })).body['id']);
    await confirm(optOutId, { list });
    await story.api.cases.transact((work) => completeOptOut(work, optOutId));
    expect(await told(optOutId)).toEqual([]);
    await optOut({ clientId: story.clientId, receivedAt: hoursAgo(8 * 24) });
    expect(await told(optOutId)).toEqual(['opt-out-breached']);
    expect(await proof(optOutId)).toMatchObject({ status: 'breached' });
  });
});
