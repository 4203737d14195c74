import { readFileSync } from 'node:fs';
import { newId } from '../../records/ids';
import { takeOnce } from '../../records/inbound-messages';
import { registerInterest } from '../../records/interests/interests';
import { placeHold } from '../../records/retention/holds';
import {
  eraseWhoNeverEnrolled,
  openNoticeOfSilence,
  recordToldOfSilence,
  whoNeverEnrolled,
} from '../../records/retention/never-enrolled';
import { readRetention } from '../../records/retention/read-retention';
import { saveSchedule } from '../../records/retention/schedule';
import { leaveSignUp } from '../../records/sign-up/leave';
import { type Registration, register } from '../../records/sign-up/register';
import { renewLink } from '../../records/sign-up/renew-link';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import { raiseConcern } from '../../records/urgent-care/raise-concern';
import { heedItself, type Work } from '../../records/work';
import { type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { erasureCarriedOut } from '../support/erased-on-record';
import { aroundTheInstant, beside } from '../support/instants';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { retentionTools, wasEnrolled } from '../support/retention-on-record';
import { newcomer } from '../support/sign-up-on-record';
import { closedOnRecord } from '../support/whole-client';

/** Clients who signed up and went no further, and of whom nobody has heard for long. domain.md §2.1, §5 */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());
afterEach(() => underTest.asOwner('DELETE FROM retention_schedules'));

const registeredAt = new Date('2024-02-20T09:00:00.000Z');
const leftAt = new Date('2024-02-29T10:00:00.500Z');
const noticeAt = new Date('2025-01-29T10:00:00.500Z');
/** After they were told. */
const heardAt = new Date('2025-02-10T10:00:00.500Z');
const dueAt = new Date('2025-02-28T10:00:00.500Z');
const dueAfterHeardAt = new Date('2026-02-10T10:00:00.500Z');
/** Long after anything was due. */
const muchLater = new Date('2036-01-01T00:00:00.000Z');

interface WhoLeft extends Pick<Registration, 'person'> {
  readonly clientId: string;
  readonly signUpId: string;
}

let taken = 0;
/** Each is somebody else, who registered, left, and of whom no interest is kept beside their own record. */
async function whoLeft(safeContact = { sms: true, email: true }): Promise<WhoLeft> {
  taken += 1;
  const { person, ...registration } = newcomer(taken);
  const { id: signUpId, clientId } = await here.transactAt(registeredAt, (work) =>
    register(work, here.caller('admin'), { ...registration, person: { ...person, safeContact } }),
  );
  await here.transactAt(leftAt, (work) => leaveSignUp(work, heedItself, signUpId));
  await underTest.asOwner('DELETE FROM interests WHERE client_id = $1', [clientId]);
  return { signUpId, clientId, person };
}
/** Whatever there is to tell them of at that time. Resolves to the messages; null: nothing. */
async function tells({ clientId }: { readonly clientId: string }, at: Date): Promise<readonly Outgoing[] | null> {
  const told = await here.transactAt(at, (work) => openNoticeOfSilence(work, retentionTools, clientId));
  await here.transactAt(at, (work) => recordToldOfSilence(work, clientId));
  return told;
}
const erases = ({ clientId }: { readonly clientId: string }, at: Date): Promise<boolean> =>
  here.transactAt(at, (work) => eraseWhoNeverEnrolled(work, clientId));
const isLookedAt = async ({ clientId }: { readonly clientId: string }, at: Date): Promise<boolean> =>
  (await here.transactAt(at, (work) => whoNeverEnrolled(work, null))).ids.includes(clientId);
const erasuresOf = ({ clientId }: { readonly clientId: string }) =>
  underTest.asOwner<{ id: string; categories: RetentionCategory[] }>(
    'SELECT id, categories FROM erasures WHERE client_id = $1 ORDER BY requested_at, id',
    [clientId],
  );
const carriedOut = (erasureId: string) =>
  erasureCarriedOut(underTest.records, { erasureId, organisationId: here.organisation.id, at: Date.now() });

/** They have a case, which is closed by then unless it is open still. */
async function hasCase({ clientId }: WhoLeft, closedAt: Date | null): Promise<void> {
  const concern = {
    clientId,
    about: null,
    concern: 'Does not answer.',
    doneSoFar: '',
    immediacy: 'significant',
  } as const;
  const { id } = await here.transactAt(registeredAt, (work) => raiseConcern(work, here.caller('supervisor'), concern));
  if (closedAt === null) return;
  await closedOnRecord(underTest, { caseId: id }, closedAt);
}

