import { lockEvenIfErased } from '../../records/clients/lock';
import { eraseCategory } from '../../records/erasure/erase-category';
import { reviseRetention } from '../../records/retention/arm';
import { categoriesHeld, liftHolds, placeHold } from '../../records/retention/holds';
import { saveSchedule } from '../../records/retention/schedule';
import { carryOutRetention, openRetentionNotice, recordNoticed } from '../../records/retention/steps';
import type { RetentionOrder } from '../../workflows/retention/contract';
import { jitterMs, leastNoticeMs } from '../../workflows/retention/rules';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { beside } from '../support/instants';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { enrols, retentionTools, wasEnrolled } from '../support/retention-on-record';

/** What the process of a retention does on record, to the millisecond. domain.md §5 */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
  await underTest.asOwner('UPDATE practitioners SET caseload_limit = 1000, caseload = 500');
});
afterAll(() => underTest?.stop());

const dayMs = 24 * 60 * 60_000;
const endedAt = new Date('2025-03-10T10:00:00.500Z');
const dueAt = new Date('2026-03-10T10:00:00.500Z');
const noticeAt = new Date('2026-02-08T10:00:00.500Z');

interface Ended {
  readonly clientId: string;
  readonly practitionerId: string;
  readonly enrolmentId: string;
  order(at: Date, version?: number): RetentionOrder;
}

/** A client of their own for each test, whose only enrolment has ended. */
async function ended(): Promise<Ended> {
  const { id: clientId } = await here.newClient();
  const practitionerId = here.organisation.staff.practitioner.id;
  const enrolmentId = await here.transactAt(endedAt, (work) =>
    wasEnrolled(work, { clientId, practitionerId }, endedAt),
  );
  const { id: organisationId } = here.organisation;
  const order = (at: Date, version = 1) => ({ enrolmentId, version, organisationId, at: at.getTime() });
  return { clientId, practitionerId, enrolmentId, order };
}
const noticed = async (of: Ended, at: Date, version = 1): Promise<unknown> => {
  await here.transactAt(at, (work) => openRetentionNotice(work, retentionTools, of.order(at, version)));
  return here.transactAt(at, (work) => recordNoticed(work, of.order(at, version)));
};
const carriesOut = (of: Ended, at: Date, version = 1): Promise<unknown> =>
  here.transactAt(at, (work) => carryOutRetention(work, of.order(at, version)));
const erasureOf = async ({ clientId }: Ended) => {
  const [erasure] = await underTest.asOwner<{ id: string; categories: string[] }>(
    'SELECT id, categories FROM erasures WHERE client_id = $1',
    [clientId],
  );
  return erasure;
};
const standings = async ({ clientId }: Ended): Promise<readonly string[]> =>
  (
    await underTest.asOwner<{ said: string }>(
      `SELECT version || ' ' || standing AS said FROM retentions WHERE client_id = $1 ORDER BY version`,
      [clientId],
    )
  ).map(({ said }) => said);
const messagesTo = ({ clientId }: Ended) =>
  underTest.asOwner<{ purpose: string; channel: string }>(
    'SELECT purpose, channel FROM dispatches WHERE client_id = $1 ORDER BY channel',
    [clientId],
  );

describe('the notice', () => {
  test('is a legal message by every safe channel, with a link that works until the data goes', async () => {
    const of = await ended();
    expect(await noticed(of, noticeAt)).toEqual({
      kind: 'told',
      goesAt: dueAt.getTime() + jitterMs(of.enrolmentId),
    });
    expect(await messagesTo(of)).toEqual([
      { purpose: 'legal', channel: 'email' },
      { purpose: 'legal', channel: 'sms' },
    ]);
    const links = await underTest.asOwner('SELECT page, expires_at FROM client_links WHERE client_id = $1', [
      of.clientId,
    ]);
    expect(links).toEqual([
      { page: 'copy', expires_at: dueAt },
      { page: 'copy', expires_at: dueAt },
    ]);
  });

  test('does not come before its time, and asks to be woken then', async () => {
    const of = await ended();
    const opened = await here.transactAt(beside(noticeAt, -1), (work) =>
      openRetentionNotice(work, retentionTools, of.order(noticeAt)),
    );
    const until = noticeAt.getTime() + jitterMs(of.enrolmentId);
    expect(opened).toEqual({ outgoing: [], instead: { kind: 'too-early', until } });
    expect(await messagesTo(of)).toEqual([]);
  });

  test('is written once, however often its step is tried', async () => {
    const of = await ended();
    await noticed(of, noticeAt);
    await noticed(of, beside(noticeAt, 1_000));
    expect((await messagesTo(of)).length).toBe(2);
  });

  test.each([
    ['a week before the deadline leaves it where it is', -leastNoticeMs, 0],
    ['a millisecond later puts it off by that', -leastNoticeMs + 1, 1],
    ['after the deadline leaves a week', dayMs, dayMs + leastNoticeMs],
  ])('%s', async (_when, afterDueMs, putOffMs) => {
    const of = await ended();
    const goesAt = beside(dueAt, putOffMs).getTime() + jitterMs(of.enrolmentId);
    expect(await noticed(of, beside(dueAt, afterDueMs))).toEqual({ kind: 'told', goesAt });
  });

  test('to whom nothing is safe to write is the data protection officer’s to give; the dead are told nothing', async () => {
    const toldOf = (of: Ended) =>
      underTest.asOwner('SELECT FROM outbox_entries WHERE workflow_id LIKE $1', [
        `staff-notice/retention-not-told/${of.clientId}/%`,
      ]);
    const [silent, dead] = [await ended(), await ended()];
    await here.transactAt(noticeAt, async (work) => {
      const row = await work.db.client.findUniqueOrThrow({ where: { id: silent.clientId } });
      const words = await work.open<object>(silent.clientId, row.sealed);
      const sealed = await work.seal(silent.clientId, { ...words, safeContact: { sms: false, email: false } });
      await work.db.client.update({ where: { id: silent.clientId }, data: { sealed } });
      await work.db.client.update({ where: { id: dead.clientId }, data: { held: true } });
    });
    await noticed(silent, noticeAt);
    await noticed(dead, noticeAt);
    expect([await messagesTo(silent), await messagesTo(dead)]).toEqual([[], []]);
    expect([(await toldOf(silent)).length, (await toldOf(dead)).length]).toEqual([1, 0]);
  });
});

