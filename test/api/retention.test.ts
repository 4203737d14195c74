import { lockClient } from '../../records/clients/lock';
import { reviseRetention } from '../../records/retention/arm';
import type { RetentionView } from '../../records/retention/read-retention';
import { scheduledCategories } from '../../workflows/retention/words';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { newcomer, signsForm } from '../support/sign-up-on-record';

/** domain.md §5: when what is kept of a client goes, by the record alone. */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());
afterEach(() => save({}));

const staff = () => api.demo.organisation.staff;
const courseOf = (index: number): string => api.demo.organisation.courses[index]!.id;
/** Each test has a client of its own. */
const clientOf = (index: number) => api.demo.organisation.clients[index]!;

async function enrolled(index: number, course = 0): Promise<string> {
  const { id: clientId, practitionerId } = clientOf(index);
  const { status, body } = await api.call('platform', 'POST', '/v1/enrolments', {
    clientId,
    courseId: courseOf(course),
    practitionerId: practitionerId ?? staff().practitioner.id,
    startedAt: '2024-01-08T09:00:00Z',
  });
  expect({ status, body }).toMatchObject({ status: 201 });
  return String(body['id']);
}
async function ends(enrolmentId: string, endedAt: string): Promise<void> {
  const ended = await api.call('platform', 'POST', `/v1/enrolments/${enrolmentId}/end`, { endedAt, reason: 'Done.' });
  expect(ended.status).toBe(202);
}
const save = (categories: object, who: Who = 'dpo'): Promise<Reply> =>
  api.call(who, 'PUT', '/v1/retention/schedule', { categories });
const read = async (index: number): Promise<RetentionView> =>
  (await api.call('dpo', 'GET', `/v1/clients/${clientOf(index).id}/retention`)).body as unknown as RetentionView;
const goes = async (index: number, category: string) =>
  (await read(index)).categories.find((one) => one.category === category);

interface Row {
  readonly version: number;
  readonly standing: string;
  readonly notice_at: Date;
  readonly due_at: Date;
  readonly categories: readonly string[];
}
const retentionsOf = (enrolmentId: string): Promise<Row[]> =>
  api.asOwner(`SELECT * FROM retentions WHERE enrolment_id = $1 ORDER BY version`, [enrolmentId]);
const outboxOf = async (enrolmentId: string): Promise<readonly (readonly [string, string, number | null])[]> => {
  const rows = await api.asOwner<{ workflow_id: string; kind: string; starts: number | null }>(
    `SELECT workflow_id, kind, (payload->>'startsAt')::float8 AS starts FROM outbox_entries
     WHERE workflow_id LIKE $1 ORDER BY seq`,
    [`retention/${enrolmentId}/%`],
  );
  return rows.map(({ workflow_id, kind, starts }) => [workflow_id, kind, starts] as const);
};

/** Half a year ago, to the minute. */
const halfAYearAgo = (): string => {
  const at = new Date();
  at.setUTCMonth(at.getUTCMonth() - 6, 15);
  return at.toISOString();
};

describe('the end of a client’s last enrolment', () => {
  test('arms the deadline: a year by the calendar, with a notice thirty days before, spread over ten minutes', async () => {
    const enrolmentId = await enrolled(0);
    const endedAt = halfAYearAgo();
    await ends(enrolmentId, endedAt);
    const [row, ...others] = await retentionsOf(enrolmentId);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ version: 1, standing: 'armed' });
    const due = await api.call(
      'dpo',
      'GET',
      `/v1/deadlines/preview?${new URLSearchParams({ kind: 'retention', from: endedAt, period: 'P1Y' }).toString()}`,
    );
    expect(row?.due_at.toISOString()).toBe(due.body['dueAt']);

    const [[workflowId, kind, starts] = ['', '', null]] = await outboxOf(enrolmentId);
    expect([workflowId, kind]).toEqual([`retention/${enrolmentId}/1`, 'start']);
    const afterNoticeMs = Number(starts) - Number(row?.notice_at.getTime());
    expect(afterNoticeMs).toBeGreaterThanOrEqual(0);
    expect(afterNoticeMs).toBeLessThanOrEqual(600_000);
    const view = await read(0);
    expect(view.notice).toEqual({ dueAt: row?.notice_at.toISOString(), toldAt: null });
    expect(view.categories.map(({ goesAt }) => goesAt)).toEqual(view.categories.map(() => row?.due_at.toISOString()));
  });

  test('arms nothing while another enrolment goes on; the last end by the calendar governs, whichever is told first', async () => {
    const [first, second] = [await enrolled(1, 0), await enrolled(1, 1)];
    await ends(first, '2026-05-20T10:00:00Z');
    expect(await retentionsOf(first)).toEqual([]);
    expect((await goes(1, 'notes'))?.because).toEqual([
      'The client is with us: an enrolment or a sign-up of theirs goes on.',
    ]);
    await ends(second, '2026-04-01T10:00:00Z');
    expect(await retentionsOf(second)).toEqual([]);
    expect(await retentionsOf(first)).toMatchObject([{ version: 1, due_at: new Date('2027-05-20T10:00:00Z') }]);
  });

  test('is undone by a new enrolment, and armed anew by the next end', async () => {
    const before = await enrolled(2);
    await ends(before, '2026-05-20T10:00:00Z');
    const after = await enrolled(2);
    expect(await retentionsOf(before)).toMatchObject([{ version: 1, standing: 'cancelled' }]);
    expect((await outboxOf(before)).map(([, kind]) => kind)).toEqual(['start', 'terminate']);
    expect((await read(2)).notice).toBeNull();
    await ends(after, '2026-08-20T10:00:00Z');
    expect(await retentionsOf(after)).toMatchObject([{ standing: 'armed', due_at: new Date('2027-08-20T10:00:00Z') }]);
  });

  test('is armed again in a version of its own when what had cancelled it turns out to have ended before', async () => {
    const [before] = [await enrolled(3)];
    await ends(before, '2026-05-20T10:00:00Z');
    await ends(await enrolled(3), '2026-03-01T10:00:00Z');
    expect(await retentionsOf(before)).toMatchObject([
      { version: 1, standing: 'cancelled' },
      { version: 2, standing: 'armed' },
    ]);
    expect((await outboxOf(before)).map(([id, kind]) => [id.split('/')[2], kind])).toEqual([
      ['1', 'start'],
      ['1', 'terminate'],
      ['2', 'start'],
    ]);
  });
});

