import type { Caller } from '../../records/caller';
import { findClients } from '../../records/clients/find-clients';
import { beginErasure } from '../../records/erasure/begin';
import { erasuresNotOver } from '../../records/erasure/not-over';
import { awaitedOptOuts } from '../../records/marketing/awaited';
import { retentionDueSoon } from '../../records/retention/due-soon';
import { placeHold } from '../../records/retention/holds';
import { standingHolds } from '../../records/retention/standing-holds';
import { overridesOfMonth } from '../../records/urgent-care/overrides-of-month';
import { recordTaskAnswer } from '../../records/urgent-care/record-task';
import type { Work } from '../../records/work';
import { agrees, type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { wholeOptOut } from '../support/marketing-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { wasEnrolled } from '../support/retention-on-record';

/** What the data protection officer's desk shows, and to whom. domain.md §4, §5 */

const dayMs = 24 * 60 * 60_000;

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
let elsewhere: CasesOnRecord;

beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
  elsewhere = casesOnRecord(underTest.records, underTest.demo.otherOrganisation);
});
afterAll(() => underTest?.stop());

const asDpo = <T>(read: (work: Work, caller: Caller) => Promise<T>): Promise<T> =>
  here.transact((work) => read(work, here.caller('dpo')));
const thisMonth = `${new Date().toISOString().slice(0, 7)}-01`;
type Reads = (work: Work, caller: Caller) => Promise<readonly object[]>;
const readings: Readonly<Record<string, Reads>> = {
  'opt-outs': awaitedOptOuts,
  'what is due': retentionDueSoon,
  holds: standingHolds,
  erasures: erasuresNotOver,
  'who is looked for': (work, caller) => findClients(work, caller, 'ABC'),
};

test.each(Object.entries(readings))('%s are for the data protection officer and admins', async (_what, read) => {
  for (const who of ['practitioner', 'dutyClinician', 'supervisor'] as const) {
    await expect(here.transact((work) => read(work, here.caller(who)))).rejects.toMatchObject({ fault: 'forbidden' });
  }
  for (const who of ['dpo', 'admin'] as const) {
    expect(Array.isArray(await here.transact((work) => read(work, here.caller(who))))).toBe(true);
  }
});

test.each(['practitioner', 'dutyClinician', 'supervisor', 'admin'] as const)(
  'the overrides of a month are not for the %s',
  async (who) => {
    const asked = here.transact((work) => overridesOfMonth(work, here.caller(who), thisMonth));
    await expect(asked).rejects.toMatchObject({ fault: 'forbidden' });
  },
);

test('nothing of another organisation is on the desk', async () => {
  const theirs = await elsewhere.newClient();
  const by = elsewhere.staff('dpo');
  const before = await asDpo(everything);
  await elsewhere.transact(async (work) => {
    await wholeOptOut(work, theirs.id);
    await placeHold(work, by, theirs.id, { categories: ['notes'], reason: 'A claim.', reviewOn: '2027-06-01' });
    await beginErasure(work, { clientId: theirs.id, basis: 'rights-request', categories: ['plan'], requestedBy: by });
    const { practitionerId } = elsewhere.client(1);
    const endedAt = new Date(work.at.getTime() - 350 * dayMs);
    await wasEnrolled(work, { clientId: elsewhere.client(1).id, practitionerId }, endedAt);
  });
  const caseId = await elsewhere.raised(elsewhere.client(0));
  await elsewhere.clientAnswers(caseId, agrees('contact-1'));
  await elsewhere.proposes(caseId);
  expect(await asDpo(everything)).toEqual(before);
  expect(await asDpo((work, dpo) => findClients(work, dpo, theirs.id))).toEqual([]);
});

const everything = async (work: Work, dpo: Caller) => ({
  optOuts: await awaitedOptOuts(work, dpo),
  due: await retentionDueSoon(work, dpo),
  holds: await standingHolds(work, dpo),
  erasures: await erasuresNotOver(work, dpo),
  overrides: await overridesOfMonth(work, dpo, thisMonth),
});

test('an opt-out that a list has not confirmed is there with its clock, the first due first', async () => {
  const [one, other] = [here.client(0), here.client(1)];
  const yesterday = new Date(Date.now() - dayMs);
  const later = await here.transact((work) => wholeOptOut(work, one.id));
  const sooner = await here.transactAt(yesterday, (work) => wholeOptOut(work, other.id));
  const found = await asDpo(awaitedOptOuts);
  expect(found.map(({ id }) => id)).toEqual([sooner, later]);
  expect(found[0]).toMatchObject({ clientId: other.id, status: 'under-way', receivedAt: yesterday });
  expect(found[0]?.dueAt.getTime()).toBe(yesterday.getTime() + 7 * dayMs);
  expect(found[0]?.waitsFor).toContainEqual({ list: 'Newsletter', timesTold: 0, lastFailure: null });
  const [late] = await here.transactAt(new Date(Date.now() + 8 * dayMs), (work) =>
    awaitedOptOuts(work, here.caller('dpo')),
  );
  expect(late?.status).toBe('breached');
});