describe('the deadline', () => {
  test('a millisecond before it nothing goes; the process is told when to ask again', async () => {
    const of = await ended();
    await noticed(of, noticeAt);
    const until = dueAt.getTime() + jitterMs(of.enrolmentId);
    expect(await carriesOut(of, beside(dueAt, -1))).toEqual({ kind: 'too-early', until });
    expect(await erasureOf(of)).toBeUndefined();
    expect(await standings(of)).toEqual(['1 noticed']);
  });

  test.each([0, 1, 3 * dayMs])('%i ms after it the erasure begins, of everything that is due', async (ms) => {
    const of = await ended();
    await noticed(of, noticeAt);
    expect(await carriesOut(of, beside(dueAt, ms))).toEqual({ kind: 'over' });
    expect((await erasureOf(of))?.categories.length).toBe(10);
    expect(await standings(of)).toEqual(['1 carried-out']);
  });

  test('carries nothing out of which the client was not told', async () => {
    const of = await ended();
    await expect(carriesOut(of, dueAt)).rejects.toThrow('not told');
    expect(await erasureOf(of)).toBeUndefined();
  });

  test('carried out twice erases once', async () => {
    const of = await ended();
    await noticed(of, noticeAt);
    expect(await Promise.all([carriesOut(of, dueAt), carriesOut(of, dueAt)])).toEqual([
      { kind: 'over' },
      { kind: 'over' },
    ]);
    const audited = await underTest.asOwner(
      `SELECT FROM audit_entries WHERE client_id = $1 AND action = 'retention.carried-out'`,
      [of.clientId],
    );
    expect(audited.length).toBe(1);
  });

  test('an enrolment in the last millisecond keeps everything', async () => {
    const of = await ended();
    await noticed(of, noticeAt);
    await here.transactAt(beside(dueAt, -1), (work) => enrols(work, of));
    expect(await carriesOut(of, dueAt)).toEqual({ kind: 'over' });
    expect(await erasureOf(of)).toBeUndefined();
    expect(await standings(of)).toEqual(['1 cancelled']);
  });

  test.each([1, 2, 3, 4])(
    'an enrolment at the very same moment: whichever commits first is what happened (%i)',
    async () => {
      const of = await ended();
      await noticed(of, noticeAt);
      await Promise.all([carriesOut(of, dueAt), here.transactAt(dueAt, (work) => enrols(work, of))]);
      const erased = (await erasureOf(of)) !== undefined;
      expect(await standings(of)).toEqual([erased ? '1 carried-out' : '1 cancelled']);
    },
  );

  test('a hold in the last millisecond does not stop it, and keeps its category', async () => {
    const of = await ended();
    await noticed(of, noticeAt);
    const hold = { categories: ['notes'], reason: 'A claim was announced.', reviewOn: '2027-06-01' } as const;
    await here.transactAt(beside(dueAt, -1), (work) => placeHold(work, here.staff('dpo'), of.clientId, hold));
    await carriesOut(of, dueAt);
    expect((await erasureOf(of))?.categories).toContain('notes');
    const held = await here.transactAt(dueAt, (work) => categoriesHeld(work, of.clientId));
    expect([...held.keys()]).toEqual(['notes']);
    await here.transactAt(dueAt, (work) => liftHolds(work, here.staff('dpo'), of.clientId));
    expect((await here.transactAt(dueAt, (work) => categoriesHeld(work, of.clientId))).size).toBe(0);
  });
});