test('somebody who signs up and never gets further has no time that is counted', async () => {
  const { person, guard } = newcomer(7);
  const { body } = await api.call('platform', 'POST', '/v1/sign-ups', { person, guard });
  const clientId = String(body['clientId']);
  await api.records.withOrganisation(api.demo.organisation.id, new Date(), (work) => signsForm(work, clientId));
  const { body: view } = await api.call('dpo', 'GET', `/v1/clients/${clientId}/retention`);
  expect((view as unknown as RetentionView).categories[0]).toMatchObject({ goesAt: null });
  expect(await api.asOwner('SELECT FROM retentions WHERE client_id = $1', [clientId])).toEqual([]);
});

describe('the schedule', () => {
  test('says a year of everything, until the data protection officer says otherwise', async () => {
    const elsewhere = await api.call('supervisorElsewhere', 'GET', '/v1/retention/schedule');
    expect(elsewhere.body).toEqual({
      version: 0,
      categories: Object.fromEntries(
        scheduledCategories.map((category) => [category, { keepFor: 'P1Y', afterwards: 'erase' }]),
      ),
    });
    const cases = { keepFor: 'P8Y', afterwards: 'erase', basis: 'Claims may be made for as long.' };
    const saved = await save({ cases });
    expect(saved.status).toBe(200);
    expect((await api.call('dpo', 'GET', '/v1/retention/schedule')).body).toEqual(saved.body);
    expect(saved.body).toMatchObject({ categories: { cases, notes: { keepFor: 'P1Y', afterwards: 'erase' } } });
    expect((await save({ cases })).body['version']).toBe(Number(saved.body['version']) + 1);
  });

  test.each([
    ['keeping without a basis', { notes: { keepFor: 'P1Y', afterwards: 'keep' } }, 'categories/notes/basis'],
    ['case records longer than a year without one', { cases: { keepFor: 'P13M' } }, 'categories/cases/basis'],
    [
      'keeping addresses of nobody’s client',
      { interests: { keepFor: 'P1Y', afterwards: 'keep', basis: 'We may.' } },
      'categories/interests/afterwards',
    ],
    ['a period of hours', { notes: { keepFor: 'PT1H' } }, 'categories/notes/keepFor'],
    ['a category that nobody knows', { diaries: { keepFor: 'P1Y' } }, 'categories/diaries'],
    ['a disposal that nobody knows', { notes: { keepFor: 'P1Y', afterwards: 'burn' } }, 'categories/notes/afterwards'],
  ])('%s is 422, says where, and saves nothing', async (_what, categories, at) => {
    const before = (await api.call('dpo', 'GET', '/v1/retention/schedule')).body['version'];
    const refused = await save(categories);
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body['errors'])).toContain(at.split('/')[1]);
    expect((await api.call('dpo', 'GET', '/v1/retention/schedule')).body['version']).toBe(before);
  });

  test.each<[Who, number, number]>([
    ['practitioner', 200, 403],
    ['supervisor', 200, 403],
    ['admin', 200, 403],
    ['platform', 403, 403],
    ['dpo', 200, 200],
  ])('%s: reading is answered with %i, saving with %i', async (who, reading, saving) => {
    expect((await api.call(who, 'GET', '/v1/retention/schedule')).status).toBe(reading);
    expect((await save({}, who)).status).toBe(saving);
  });

  describe('of an NHS body', () => {
    beforeAll(() => api.asOwner('UPDATE organisations SET nhs_body = true WHERE id = $1', [api.demo.organisation.id]));
    afterAll(() => api.asOwner('UPDATE organisations SET nhs_body = false WHERE id = $1', [api.demo.organisation.id]));

    test('keeps the record of a treatment for twenty years, and is refused a day less, with the rule', async () => {
      const saved = await save({});
      expect(saved.body).toMatchObject({
        categories: { notes: { keepFor: 'P20Y' }, assessment: { keepFor: 'P20Y' }, account: { keepFor: 'P1Y' } },
      });
      const shorter = await save({ notes: { keepFor: 'P19Y11M30D' } });
      expect(shorter).toMatchObject({
        status: 422,
        body: {
          type: 'urn:heed:problem:retention-schedule',
          errors: [
            { path: 'categories/notes/keepFor', message: expect.stringMatching(/20 years .* 10 after a death/) },
          ],
        },
      });
      expect((await save({ notes: { keepFor: 'P240M' }, account: { keepFor: 'P2Y' } })).status).toBe(200);
    });
  });

  test('that changes moves the deadline that stands, by a new version', async () => {
    const enrolmentId = await enrolled(4);
    await ends(enrolmentId, '2026-05-20T10:00:00Z');
    await save({ notes: { keepFor: 'P6M' }, 'consent-forms': { keepFor: 'P6M' }, messages: { keepFor: 'P6M' } });
    await api.records.withOrganisation(api.demo.organisation.id, new Date(), async (work) => {
      await lockClient(work, clientOf(4).id);
      expect(await reviseRetention(work, clientOf(4).id)).toBe('armed');
      expect(await reviseRetention(work, clientOf(4).id)).toBe('unchanged');
    });
    expect(await retentionsOf(enrolmentId)).toMatchObject([
      { version: 1, standing: 'superseded', due_at: new Date('2027-05-20T10:00:00Z') },
      {
        version: 2,
        standing: 'armed',
        due_at: new Date('2026-11-20T11:00:00Z'),
        categories: ['notes', 'messages', 'consent-forms'],
      },
    ]);
  });
});