describe('when nobody was in contact for twelve months', () => {
  test.each(aroundTheInstant)('%s (%i ms), what is kept of them is ordered to go: %s', async (_when, ms, goes) => {
    const client = await whoLeft();
    await tells(client, noticeAt);
    expect(await isLookedAt(client, beside(dueAt, ms))).toBe(true);
    expect(await erases(client, beside(dueAt, ms))).toBe(goes);
    expect((await erasuresOf(client)).map(({ categories }) => categories)).toEqual(goes ? [retentionCategories] : []);
  });

  test('it is ordered once', async () => {
    const client = await whoLeft();
    await tells(client, noticeAt);
    expect(await erases(client, dueAt)).toBe(true);
    expect(await erases(client, beside(dueAt, 1))).toBe(false);
    expect(await erasuresOf(client)).toHaveLength(1);
  });

  test('and nothing is left of them when it was carried out', async () => {
    const client = await whoLeft();
    await tells(client, noticeAt);
    await erases(client, dueAt);
    const [order] = await erasuresOf(client);
    expect(await carriedOut(order!.id)).toMatchObject({ held: {}, erased: { account: { clients: 1 } } });
    expect(await isLookedAt(client, dueAt)).toBe(false);
    expect(await erases(client, dueAt)).toBe(false);
  });
});

describe('before that they are told', () => {
  test.each(aroundTheInstant)('%s thirty days before (%i ms): %s', async (_when, ms, isTold) => {
    const client = await whoLeft();
    expect(await isLookedAt(client, beside(noticeAt, ms))).toBe(true);
    const told = await tells(client, beside(noticeAt, ms));
    expect(told?.map(({ channel }) => channel) ?? null).toEqual(isTold ? ['sms', 'email'] : null);
    expect(told?.every(({ text }) => text.includes('28 February 2025') && text.includes('/k/')) ?? false).toBe(isTold);
  });

  test('once', async () => {
    const client = await whoLeft();
    await tells(client, noticeAt);
    expect(await tells(client, beside(noticeAt, 1))).toBeNull();
  });

  test.each([
    [-1, false],
    [0, true],
    [1, true],
  ])('and if it is late, seven days at least: %i ms beside them it goes: %s', async (ms, goes) => {
    const client = await whoLeft();
    expect(await erases(client, muchLater)).toBe(false);
    await tells(client, muchLater);
    const aWeekLater = beside(muchLater, 7 * 24 * 60 * 60_000);
    expect(await erases(client, beside(aWeekLater, ms))).toBe(goes);
  });

  test('and where no channel is safe, the data protection officer is: somebody writes a letter', async () => {
    const client = await whoLeft({ sms: false, email: false });
    expect(await tells(client, noticeAt)).toEqual([]);
    const notices = await underTest.asOwner('SELECT FROM outbox_entries WHERE workflow_id = $1', [
      `staff-notice/retention-not-told/${client.clientId}/never-enrolled`,
    ]);
    expect(notices).toHaveLength(1);
    expect(await erases(client, dueAt)).toBe(true);
  });

  test('not who has died: nothing is sent to them', async () => {
    const client = await whoLeft();
    await underTest.asOwner('UPDATE clients SET held = true WHERE id = $1', [client.clientId]);
    expect(await tells(client, noticeAt)).toBeNull();
  });
});

const contacts: readonly (readonly [string, (client: WhoLeft) => Promise<unknown>])[] = [
  ['their interest', ({ person }) => here.transactAt(heardAt, (work) => registerInterestOf(work, person.email))],
  ['a case that closed', (client) => hasCase(client, heardAt)],
  ['a message of theirs', ({ person }) => here.transactAt(heardAt, (work) => writes(work, person.mobile))],
  [
    'what they did in the sign-up',
    ({ signUpId }) => here.transactAt(heardAt, (work) => returnsAndLeaves(work, signUpId)),
  ],
];
/** As when they left, and say again that they may come back. */
async function registerInterestOf(work: Work, email: string): Promise<void> {
  const row = { id: newId(), organisationId: work.organisationId, emailIndex: work.index(email), sealed: null };
  const client = await work.db.client.findFirstOrThrow({ where: { emailIndex: { in: work.indexes(email) } } });
  await work.db.interest.create({
    data: { ...row, clientId: client.id, registeredAt: leftAt, lastContactAt: leftAt },
  });
  await registerInterest(work, heedItself, email);
}
const writes = (work: Work, from: string) =>
  takeOnce(work, { channel: 'sms', vendorId: newId(), words: { from, text: 'Is there a place?' } }, async () => ({
    taken: 'automatic',
    caseId: null,
  }));
