import { Registry } from 'prom-client';
import { tellOfRecords } from '../../api/metrics/records-gauges';
import { openInformClient, settleInformClient } from '../../records/urgent-care/steps/inform-client';
import { readings } from '../../records/watch';
import { type ApiUnderTest, createApiUnderTest } from '../support/api';
import { casesOnRecord, messagesOf, stepTools } from '../support/case-on-record';
import { erasureOrdered } from '../support/erased-on-record';
import { wholeOptOut } from '../support/marketing-on-record';
import { byLabel, numberOf, type Sample, scraped } from '../support/metrics';
import { wasEnrolled } from '../support/retention-on-record';

const hour = 60 * 60_000;
const day = 24 * hour;

let heed: ApiUnderTest;
beforeAll(async () => {
  heed = await createApiUnderTest();
});
afterAll(() => heed?.stop());

/** What the API would tell of the records at this time. */
async function toldAt(at: Date = new Date()): Promise<readonly Sample[]> {
  const registry = new Registry();
  tellOfRecords(registry, () => readings(heed.records, at));
  return (await scraped(registry)).samples;
}
/** A case of which the client was told, and has ten minutes to answer. */
async function informed(clientId: string): Promise<void> {
  const { cases } = heed;
  const caseId = await cases.raised({ ...cases.client(0), id: clientId });
  const order = { ...(await cases.order(caseId)), windowMs: 600_000 };
  const messages = messagesOf(await cases.transact((work) => openInformClient(work, stepTools, order)));
  const sent = messages.map(({ id }) => {
    const result = { kind: 'accepted', vendorId: `SM-${id}`, possibleDuplicate: false } as const;
    return { id, result };
  });
  await cases.transact((work) => settleInformClient(work, order, sent));
}
const later = (ms: number): Date => new Date(Date.now() + ms);

describe('of all organisations together, the API tells', () => {
  test('how many cases stand where, and how many were there before', async () => {
    const before = byLabel(await toldAt(), 'heed_cases', 'status');
    const elsewhere = casesOnRecord(heed.records, heed.demo.otherOrganisation);
    const asked = { clientId: heed.cases.client(0).id, concern: 'Did not come.', immediacy: 'significant' };
    const body = { ...asked, clientFirst: { kind: 'inform' }, doneSoFar: '' };
    expect(await heed.call('practitioner', 'POST', '/v1/urgent-care/cases', body)).toMatchObject({ status: 202 });
    await elsewhere.raised(elsewhere.client(0));
    await informed(heed.cases.client(1).id);

    expect(byLabel(await toldAt(), 'heed_cases', 'status')).toEqual({
      ...before,
      queued: (before['queued'] ?? 0) + 2,
      'awaiting-client': (before['awaiting-client'] ?? 0) + 1,
    });
  });

  test('how long a case has waited for a person, and whether their time is over', async () => {
    await informed(heed.cases.client(2).id);
    const soon = await toldAt(later(60_000));
    const tooLate = await toldAt(later(hour));

    expect(byLabel(soon, 'heed_checkpoints_overdue', 'kind')).toMatchObject({ 'client-consent': 0, decision: 0 });
    const { 'client-consent': open } = byLabel(soon, 'heed_checkpoints_open', 'kind');
    expect(open).toBeGreaterThan(0);
    expect(byLabel(tooLate, 'heed_checkpoints_overdue', 'kind')).toMatchObject({ 'client-consent': open, decision: 0 });
    const waited = byLabel(tooLate, 'heed_checkpoint_oldest_wait_seconds', 'kind');
    expect(waited['client-consent']).toBeGreaterThanOrEqual(3_600);
    expect(waited['client-consent']).toBeLessThan(3_700);
    expect(waited).toMatchObject({ decision: 0 });
  });

  test('how long a message has waited for its vendor, until a vendor has it', async () => {
    const undispatched = async () => byLabel(await toldAt(later(hour)), 'heed_messages_undispatched', 'purpose');
    const before = await undispatched();
    const { message, id } = await heed.cases.toldCase(await heed.cases.newClient());
    expect(await undispatched()).toEqual({ ...before, 'urgent-care': (before['urgent-care'] ?? 0) + 1 });
    const waited = byLabel(await toldAt(later(hour)), 'heed_message_oldest_undispatched_seconds', 'purpose');
    expect(waited['urgent-care']).toBeGreaterThanOrEqual(3_600);

    await heed.asOwner('UPDATE dispatches SET vendor_id = $1 WHERE id = $2', [`SM-${id}`, message.id]);
    expect(await undispatched()).toEqual(before);
  });

  test('what Temporal has yet to be told, and what it refused', async () => {
    const waiting = async () => numberOf(await toldAt(), 'heed_outbox_waiting') ?? Number.NaN;
    const before = await waiting();
    const caseId = await heed.cases.raised(await heed.cases.newClient());
    expect(await waiting()).toBe(before + 1);
    await heed.asOwner(`UPDATE outbox_entries SET created_at = now() - interval '9 minutes' WHERE workflow_id = $1`, [
      `urgent-care/${caseId}`,
    ]);
    expect(numberOf(await toldAt(), 'heed_outbox_oldest_seconds')).toBeGreaterThanOrEqual(540);
    expect(numberOf(await toldAt(), 'heed_outbox_dead')).toBe(0);

    await heed.asOwner(`UPDATE outbox_entries SET dead_since = now() WHERE workflow_id = $1`, [
      `urgent-care/${caseId}`,
    ]);
    expect(numberOf(await toldAt(), 'heed_outbox_dead')).toBe(1);
    expect(await waiting()).toBe(before);
  });

  test('how near the deadline of each open opt-out is', async () => {
    await heed.cases.transact((work) => wholeOptOut(work, heed.cases.client(4).id));
    const nearness = async (ms: number) => byLabel(await toldAt(later(ms)), 'heed_opt_outs_open', 'due');
    const none = { overdue: 0, 'within-a-day': 0, 'within-two-days': 0, later: 0 };
    expect(await nearness(0)).toEqual({ ...none, later: 1 });
    expect(await nearness(5.5 * day)).toEqual({ ...none, 'within-two-days': 1 });
    expect(await nearness(6.5 * day)).toEqual({ ...none, 'within-a-day': 1 });
    expect(await nearness(7.5 * day)).toEqual({ ...none, overdue: 1 });
    await heed.asOwner('UPDATE opt_outs SET completed_at = recorded_at');
    expect(await nearness(7.5 * day)).toEqual(none);
  });

  test('whose retention is overdue, and no more than that until the notice is a week old', async () => {
    const { id: clientId } = await heed.cases.newClient();
    const practitionerId = heed.demo.organisation.staff.practitioner.id;
    await heed.cases.transact((work) => wasEnrolled(work, { clientId, practitionerId }));
    const [{ dueAt } = { dueAt: new Date() }] = await heed.asOwner<{ dueAt: Date }>(
      'SELECT due_at AS "dueAt" FROM retentions WHERE client_id = $1',
      [clientId],
    );
    const overdue = async (ms: number) =>
      numberOf(await toldAt(new Date(dueAt.getTime() + ms)), 'heed_retentions_overdue');
    expect(await overdue(-1_000)).toBe(0);
    expect(await overdue(1_000)).toBe(1);
    await heed.asOwner('UPDATE retentions SET put_off_until = $1', [new Date(dueAt.getTime() + 7 * day)]);
    expect(await overdue(1_000)).toBe(0);
    expect(await overdue(7 * day + 1_000)).toBe(1);
  });

  test('which erasures are under way, and which a hold keeps', async () => {
    const { erasureId } = await erasureOrdered(heed.cases, (await heed.cases.newClient()).id);
    const { samples } = { samples: await toldAt(later(2 * hour)) };
    expect(numberOf(samples, 'heed_erasures_under_way')).toBe(1);
    expect(numberOf(samples, 'heed_erasure_oldest_under_way_seconds')).toBeGreaterThanOrEqual(7_200);
    expect(numberOf(samples, 'heed_erasures_held')).toBe(0);

    await heed.asOwner(`UPDATE erasures SET status = 'held', done_at = requested_at WHERE id = $1`, [erasureId]);
    const held = await toldAt(later(2 * hour));
    expect(numberOf(held, 'heed_erasures_held')).toBe(1);
    expect(numberOf(held, 'heed_erasures_under_way')).toBe(0);
    expect(numberOf(held, 'heed_erasure_oldest_under_way_seconds')).toBe(0);
  });
});

