import { hearAcknowledgement } from '../../records/urgent-care/heard';
import { readCase, readTimeline } from '../../records/urgent-care/read-case';
import { recordWithdrawal } from '../../records/urgent-care/record-withdrawal';
import { openTellClientWhatWasShared } from '../../records/urgent-care/steps/aftercare';
import { openAskToTelephoneGp } from '../../records/urgent-care/steps/page-staff';
import { agrees, type CasesOnRecord, casesOnRecord, messagesOf, stepTools } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

/** A closed GP, and the call for an immediate concern, as the record has them. domain.md §3.6 */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
let now: Date;
let caseId: string;

const fridayEvening = new Date('2026-11-20T18:30:00Z');
const mondayMorning = new Date('2026-11-23T08:00:00Z');

beforeEach(async () => {
  underTest = await createRecordsUnderTest();
  now = fridayEvening;
  cases = casesOnRecord(underTest.records, underTest.demo.organisation, () => now);
  caseId = await cases.raised(cases.client(0), 'immediate');
  await cases.clientAnswers(caseId, agrees('gp', 'summary'), agrees('contact-1'));
  await cases.proceeds(caseId, 'gp', 'contact-1');
});
afterEach(() => underTest?.stop());

const toGp = async () => cases.openDisclosure(await cases.disclosureOrder(caseId, 'gp', 'email'));
const timeline = async (kind: string): Promise<readonly string[]> => {
  const { items } = await cases.transact((work) =>
    readTimeline(work, cases.caller('supervisor'), caseId, { limit: 100 }),
  );
  return items.filter((item) => item.kind === kind).map(({ text }) => text ?? '');
};
const written = (): Promise<number> =>
  cases.transact(({ db }) => db.dispatch.count({ where: { caseId, recipient: 'gp' } }));

test('a GP who is closed is skipped until the practice opens, nothing is written, and the crisis team is offered', async () => {
  expect(await toGp()).toEqual({ kind: 'closed', opensAt: mondayMorning.getTime() });
  expect(await written()).toBe(0);
  expect(await timeline('disclosure.waits-for-opening')).toEqual([
    expect.stringMatching(/is closed until Mon 23 Nov 08:00 .* the local crisis team, NHS 111 option 2\.$/),
  ]);
});

test.each([
  ['a millisecond before the practice closes', new Date(fridayEvening.getTime() - 1), 'opened'],
  ['as it closes', fridayEvening, 'closed'],
  ['a millisecond before it opens', new Date(mondayMorning.getTime() - 1), 'closed'],
  ['as it opens', mondayMorning, 'opened'],
  ['on Easter Monday', new Date('2027-03-29T10:00:00Z'), 'closed'],
])('%s', async (_when, instant, kind) => {
  now = instant;
  expect((await toGp()).kind).toBe(kind);
});

test('contacts are written to at any hour', async () => {
  expect((await cases.openDisclosure(await cases.disclosureOrder(caseId, 'contact-1'))).kind).toBe('opened');
});

test('the organisation’s own place says what the hour is, and which days are holidays', async () => {
  await underTest.asOwner(`UPDATE organisations SET time_zone = 'America/New_York' WHERE id = $1`, [
    cases.organisation.id,
  ]);
  expect((await toGp()).kind).toBe('opened');
  await underTest.asOwner(
    `UPDATE organisations SET time_zone = 'Europe/London', bank_holidays_of = 'scotland' WHERE id = $1`,
    [cases.organisation.id],
  );
  now = new Date('2027-03-29T10:00:00Z');
  expect((await toGp()).kind).toBe('opened');
});

test('a step whose first try wrote the message before the practice closed goes on with it', async () => {
  now = new Date(fridayEvening.getTime() - 1);
  const order = await cases.disclosureOrder(caseId, 'gp', 'email');
  const [message] = messagesOf(await cases.openDisclosure(order));
  now = fridayEvening;
  const again = messagesOf(await cases.openDisclosure(order));
  expect(again.map(({ id }) => id)).toEqual([message?.id]);
});

test('without a mandate a closed GP is withheld, not kept for later', async () => {
  const { id, name } = cases.client(0);
  await cases.transact((work) =>
    recordWithdrawal(work, caseId, { kind: 'client', id, name }, { recipients: ['gp'], via: 'phone' }),
  );
  expect(await toGp()).toEqual({ kind: 'withheld' });
});

describe('the call to the GP', () => {
  const asked = async () => {
    const order = await cases.order(caseId);
    return messagesOf(await cases.transact((work) => openAskToTelephoneGp(work, stepTools, order)));
  };
  const said = () =>
    cases.transact((work) =>
      hearAcknowledgement(work, cases.caller('practitioner'), caseId, {
        recipient: 'gp',
        answer: 'acting',
        via: 'phone',
      }),
    );

  test('is asked of the owner, and the timeline names them', async () => {
    const { practitioner } = cases.organisation.staff;
    expect((await asked()).map(({ to }) => to)).toEqual([practitioner.mobile, practitioner.email]);
    expect(await timeline('staff.asked-for-gp-call')).toEqual([
      `${practitioner.name} was asked to telephone the GP now and to record the answer.`,
    ]);
  });

  test('is not asked for once the mandate is gone', async () => {
    const { id, name } = cases.client(0);
    await cases.transact((work) =>
      recordWithdrawal(work, caseId, { kind: 'client', id, name }, { recipients: ['gp'], via: 'phone' }),
    );
    expect(await asked()).toEqual([]);
    expect(await timeline('staff.asked-for-gp-call')).toEqual([]);
  });

  test('has its answer recorded although no message went, and the client is told of it', async () => {
    await toGp();
    await asked();
    await said();
    const view = await cases.transact((work) => readCase(work, cases.caller('supervisor'), caseId));
    expect(view.recipients.find(({ recipient }) => recipient === 'gp')?.status).toBe('acting');

    const order = { ...(await cases.order(caseId)), dueAt: now.getTime() };
    const told = messagesOf(await cases.transact((work) => openTellClientWhatWasShared(work, stepTools, order)));
    const byEmail = told.find(({ channel }) => channel === 'email');
    expect(byEmail?.text).toMatch(/we told your GP/);
    expect(byEmail?.text).not.toMatch(/contact/);
  });

  test('that nobody was asked for has no answer', async () => {
    await expect(said()).rejects.toMatchObject({ problem: 'not-told' });
  });
});
