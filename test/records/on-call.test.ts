import { newId } from '../../records/ids';
import { addStaff } from '../../records/organisations';
import type { Rota, RotaTier } from '../../records/rota/rota';
import { saveRota } from '../../records/rota/rotas';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import { openAskForDecision, openPageForAction } from '../../records/urgent-care/steps/page-staff';
import { type CasesOnRecord, casesOnRecord, messagesOf, stepTools } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

/** Whose turn it is, asked of the rota when the message is written. */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
let now: Date;
let caseId: string;
/** A second duty clinician, so that shifts can change hands. */
let bea: { readonly id: string; readonly mobile: string };

beforeEach(async () => {
  underTest = await createRecordsUnderTest();
  now = new Date('2026-11-20T12:00:00Z');
  cases = casesOnRecord(underTest.records, underTest.demo.organisation, () => now);
  bea = { id: newId(), mobile: '+447700900390' };
  const roles = ['duty-clinician'];
  await cases.transact((work) => addStaff(work, { ...bea, roles, name: 'Bea Kirk', email: 'bea@riverside.example' }));
  caseId = await cases.raised(cases.client(0));
});
afterEach(() => underTest?.stop());

const staff = () => ({ ...cases.organisation.staff, bea });
type Who = 'practitioner' | 'dutyClinician' | 'supervisor' | 'secondSupervisor' | 'bea';

function named(messages: readonly Outgoing[]): readonly Who[] {
  const everyone: readonly Who[] = ['practitioner', 'dutyClinician', 'supervisor', 'secondSupervisor', 'bea'];
  const sms = messages.filter(({ channel }) => channel === 'sms');
  return sms.map(({ to }) => {
    const found = everyone.find((key) => staff()[key].mobile === to);
    if (!found) throw new Error('A message went to somebody who is not on call.');
    return found;
  });
}

async function askedToDecide(rung: number): Promise<readonly Who[]> {
  const order = { ...(await cases.order(caseId)), rung, nextPersonAt: now.getTime() + 600_000 };
  return named(messagesOf(await cases.transact((work) => openAskForDecision(work, stepTools, order))));
}

async function pagedForAction(): Promise<readonly Who[]> {
  const order = { ...(await cases.order(caseId)), nextPageAt: now.getTime() + 600_000 };
  return named(messagesOf(await cases.transact((work) => openPageForAction(work, stepTools, order))));
}

const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const around = (who: Who, from = '00:00', to = '24:00') => ({ staffId: staff()[who].id, days: everyDay, from, to });

/** Shifts of both tiers; Mina by day and Ruth around the clock unless told otherwise. */
async function theRotaIs(changes: {
  readonly duty?: Partial<RotaTier>;
  readonly supervisors?: Partial<RotaTier>;
}): Promise<void> {
  const none = { shifts: [], overrides: [] };
  const rota: Rota = {
    timeZone: 'Europe/London',
    tiers: [
      { name: 'duty-clinician', ...none, shifts: [around('dutyClinician', '08:00', '20:00')], ...changes.duty },
      { name: 'supervisor', ...none, shifts: [around('supervisor')], ...changes.supervisors },
    ],
  };
  await cases.transact((work) => saveRota(work, cases.staff('admin'), rota));
}

const ladder = async (rungs: number): Promise<readonly Who[]> => {
  const asked: Who[] = [];
  for (let rung = 0; rung < rungs; rung += 1) asked.push(...(await askedToDecide(rung)));
  return asked;
};

test('an organisation without a rota asks everyone who has the role, one after the other', async () => {
  expect(await ladder(6)).toEqual([
    'practitioner',
    'dutyClinician',
    'bea',
    'supervisor',
    'secondSupervisor',
    'practitioner',
  ]);
  expect(await pagedForAction()).toEqual(['dutyClinician', 'bea', 'supervisor', 'secondSupervisor']);
});

test('with one, the owner is asked, then who is on duty in each tier, then round again', async () => {
  await theRotaIs({});
  expect(await ladder(4)).toEqual(['practitioner', 'dutyClinician', 'supervisor', 'practitioner']);
  expect(await pagedForAction()).toEqual(['dutyClinician', 'supervisor']);
});

test('a gap in a tier falls through to the next', async () => {
  await theRotaIs({});
  now = new Date('2026-11-20T21:00:00Z');
  expect(await ladder(3)).toEqual(['practitioner', 'supervisor', 'practitioner']);
  expect(await pagedForAction()).toEqual(['supervisor']);
});

test('where nobody at all is on duty, everyone who may be is asked: never nobody', async () => {
  await theRotaIs({ duty: { shifts: [] }, supervisors: { shifts: [] } });
  expect(await pagedForAction()).toEqual(['dutyClinician', 'bea', 'supervisor', 'secondSupervisor']);
  expect(await ladder(2)).toEqual(['practitioner', 'dutyClinician']);
});

test('a rota that is saved while a case runs counts from its next message', async () => {
  await theRotaIs({});
  expect(await askedToDecide(1)).toEqual(['dutyClinician']);
  await theRotaIs({ duty: { shifts: [around('bea')] } });
  expect(await askedToDecide(1)).toEqual(['bea']);
});

test('a shift that ends while a case runs hands it to the next', async () => {
  await theRotaIs({
    duty: { shifts: [around('dutyClinician', '08:00', '20:00'), around('bea', '20:00', '08:00')] },
  });
  now = new Date('2026-11-20T19:59:59.999Z');
  expect(await askedToDecide(1)).toEqual(['dutyClinician']);
  now = new Date('2026-11-20T20:00:00Z');
  expect(await askedToDecide(1)).toEqual(['bea']);
});

test('who stands in is asked in place of whose shift it is', async () => {
  const overrides = [{ staffId: bea.id, from: '2026-11-20T11:00:00Z', to: '2026-11-20T13:00:00Z' }];
  await theRotaIs({ duty: { shifts: [around('dutyClinician')], overrides } });
  expect(await askedToDecide(1)).toEqual(['bea']);
  now = new Date('2026-11-20T13:00:00Z');
  expect(await askedToDecide(1)).toEqual(['dutyClinician']);
});

test('who lost the role since the rota was saved leaves a gap', async () => {
  await theRotaIs({});
  await underTest.asOwner(`UPDATE staff SET roles = '{practitioner}' WHERE id = $1`, [staff().dutyClinician.id]);
  expect(await ladder(3)).toEqual(['practitioner', 'supervisor', 'practitioner']);
});

test('an owner who is on duty has one turn, not two', async () => {
  await underTest.asOwner(`UPDATE staff SET roles = '{practitioner,duty-clinician}' WHERE id = $1`, [
    staff().practitioner.id,
  ]);
  await theRotaIs({ duty: { shifts: [around('practitioner')] } });
  expect(await ladder(3)).toEqual(['practitioner', 'supervisor', 'practitioner']);
  expect(await pagedForAction()).toEqual(['practitioner', 'supervisor']);
});