test('while the records cannot be read, no number looks as if all were well', async () => {
  const registry = new Registry();
  let away = false;
  tellOfRecords(registry, () => (away ? Promise.reject(new Error('away')) : readings(heed.records, new Date())));
  expect(numberOf((await scraped(registry)).samples, 'heed_readings_up')).toBe(1);

  away = true;
  const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
  try {
    expect((await scraped(registry)).samples).toEqual([{ name: 'heed_readings_up', labels: {}, value: 0 }]);
  } finally {
    clock.mockRestore();
  }
});

test('who watches sees enums and instants, and of nothing whose it is', async () => {
  const seen = await heed.asOwner<{ column: string }>(
    `SELECT table_name || '.' || column_name AS column FROM information_schema.column_privileges
     WHERE grantee = 'heed_watch' ORDER BY 1`,
  );
  expect(seen.map(({ column }) => column)).toEqual([
    'cases.status',
    'checkpoints.due_at',
    'checkpoints.kind',
    'checkpoints.opened_at',
    'dispatches.created_at',
    'dispatches.purpose',
    'erasures.requested_at',
    'erasures.status',
    'opt_outs.received_at',
    'outbox_entries.created_at',
    'outbox_entries.dead_since',
    'outbox_entries.delivered_at',
    'retentions.due_at',
    'retentions.put_off_until',
    'webhook_deliveries.at',
    'webhook_deliveries.dead_since',
  ]);
  const looking = heed.records.watching((db) => db.case.findMany({ select: { clientId: true } }));
  await expect(looking).rejects.toThrow(/permission denied|not available/i);
});

describe('requests', () => {
  test('are counted by the pattern of their route, never by what was asked for', async () => {
    const token = 'aTokenThatNobodyElseMaySee';
    const { id } = heed.cases.client(3);
    await heed.call(null, 'GET', `/c/${token}`);
    await heed.call('supervisor', 'GET', `/v1/clients/${id}?why=${token}`);
    await heed.call('supervisor', 'GET', `/V1/Clients/${id}`);
    await heed.call(null, 'GET', `/v1/clients/${id}`);
    await heed.call(null, 'GET', `/${token}`);

    const { text, samples } = await scraped(heed.registry);
    const counted = (method: string, route: string, status: string) =>
      samples.find(
        ({ name, labels }) =>
          name === 'heed_http_request_seconds_count' &&
          labels['method'] === method &&
          labels['route'] === route &&
          labels['status'] === status,
      )?.value;
    expect(counted('GET', '/c/:token', '404')).toBe(1);
    expect(counted('GET', '/v1/clients/:clientId', '200')).toBe(2);
    expect(counted('GET', 'none', '401')).toBe(1);
    expect(counted('GET', 'none', '404')).toBe(1);
    expect(text).not.toContain(token);
    expect(text).not.toContain(id);
  });
});
