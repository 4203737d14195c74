import type { StaffKey } from '../../prisma/demo-data';
import { forbidden, HeedError } from '../../records/errors';
import { newId } from '../../records/ids';
import { takeOnce, unplacedMessages } from '../../records/inbound-messages';
import type { RotaTier } from '../../records/rota/rota';
import { saveRota } from '../../records/rota/rotas';
import { recordHandover } from '../../records/urgent-care/handovers';
import { hearWithdrawal } from '../../records/urgent-care/heard';
import { listCases, readCase, readTimeline } from '../../records/urgent-care/read-case';
import { recordDecision } from '../../records/urgent-care/record-decision';
import { openAskForDecision } from '../../records/urgent-care/steps/page-staff';
import { waitingFor } from '../../records/urgent-care/waiting';
import type { Work } from '../../records/work';
import { type CasesOnRecord, casesOnRecord, messagesOf, stepTools } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { closedOnRecord } from '../support/whole-client';

/** A duty clinician reads and decides while on duty, by the clock of the rota and to the millisecond. contract.md §3 */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
let now: Date;
let caseId: string;

/** On the day after the concern. */
const at = (time: string): void => {
  now = new Date(`2026-11-23T${time}Z`);
};

beforeAll(async () => {
  underTest = await createRecordsUnderTest();
});
beforeEach(async () => {
  now = new Date('2026-11-22T12:00:00Z');
  cases = casesOnRecord(underTest.records, underTest.demo.organisation, () => now);
  const client = await cases.newClient();
  caseId = await cases.raised(client);
  await cases.clientAnswers(caseId);
  await theRotaIs({});
});
afterAll(() => underTest?.stop());

const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const shift = (who: StaffKey, from: string, to: string) => ({
  staffId: cases.organisation.staff[who].id,
  days: everyDay,
  from,
  to,
});

/** The duty clinician from eight to eight, a supervisor around the clock, unless told otherwise. */
async function theRotaIs({ clinicians, supervisors }: Partial<Record<string, RotaTier['shifts']>>): Promise<void> {
  const rota = {
    timeZone: 'Europe/London',
    tiers: [
      {
        name: 'duty-clinician' as const,
        shifts: clinicians ?? [shift('dutyClinician', '08:00', '20:00')],
        overrides: [],
      },
      { name: 'supervisor' as const, shifts: supervisors ?? [shift('supervisor', '00:00', '24:00')], overrides: [] },
    ],
  };
  await cases.transact((work) => saveRota(work, cases.staff('admin'), rota));
}

async function isAllowed(act: (work: Work) => Promise<unknown>): Promise<boolean> {
  try {
    await cases.transact(act);
    return true;
  } catch (error) {
    if (error instanceof HeedError && error.fault === 'forbidden') return false;
    throw error;
  }
}

type What = 'read' | 'read its story' | 'find it' | 'decide';
const everything: readonly What[] = ['read', 'read its story', 'find it', 'decide'];

/** What this member of staff may do now in the case. */
async function allowed(who: StaffKey): Promise<readonly What[]> {
  const caller = cases.caller(who);
  const tries: Readonly<Record<What, (work: Work) => Promise<unknown>>> = {
    read: (work) => readCase(work, caller, caseId),
    'read its story': (work) => readTimeline(work, caller, caseId, { limit: 1 }),
    'find it': async (work) => {
      const { items } = await listCases(work, caller, { limit: 100 });
      if (!items.some(({ id }) => id === caseId)) throw forbidden('It is not in the list.');
    },
    decide: (work) => recordDecision(work, caller, caseId, { kind: 'call', note: 'I call them.' }),
  };
  const may: What[] = [];
  for (const what of everything) if (await isAllowed(tries[what])) may.push(what);
  return may;
}

test.each([
  ['a millisecond before the shift', '07:59:59.999', []],
  ['when it begins', '08:00:00.000', everything],
  ['in its last millisecond', '19:59:59.999', everything],
  ['when it ends', '20:00:00.000', []],
])('%s', async (_, time, expected) => {
  at(time);
  expect(await allowed('dutyClinician')).toEqual(expected);
});

test.each(['practitioner', 'supervisor', 'secondSupervisor'] as const)(
  'who owns the case and who supervises need no shift: %s',
  async (who) => {
    at('03:00:00');
    expect(await allowed(who)).toEqual(everything);
  },
);

test('a colleague who treats somebody else has no shift and no case', async () => {
  expect(await allowed('secondPractitioner')).toEqual([]);
});

test('without a rota everyone with the role is on call, at any hour', async () => {
  cases = casesOnRecord(underTest.records, underTest.demo.otherOrganisation, () => now);
  caseId = await cases.raised(await cases.newClient());
  await cases.clientAnswers(caseId);
  at('23:00:00');
  expect(await allowed('dutyClinician')).toEqual(everything);
});

test('a gap of their tier alone calls nobody: somebody else is on duty', async () => {
  await theRotaIs({ clinicians: [] });
  expect(await allowed('dutyClinician')).toEqual([]);
});

test('while nobody at all is on duty, everyone with the role is', async () => {
  await theRotaIs({ clinicians: [], supervisors: [] });
  expect(await allowed('dutyClinician')).toEqual(everything);
});

describe('who was asked on duty', () => {
  const asked = async (rung: number): Promise<void> => {
    const order = { ...(await cases.order(caseId)), rung, nextPersonAt: now.getTime() + 900_000 };
    const messages = messagesOf(await cases.transact((work) => openAskForDecision(work, stepTools, order)));
    expect(messages).not.toEqual([]);
  };

  test('keeps the case over the end of the shift, until the next one is asked', async () => {
    at('19:55:00');
    await asked(1);
    at('20:10:00');
    expect(await allowed('dutyClinician')).toEqual(everything);

    await asked(1);
    expect(await allowed('dutyClinician')).toEqual([]);
  });

  test('keeps no other case by that', async () => {
    at('19:55:00');
    await asked(1);
    caseId = await cases.raised(await cases.newClient());
    at('20:10:00');
    expect(await allowed('dutyClinician')).toEqual([]);
  });
});