describe('for people to read', () => {
  test('each category says when it goes and why, what is kept on which basis, and what holds it', async () => {
    await ends(await enrolled(5), '2024-02-29T10:00:00Z');
    await save({
      cases: { keepFor: 'P8Y', basis: 'Claims may be made for as long.' },
      feedback: { keepFor: 'P1Y', afterwards: 'keep', basis: 'It is part of a study that they joined.' },
    });
    const placed = await api.call('dpo', 'POST', `/v1/clients/${clientOf(5).id}/holds`, {
      categories: ['notes'],
      reason: 'A claim was announced.',
      reviewOn: '2027-06-01',
    });
    expect(await goes(5, 'account')).toEqual({
      category: 'account',
      afterwards: 'erase',
      goesAt: '2025-02-28T10:00:00.000Z',
      heldBecause: [],
      because: [
        'It ended on 2024-02-29 in Europe/London; 1 year later by the calendar is 2025-02-28.',
        'That month has no such date: its last day counts.',
        'The local clock time of the end is kept.',
      ],
    });
    expect(await goes(5, 'cases')).toMatchObject({ goesAt: '2032-02-29T10:00:00.000Z' });
    expect((await goes(5, 'cases'))?.because).toContain(
      'It is kept that long because: Claims may be made for as long.',
    );
    expect(await goes(5, 'feedback')).toMatchObject({
      goesAt: null,
      because: ['It is kept on: It is part of a study that they joined.'],
    });
    expect(await goes(5, 'notes')).toMatchObject({
      heldBecause: ['A hold until it is reviewed on 2027-06-01: A claim was announced.'],
    });
    expect(placed.body).toMatchObject({ alreadyErased: [] });
    expect((await read(5)).holds).toMatchObject([{ id: placed.body['id'], categories: ['notes'] }]);
  });

  test('an open case holds everything, until it is closed', async () => {
    const id = await api.cases.raised(clientOf(6));
    const view = await read(6);
    expect(view.categories.map(({ heldBecause }) => heldBecause)).toEqual(
      view.categories.map(() => ['An urgent care case is not closed yet.']),
    );
    await api.asOwner(
      `UPDATE cases SET status = 'closed', closed_at = now(), outcome_kind = 'client-safe', outcome_at = now(),
       outcome_by_id = owner_id WHERE id = $1`,
      [id],
    );
    expect((await read(6)).categories.flatMap(({ heldBecause }) => heldBecause)).toEqual([]);
  });

  test.each<[Who, number]>([
    ['practitioner', 403],
    ['platform', 403],
    ['supervisorElsewhere', 404],
    ['admin', 200],
    ['supervisor', 200],
    ['dpo', 200],
  ])('%s is answered with %i', async (who, status) => {
    expect((await api.call(who, 'GET', `/v1/clients/${clientOf(0).id}/retention`)).status).toBe(status);
  });
});