test('what goes within thirty days is there, with what keeps it, and nothing that goes later', async () => {
  const [soon, held, later] = [await here.newClient(), await here.newClient(), await here.newClient()];
  const ended = async ({ id: clientId, practitionerId }: typeof soon, daysAgo: number) =>
    here.transact((work) =>
      wasEnrolled(work, { clientId, practitionerId }, new Date(work.at.getTime() - daysAgo * dayMs)),
    );
  await ended(held, 340);
  await ended(soon, 350);
  await ended(later, 300);
  await here.transact((work) =>
    placeHold(work, here.staff('dpo'), held.id, { categories: ['cases'], reason: 'A claim.', reviewOn: '2027-06-01' }),
  );
  const found = await asDpo(retentionDueSoon);
  expect(found.map(({ clientId }) => clientId)).toEqual([soon.id, held.id]);
  expect(found).toMatchObject([
    { toldAt: null, isPutOff: false, keptBy: [] },
    { toldAt: null, isPutOff: false, keptBy: ['hold'] },
  ]);
  expect(found[0]?.clientName).toMatch(/^Jo /);
});

test('holds are there by when somebody looks at them again, with why, and none that was lifted', async () => {
  const { id } = await here.newClient();
  const by = here.staff('dpo');
  await here.transact((work) =>
    placeHold(work, by, id, { categories: ['plan'], reason: 'Last.', reviewOn: '2029-01-01' }),
  );
  await here.transact((work) =>
    placeHold(work, by, id, { categories: ['notes'], reason: 'First.', reviewOn: '2025-01-01' }),
  );
  const ofThem = (await asDpo(standingHolds)).filter(({ clientId }) => clientId === id);
  expect(ofThem).toMatchObject([
    { reason: 'First.', reviewOn: '2025-01-01', placedByName: by.name, categories: ['notes'] },
    { reason: 'Last.', reviewOn: '2029-01-01' },
  ]);
});

test('an erasure that is not over says what is still to go, who asked for it, and what keeps it', async () => {
  const { id } = await here.newClient();
  const by = here.staff('dpo');
  await here.transact((work) =>
    placeHold(work, by, id, { categories: ['notes'], reason: 'A claim.', reviewOn: '2027-01-01' }),
  );
  await here.transact((work) =>
    beginErasure(work, { clientId: id, basis: 'rights-request', categories: ['notes', 'plan'], requestedBy: by }),
  );
  const [found] = (await asDpo(erasuresNotOver)).filter(({ clientId }) => clientId === id);
  expect(found).toMatchObject({
    status: 'under-way',
    basis: 'rights-request',
    requestedBy: by.name,
    gone: [],
    toGo: ['notes', 'plan'],
    keptBy: ['hold'],
  });
});

test('an override says who proposed it, who answered, on which row, and whether it is reviewed', async () => {
  const caseId = await here.raised(await here.newClient());
  await here.clientAnswers(caseId, agrees('contact-1'));
  const { decisionId } = await here.proposes(caseId);
  const read = async () =>
    (await asDpo((work, dpo) => overridesOfMonth(work, dpo, thisMonth))).find((one) => one.caseId === caseId);
  expect(await read()).toMatchObject({
    ...{ decisionId, row: 4, standing: 'awaiting', approver: 'supervisor', answeredBy: null, review: { is: 'none' } },
    proposedBy: here.staff('practitioner').name,
    disclosures: [{ recipient: 'gp', tier: 'concern' }],
  });
  await here.answersProposal('supervisor', caseId, decisionId, 'approve');
  const dueAt = new Date(Date.now() + 3 * dayMs);
  await underTest.asOwner(
    `INSERT INTO checkpoints (id, organisation_id, case_id, kind, role, opened_at, due_at)
     VALUES (gen_random_uuid(), $1, $2, 'override-review', 'supervisor', now(), $3)`,
    [here.organisation.id, caseId, dueAt],
  );
  expect(await read()).toMatchObject({
    ...{ standing: 'approved', answeredBy: here.staff('supervisor').name, review: { is: 'owed', dueAt } },
  });
  await here.transact((work) =>
    recordTaskAnswer(work, here.caller('dpo'), caseId, {
      kind: 'override-review',
      answer: 'done',
      note: 'It was right.',
    }),
  );
  expect(await read()).toMatchObject({ review: { is: 'done', by: here.staff('dpo').name } });
  expect(await asDpo((work, dpo) => overridesOfMonth(work, dpo, '2020-01-01'))).toEqual([]);
});

test.each<
  [string, (of: { readonly email: string | null; readonly mobile: string | null; readonly id: string }) => string]
>([
  ['email address, whatever its case', ({ email }) => (email ?? '').toUpperCase()],
  ['mobile number', ({ mobile }) => mobile ?? ''],
  ['id', ({ id }) => ` ${id} `],
])('a client is found by their %s, and that is on record', async (_what, writtenAs) => {
  const client = here.client(2);
  const found = await asDpo((work, dpo) => findClients(work, dpo, writtenAs(client)));
  expect(found.map(({ id }) => id)).toContain(client.id);
  const [entry] = await underTest.asOwner(`SELECT action, actor_id FROM audit_entries ORDER BY seq DESC LIMIT 1`);
  expect(entry).toEqual({ action: 'clients.found', actor_id: here.staff('dpo').id });
});