/** By its owner. Resolves to the offer's id. */
async function offerTo(who: StaffKey): Promise<string> {
  const { id: to } = cases.organisation.staff[who];
  const by = cases.caller('practitioner');
  const offer = { kind: 'offer', to, note: 'I am off at six.' } as const;
  return (await cases.transact((work) => recordHandover(work, by, caseId, offer))).handoverId;
}

test('to whom the case is offered, reads it off duty, until it is offered to somebody else', async () => {
  at('21:00:00');
  await offerTo('dutyClinician');
  expect(await allowed('dutyClinician')).toEqual(everything);

  await offerTo('supervisor');
  expect(await allowed('dutyClinician')).toEqual([]);
});

test.each([
  ['accept', everything],
  ['decline', []],
] as const)(
  'a practitioner to whom it is offered reads it, decides nothing in it, and may %s it',
  async (answer, then) => {
    const handoverId = await offerTo('secondPractitioner');
    expect(await allowed('secondPractitioner')).toEqual(['read', 'read its story', 'find it']);
    const caller = cases.caller('secondPractitioner');
    const asked = await cases.transact((work) => waitingFor(work, caller));
    const inCase = asked.filter((one) => one.caseId === caseId);
    expect(inCase).toMatchObject([{ what: 'handover', subjectId: handoverId }]);

    await cases.transact((work) =>
      recordHandover(work, caller, caseId, { kind: 'answer', handoverId, answer, note: '' }),
    );
    expect(await allowed('secondPractitioner')).toEqual(then);
  },
);

test('an offer that nobody answered opens no case that has closed', async () => {
  await offerTo('secondPractitioner');
  const reads = () => isAllowed((work) => readCase(work, cases.caller('secondPractitioner'), caseId));
  expect(await reads()).toBe(true);
  await closedOnRecord(underTest, { caseId });
  expect(await reads()).toBe(false);
});

describe('what somebody wrote without a case', () => {
  /** Resolves to its id. */
  const somebodyWrites = async (): Promise<string> => {
    const vendorId = newId();
    const words = { from: '+447700900398', text: 'Is anybody there?' };
    return cases.transact(async (work) => {
      await takeOnce(work, { channel: 'sms', vendorId, words }, async () => ({ taken: 'not-read', caseId: null }));
      return (await work.db.inboundMessage.findFirstOrThrow({ where: { vendorId } })).id;
    });
  };
  const reads = async (who: StaffKey, id: string): Promise<boolean> => {
    const { items } = await cases.transact((work) => unplacedMessages(work, cases.caller(who), { limit: 100 }));
    return items.some((item) => item.id === id);
  };

  test.each([
    ['that came before it is read on duty, and not before', '07:00:00', '07:30:00', false],
    ['that came before it is read when it begins', '07:00:00', '08:00:00', true],
    ['that came as it began is read off duty too', '08:00:00', '23:00:00', true],
    ['that came in its last millisecond is read off duty too', '19:59:59.999', '20:00:00', true],
    ['that came when it ended is the next one’s to read', '20:00:00', '20:00:01', false],
  ])('%s', async (_what, came, read, expected) => {
    at(came);
    const id = await somebodyWrites();
    at(read);
    expect(await reads('dutyClinician', id)).toBe(expected);
    expect(await reads('supervisor', id)).toBe(true);
  });

  test('while nobody was on duty at all, was for everyone', async () => {
    await theRotaIs({ clinicians: [], supervisors: [shift('supervisor', '21:15', '23:00')] });
    at('21:00:00');
    const inTheGap = await somebodyWrites();
    at('21:20:00');
    const afterwards = await somebodyWrites();
    at('21:30:00');
    expect(await reads('dutyClinician', inTheGap)).toBe(true);
    expect(await reads('dutyClinician', afterwards)).toBe(false);
  });

  test('pages once in a minute, and whoever is on duty then, however closely one follows another', async () => {
    await underTest.asOwner('DELETE FROM inbound_messages');
    const paged: boolean[] = [];
    for (const time of ['19:59:05', '19:59:40', '20:00:00', '20:00:50', '20:01:10']) {
      at(time);
      const process = `staff-notice/message-without-case/${await somebodyWrites()}`;
      const told = await underTest.asOwner('SELECT FROM outbox_entries WHERE workflow_id = $1', [process]);
      paged.push(told.length > 0);
    }
    expect(paged).toEqual([true, false, true, false, true]);
  });

  test('of which none is theirs leads on to the next page all the same', async () => {
    at('09:00:00');
    const theirs = await somebodyWrites();
    at('21:00:00');
    const later = await somebodyWrites();
    const caller = cases.caller('dutyClinician');
    const page = (cursor?: string) => cases.transact((work) => unplacedMessages(work, caller, { cursor, limit: 1 }));
    const first = await page();
    expect(first).toEqual({ items: [], next: later });
    expect((await page(later)).items.map(({ id }) => id)).toEqual([theirs]);
  });
});

test('off duty too, a withdrawal that they hear is taken', async () => {
  at('21:00:00');
  const given = { recipients: ['gp'], via: 'phone' } as const;
  expect(await isAllowed((work) => hearWithdrawal(work, cases.caller('dutyClinician'), caseId, given))).toBe(true);
});