async function returnsAndLeaves(work: Work, signUpId: string): Promise<void> {
  await renewLink(work, heedItself, signUpId);
  await leaveSignUp(work, heedItself, signUpId);
}

describe.each(contacts)('%s is contact as well', (_what, happens) => {
  test.each([
    [-1, false],
    [0, true],
    [1, true],
  ])('from then on twelve months are counted: %i ms beside their end, it goes: %s', async (ms, goes) => {
    const client = await whoLeft();
    await tells(client, noticeAt);
    await happens(client);
    expect(await erases(client, muchLater)).toBe(false);
    expect(await tells(client, dueAt)).toBeNull();
    expect(await tells(client, beside(dueAfterHeardAt, -20 * 24 * 60 * 60_000))).toHaveLength(2);
    expect(await erases(client, beside(dueAfterHeardAt, ms))).toBe(goes);
  });
});

describe('nothing goes', () => {
  test('while they are back in their sign-up', async () => {
    const client = await whoLeft();
    await tells(client, noticeAt);
    await here.transactAt(heardAt, (work) => renewLink(work, heedItself, client.signUpId));
    expect(await isLookedAt(client, muchLater)).toBe(false);
    expect(await erases(client, muchLater)).toBe(false);
  });

  test('while a case is open', async () => {
    const client = await whoLeft();
    await tells(client, noticeAt);
    await hasCase(client, null);
    expect(await erases(client, muchLater)).toBe(false);
  });

  test('of who was enrolled once: their deadline follows from its end', async () => {
    const { clientId } = await whoLeft();
    await tells({ clientId }, noticeAt);
    const practitionerId = here.organisation.staff.practitioner.id;
    await here.transactAt(heardAt, (work) => wasEnrolled(work, { clientId, practitionerId }));
    expect(await isLookedAt({ clientId }, muchLater)).toBe(false);
    expect(await erases({ clientId }, muchLater)).toBe(false);
  });

  test('of whom a platform brought with it, who never signed up here: others treat them', async () => {
    const { id: clientId } = await here.newClient();
    expect(await isLookedAt({ clientId }, muchLater)).toBe(false);
    expect(await erases({ clientId }, muchLater)).toBe(false);
  });
});

describe('where the organisation keeps some of it', () => {
  const withoutThese = (...kept: readonly RetentionCategory[]) =>
    retentionCategories.filter((category) => !kept.includes(category));

  test('for longer, that goes at its own time, counted from the same contact although nothing else tells of it', async () => {
    const cases = { keepFor: 'P7Y', afterwards: 'erase', basis: 'Claims.' } as const;
    const client = await whoLeft();
    await hasCase(client, leftAt);
    await here.transactAt(heardAt, (work) => writes(work, client.person.mobile));
    await here.transactAt(heardAt, (work) => saveSchedule(work, here.staff('dpo'), { cases }));
    await tells(client, beside(dueAfterHeardAt, -20 * 24 * 60 * 60_000));
    expect(await erases(client, dueAfterHeardAt)).toBe(true);
    const [first] = await erasuresOf(client);
    expect(first!.categories).toEqual(withoutThese('cases'));
    expect((await carriedOut(first!.id)).keyDestroyedAt).toBeNull();

    const caseDueAt = new Date('2032-02-10T10:00:00.500Z');
    // Whose account is gone is told nothing.
    expect(await tells(client, beside(caseDueAt, -1))).toBeNull();
    expect(await erases(client, beside(caseDueAt, -1))).toBe(false);
    expect(await isLookedAt(client, caseDueAt)).toBe(true);
    expect(await erases(client, caseDueAt)).toBe(true);
    expect(await erases(client, beside(caseDueAt, 1))).toBe(false);
    const second = (await erasuresOf(client)).find(({ id }) => id !== first!.id);
    expect(second!.categories).toEqual(['cases']);
    expect((await carriedOut(second!.id)).keyDestroyedAt).not.toBeNull();
    expect(await isLookedAt(client, caseDueAt)).toBe(false);
  });

  test('on another basis, that stays', async () => {
    const notes = { keepFor: 'P1Y', afterwards: 'keep', basis: 'A study.' } as const;
    const client = await whoLeft();
    await here.transactAt(heardAt, (work) => saveSchedule(work, here.staff('dpo'), { notes }));
    await tells(client, noticeAt);
    await erases(client, dueAt);
    expect((await erasuresOf(client)).map(({ categories }) => categories)).toEqual([withoutThese('notes')]);
    expect(await erases(client, muchLater)).toBe(false);
  });

  test('for less than an interest, that waits for twelve months all the same', async () => {
    const client = await whoLeft();
    await here.transactAt(heardAt, (work) =>
      saveSchedule(work, here.staff('dpo'), { notes: { keepFor: 'P1M', afterwards: 'erase' } }),
    );
    await tells(client, noticeAt);
    expect(await erases(client, beside(dueAt, -1))).toBe(false);
    expect(await erases(client, dueAt)).toBe(true);
  });

  test('by a hold, that waits for it and is not ordered twice', async () => {
    const client = await whoLeft();
    const hold = { categories: ['messages'], reason: 'A claim was announced.', reviewOn: '2027-06-01' } as const;
    await here.transactAt(leftAt, (work) => placeHold(work, here.staff('dpo'), client.clientId, hold));
    await tells(client, noticeAt);
    await erases(client, dueAt);
    const [order] = await erasuresOf(client);
    expect(await carriedOut(order!.id)).toMatchObject({ held: { messages: ['hold'] } });
    expect(await erases(client, muchLater)).toBe(false);
  });
});