test('a hold during an erasure keeps what has not gone yet, and says what had', async () => {
  const of = await ended();
  await noticed(of, noticeAt);
  await carriesOut(of, dueAt);
  const erasureId = (await erasureOf(of))?.id ?? '';
  await here.transactAt(dueAt, (work) => eraseCategory(work, { erasureId, category: 'assessment' }));
  const hold = { categories: ['assessment', 'notes'], reason: 'A claim.', reviewOn: '2027-06-01' } as const;
  const placed = await here.transactAt(dueAt, (work) => placeHold(work, here.staff('dpo'), of.clientId, hold));
  expect(placed.alreadyErased).toEqual(['assessment']);
  await here.transactAt(dueAt, (work) => eraseCategory(work, { erasureId, category: 'notes' }));
  const another = await here.transactAt(dueAt, (work) => placeHold(work, here.staff('dpo'), of.clientId, hold));
  expect(another.alreadyErased).toEqual(['assessment']);
});

describe('what is kept for longer', () => {
  afterEach(() => here.transactAt(endedAt, (work) => saveSchedule(work, here.staff('dpo'), {})));

  test('has a deadline of its own, with a notice of its own, after the earlier one', async () => {
    const basis = 'Claims may be made for as long.';
    await here.transactAt(endedAt, (work) =>
      saveSchedule(work, here.staff('dpo'), { cases: { keepFor: 'P8Y', afterwards: 'erase', basis } }),
    );
    const of = await ended();
    await noticed(of, noticeAt);
    await carriesOut(of, dueAt);
    expect((await erasureOf(of))?.categories).not.toContain('cases');
    expect(await standings(of)).toEqual(['1 carried-out', '2 armed']);

    const secondDueAt = new Date('2033-03-10T10:00:00.500Z');
    await expect(carriesOut(of, secondDueAt, 2)).rejects.toThrow('not told');
    await noticed(of, beside(secondDueAt, -30 * dayMs), 2);
    await carriesOut(of, secondDueAt, 2);
    expect((await erasureOf(of))?.categories).toContain('cases');
    expect(await standings(of)).toEqual(['1 carried-out', '2 carried-out']);
  });

  test('is counted on when the account and its deadline are gone: nothing goes twice, and nobody is to be told', async () => {
    const basis = 'Claims may be made for as long.';
    await here.transactAt(endedAt, (work) =>
      saveSchedule(work, here.staff('dpo'), { cases: { keepFor: 'P8Y', afterwards: 'erase', basis } }),
    );
    const of = await ended();
    await noticed(of, noticeAt);
    await carriesOut(of, dueAt);
    const erasureId = (await erasureOf(of))?.id ?? '';
    for (const category of ['notes', 'messages', 'account'] as const) {
      await here.transactAt(dueAt, (work) => eraseCategory(work, { erasureId, category }));
    }
    expect(await standings(of)).toEqual(['2 armed']);
    const revised = await here.transactAt(dueAt, async (work) => {
      await lockEvenIfErased(work, of.clientId);
      return reviseRetention(work, of.clientId);
    });
    expect(revised).toBe('unchanged');
    expect(await standings(of)).toEqual(['2 armed']);

    const secondNoticeAt = new Date('2033-02-08T10:00:00.500Z');
    expect(await noticed(of, secondNoticeAt, 2)).toMatchObject({ kind: 'told' });
    const told = await underTest.asOwner('SELECT FROM outbox_entries WHERE workflow_id LIKE $1', [
      `staff-notice/retention-not-told/${of.clientId}/%`,
    ]);
    expect([await messagesTo(of), told]).toEqual([[], []]);
  });

  test('by a schedule that was saved since is not erased, although nobody moved the deadline yet', async () => {
    const of = await ended();
    await noticed(of, noticeAt);
    await here.transactAt(noticeAt, (work) =>
      saveSchedule(work, here.staff('dpo'), {
        notes: { keepFor: 'P1Y', afterwards: 'keep', basis: 'A study that they joined.' },
      }),
    );
    expect(await carriesOut(of, dueAt)).toEqual({ kind: 'over' });
    expect(await erasureOf(of)).toBeUndefined();
    expect(await standings(of)).toEqual(['1 superseded', '2 armed']);
    await noticed(of, dueAt, 2);
    await carriesOut(of, beside(dueAt, leastNoticeMs), 2);
    expect((await erasureOf(of))?.categories).not.toContain('notes');
  });
});

test('the ends of many are spread over ten minutes, each always by the same', () => {
  const ids = Array.from(
    { length: 1_000 },
    (_, number) => `0190a1b2-c3d4-7e5f-8a6b-${String(number).padStart(12, '0')}`,
  );
  const spread = ids.map(jitterMs);
  expect(ids.map(jitterMs)).toEqual(spread);
  expect(Math.min(...spread)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...spread)).toBeLessThanOrEqual(600_000);
  const byMinute = new Set(spread.map((ms) => Math.floor(ms / 60_000)));
  expect(byMinute.size).toBeGreaterThanOrEqual(10);
});