test('whoever asks is told from when it is counted, and when it goes', async () => {
  const client = await whoLeft();
  const view = (at: Date) => here.transactAt(at, (work) => readRetention(work, here.caller('dpo'), client.clientId));
  expect((await view(leftAt)).notice).toEqual({ dueAt: noticeAt.toISOString(), toldAt: null });
  await tells(client, noticeAt);
  const told = await view(noticeAt);
  expect(told.notice).toEqual({ dueAt: noticeAt.toISOString(), toldAt: noticeAt.toISOString() });
  expect(told.categories).toEqual(
    retentionCategories.map((category) =>
      expect.objectContaining({
        category,
        goesAt: dueAt.toISOString(),
        because: [expect.stringContaining('never enrolled: it is counted from the last contact, on 2024-02-29')],
      }),
    ),
  );
  await erases(client, dueAt);
  expect((await view(dueAt)).categories[0]).toMatchObject({
    goesAt: null,
    because: [expect.stringContaining('was ordered')],
  });
});

test('who was told late is put off by a week, and whoever asks sees it', async () => {
  const client = await whoLeft();
  await tells(client, dueAt);
  const { categories } = await here.transactAt(dueAt, (work) =>
    readRetention(work, here.caller('dpo'), client.clientId),
  );
  const aWeekLater = beside(dueAt, 7 * 24 * 60 * 60_000).toISOString();
  expect(new Set(categories.map(({ goesAt }) => goesAt))).toEqual(new Set([aWeekLater]));
});

test('a sign-up that an erased account had left open is over since then; others stay as they are', async () => {
  const [erased, living] = [await whoLeft(), await whoLeft()];
  await here.transactAt(heardAt, (work) => renewLink(work, heedItself, living.signUpId));
  await underTest.asOwner(
    `UPDATE clients SET mobile_index = NULL, email_index = NULL, code = NULL, erased_at = $2 WHERE id = $1`,
    [erased.clientId, dueAt],
  );
  await underTest.asOwner(`UPDATE sign_ups SET status = 'allocating', ended_at = NULL WHERE id = $1`, [
    erased.signUpId,
  ]);
  const migration = readFileSync('prisma/migrations/0025_who_never_enrolled/migration.sql', 'utf8');
  await underTest.asOwner(/UPDATE sign_ups[^;]+;/.exec(migration)?.[0] ?? '');

  const standsOf = ({ signUpId }: WhoLeft) =>
    underTest.asOwner('SELECT status, ended_at FROM sign_ups WHERE id = $1', [signUpId]);
  expect(await standsOf(erased)).toEqual([{ status: 'left', ended_at: dueAt }]);
  expect(await standsOf(living)).toEqual([{ status: 'awaiting-consent-form', ended_at: null }]);
});
