import pg from 'pg';
import type { StaffKey } from '../../prisma/demo-data';
import type { HeedError } from '../../records/errors';
import { raiseConcern } from '../../records/urgent-care/raise-concern';
import { recordAcknowledgement } from '../../records/urgent-care/record-acknowledgement';
import { type DecisionInput, recordDecision } from '../../records/urgent-care/record-decision';
import { recordHumanOutcome, recordStandDown } from '../../records/urgent-care/record-outcome';
import { recordWithdrawal } from '../../records/urgent-care/record-withdrawal';
import { closeCase } from '../../records/urgent-care/steps/aftercare';
import { openAskForDecision, openPageForAction } from '../../records/urgent-care/steps/page-staff';
import type { Actor, Work } from '../../records/work';
import type { Acknowledgement, OutcomeKind } from '../../workflows/urgent-care/words';
import { agrees, type CasesOnRecord, casesOnRecord, stepTools } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { until } from '../support/until';

/**
 * Two things happen to one case at the same instant. One outcome each: the record tells which came first, and who came
 * second hears so or is recorded as late. domain.md §3, docs/adr/0004
 */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
/** Whoever holds a client's row, so that both contenders stand in line for it. */
let holder: pg.Client;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
  holder = new pg.Client({ connectionString: underTest.database.ownerUrl });
  await holder.connect();
});
afterAll(async () => {
  await holder?.end();
  await underTest?.stop();
});

const rounds = 16;
/** All rounds, on a busy machine. */
const longMs = 90_000;

/** What one contender got: the kind of its answer, or the problem with which it was refused. */
type Got = string;
type Contender = () => Promise<Got>;
/** One case, and the two that contend over it. */
interface Contest {
  readonly caseId: string;
  readonly one: Contender;
  readonly other: Contender;
}

const theClient: Actor = { kind: 'client', id: null, name: 'The client' };
const theContact: Actor = { kind: 'contact', id: null, name: 'The first contact' };

/** A person's request: what was refused with a 409 is an answer, everything else is a failure of the test. */
const asks =
  (taken: Got, act: (work: Work) => Promise<unknown>): Contender =>
  async () => {
    try {
      const answer = await cases.transact(act);
      return answer === 'late' ? 'late' : taken;
    } catch (error) {
      const { fault, problem } = error as HeedError;
      if (fault !== 'conflict') throw error;
      return problem;
    }
  };
/** A workflow's step, as it was ordered before the race. */
const step =
  (open: (work: Work) => Promise<{ readonly kind: string }>): Contender =>
  async () =>
    (await cases.transact(open)).kind;

const decides = (caseId: string, by: StaffKey, decision: DecisionInput, taken = 'decided'): Contender =>
  asks(taken, (work) => recordDecision(work, cases.caller(by), caseId, decision));
const proceeds = { kind: 'proceed', recipients: ['contact-1'], note: 'As agreed.' } as const;
const standsDown = (caseId: string, by: StaffKey = 'supervisor', kind: OutcomeKind = 'client-safe'): Contender =>
  asks('stood-down', (work) => recordStandDown(work, cases.caller(by), caseId, { kind, note: 'Spoke with them.' }));
const givesOutcome = (caseId: string, by: StaffKey): Contender =>
  asks('recorded', (work) =>
    recordHumanOutcome(work, cases.caller(by), caseId, { kind: 'client-safe', note: 'Spoke with them.' }),
  );
const acknowledges = (caseId: string, answer: Acknowledgement): Contender =>
  asks('taken', (work) =>
    recordAcknowledgement(work, caseId, theContact, { recipient: 'contact-1', answer, via: 'page' }),
  );

async function decidable(): Promise<string> {
  const caseId = await cases.raised(await cases.newClient());
  await cases.clientAnswers(caseId, agrees('contact-1'));
  return caseId;
}
async function decided(): Promise<string> {
  const caseId = await decidable();
  await cases.proceeds(caseId, 'contact-1');
  return caseId;
}
const told = async (): Promise<string> => (await cases.toldCase(await cases.newClient())).id;

async function page(caseId: string): Promise<Contender> {
  const order = { ...(await cases.order(caseId)), nextPageAt: Date.now() };
  return step((work) => openPageForAction(work, stepTools, order));
}

const kindsOf = async (caseId: string): Promise<readonly string[]> =>
  (
    await underTest.asOwner<{ kind: string }>('SELECT kind FROM timeline_entries WHERE case_id = $1 ORDER BY seq', [
      caseId,
    ])
  ).map(({ kind }) => kind);

/** What must hold of every record, whoever came first. */
async function expectOneRecord(caseId: string): Promise<void> {
  const acts = await underTest.asOwner<{ seq: number }>('SELECT seq FROM case_acts WHERE case_id = $1 ORDER BY seq', [
    caseId,
  ]);
  expect(acts.map(({ seq }) => seq)).toEqual(acts.map((_act, index) => index + 1));
  const audited = await underTest.asOwner<{ action: string }>(
    'SELECT action FROM audit_entries WHERE case_id = $1 ORDER BY seq',
    [caseId],
  );
  expect(audited.map(({ action }) => action)).toEqual(await kindsOf(caseId));
}

interface Race {
  readonly between: string;
  readonly contest: () => Promise<Contest>;
  /** What the two got, and the last of the timeline, if `one` came first, and if `other` did. */
  readonly oneFirst: Result;
  readonly otherFirst: Result;
}
interface Result {
  readonly got: readonly [one: Got, other: Got];
  readonly timelineEndsWith: readonly string[];
}

/** A step that was opened wrote its messages; one that was overtaken wrote none. */
async function expectMessagesOnlyOf(caseId: string, got: readonly Got[], writtenBefore: number): Promise<void> {
  expect((await written(caseId)) > writtenBefore).toBe(got.includes('opened'));
}

async function written(caseId: string): Promise<number> {
  const sql = 'SELECT count(*)::int AS count FROM dispatches WHERE case_id = $1';
  return (await underTest.asOwner<{ count: number }>(sql, [caseId]))[0]?.count ?? 0;
}

const races: readonly Race[] = [
  {
    between: 'an acknowledgement and the deadline at which nobody acts',
    contest: async () => {
      const caseId = await told();
      return { caseId, one: acknowledges(caseId, 'acting'), other: await page(caseId) };
    },
    oneFirst: { got: ['taken', 'overtaken'], timelineEndsWith: ['decision.recorded', 'recipient.acting'] },
    otherFirst: { got: ['taken', 'opened'], timelineEndsWith: ['staff.asked-for-action', 'recipient.acting'] },
  },
  {
    between: 'a withdrawal and a disclosure',
    contest: async () => {
      const caseId = await decided();
      const order = await cases.disclosureOrder(caseId, 'contact-1');
      const withdraws = asks('withdrawn', (work) =>
        recordWithdrawal(work, caseId, theClient, { recipients: 'all', via: 'page' }),
      );
      return { caseId, one: withdraws, other: async () => (await cases.openDisclosure(order)).kind };
    },
    oneFirst: { got: ['withdrawn', 'overtaken'], timelineEndsWith: ['decision.recorded', 'consent.withdrawn'] },
    otherFirst: { got: ['withdrawn', 'opened'], timelineEndsWith: ['decision.recorded', 'consent.withdrawn'] },
  },
  {
    between: 'a stand-down and a disclosure',
    contest: async () => {
      const caseId = await decided();
      const order = await cases.disclosureOrder(caseId, 'contact-1');
      return { caseId, one: standsDown(caseId), other: async () => (await cases.openDisclosure(order)).kind };
    },
    oneFirst: { got: ['stood-down', 'overtaken'], timelineEndsWith: ['decision.recorded', 'case.stood-down'] },
    otherFirst: { got: ['stood-down', 'opened'], timelineEndsWith: ['decision.recorded', 'case.stood-down'] },
  },
  {
    between: 'a decision and the next person’s turn to be asked',
    contest: async () => {
      const caseId = await decidable();
      const order = { ...(await cases.order(caseId)), rung: 1, nextPersonAt: Date.now() };
      return {
        caseId,
        one: decides(caseId, 'practitioner', proceeds),
        other: step((work) => openAskForDecision(work, stepTools, order)),
      };
    },
    oneFirst: { got: ['decided', 'overtaken'], timelineEndsWith: ['client.answered', 'decision.recorded'] },
    otherFirst: { got: ['decided', 'opened'], timelineEndsWith: ['staff.asked-for-decision', 'decision.recorded'] },
  },
  {
    between: 'two people who decide the same',
    contest: async () => {
      const caseId = await decidable();
      const one = decides(caseId, 'practitioner', proceeds);
      return { caseId, one, other: decides(caseId, 'supervisor', proceeds) };
    },
    oneFirst: { got: ['decided', 'already-decided'], timelineEndsWith: ['client.answered', 'decision.recorded'] },
    otherFirst: { got: ['already-decided', 'decided'], timelineEndsWith: ['client.answered', 'decision.recorded'] },
  },
  {
    between: 'one who goes on and one who asks the client again',
    contest: async () => {
      const caseId = await decidable();
      const one = decides(caseId, 'practitioner', proceeds);
      return { caseId, one, other: decides(caseId, 'supervisor', { kind: 'ask-again', note: '' }) };
    },
    oneFirst: { got: ['decided', 'decided'], timelineEndsWith: ['decision.recorded', 'decision.recorded'] },
    otherFirst: { got: ['client-first', 'decided'], timelineEndsWith: ['client.answered', 'decision.recorded'] },
  },
  {
    between: 'one who goes on and one who stands down',
    contest: async () => {
      const caseId = await decidable();
      return { caseId, one: decides(caseId, 'practitioner', proceeds), other: standsDown(caseId) };
    },
    oneFirst: { got: ['decided', 'stood-down'], timelineEndsWith: ['decision.recorded', 'case.stood-down'] },
    otherFirst: { got: ['case-ended', 'stood-down'], timelineEndsWith: ['client.answered', 'case.stood-down'] },
  },
  {
    between: 'two who stand down',
    contest: async () => {
      const caseId = await decidable();
      return {
        caseId,
        one: standsDown(caseId, 'practitioner'),
        other: standsDown(caseId, 'supervisor', 'transferred'),
      };
    },
    oneFirst: { got: ['stood-down', 'already-ended'], timelineEndsWith: ['client.answered', 'case.stood-down'] },
    otherFirst: { got: ['already-ended', 'stood-down'], timelineEndsWith: ['client.answered', 'case.stood-down'] },
  },
  {
    between: 'an acknowledgement and a stand-down',
    contest: async () => {
      const caseId = await told();
      return { caseId, one: acknowledges(caseId, 'acting'), other: standsDown(caseId) };
    },
    oneFirst: { got: ['taken', 'stood-down'], timelineEndsWith: ['recipient.acting', 'case.stood-down'] },
    otherFirst: { got: ['late', 'stood-down'], timelineEndsWith: ['case.stood-down', 'acknowledgement.late'] },
  },
  {
    between: 'an outcome and the next page',
    contest: async () => {
      const caseId = await nobodyActing();
      return { caseId, one: givesOutcome(caseId, 'dutyClinician'), other: await page(caseId) };
    },
    oneFirst: { got: ['recorded', 'overtaken'], timelineEndsWith: ['staff.asked-for-action', 'outcome.recorded'] },
    otherFirst: {
      got: ['recorded', 'opened'],
      timelineEndsWith: ['staff.asked-for-action', 'staff.asked-for-action', 'outcome.recorded'],
    },
  },
  {
    between: 'two who say what came of it',
    contest: async () => {
      const caseId = await nobodyActing();
      return { caseId, one: givesOutcome(caseId, 'dutyClinician'), other: givesOutcome(caseId, 'supervisor') };
    },
    oneFirst: {
      got: ['recorded', 'no-outcome-awaited'],
      timelineEndsWith: ['staff.asked-for-action', 'outcome.recorded'],
    },
    otherFirst: {
      got: ['no-outcome-awaited', 'recorded'],
      timelineEndsWith: ['staff.asked-for-action', 'outcome.recorded'],
    },
  },
];

async function nobodyActing(): Promise<string> {
  const caseId = await told();
  await (await page(caseId))();
  return caseId;
}

describe.each(races)('between $between', ({ contest, oneFirst, otherFirst }) => {
  test('the first in line wins, whichever it is', async () => {
    for (const [expected, swapped] of [
      [oneFirst, false],
      [otherFirst, true],
    ] as const) {
      const { caseId, one, other } = await contest();
      const before = await written(caseId);
      const got = await inLine(caseId, swapped ? [other, one] : [one, other]);
      expect(swapped ? got.toReversed() : got).toEqual(expected.got);
      expect((await kindsOf(caseId)).slice(-expected.timelineEndsWith.length)).toEqual(expected.timelineEndsWith);
      await expectMessagesOnlyOf(caseId, got, before);
      await expectOneRecord(caseId);
    }
  });

  test(
    'at the same instant either comes first, and nothing else',
    async () => {
      for (let round = 0; round < rounds; round += 1) {
        const { caseId, one, other } = await contest();
        const before = await written(caseId);
        const [first, second] = round % 2 === 0 ? [one, other] : [other, one];
        const results = await Promise.all([first(), second()]);
        const got = round % 2 === 0 ? results : results.toReversed();
        const fits = await fitTo(caseId, got);
        expect({ got, fits: fits(oneFirst) || fits(otherFirst) }).toEqual({ got, fits: true });
        await expectMessagesOnlyOf(caseId, got, before);
        await expectOneRecord(caseId);
      }
    },
    longMs,
  );
});

/** Whether what both got, and what is on record now, is this result. */
async function fitTo(caseId: string, got: readonly Got[]): Promise<(result: Result) => boolean> {
  const kinds = await kindsOf(caseId);
  return (result) =>
    String(got) === String(result.got) &&
    String(kinds.slice(-result.timelineEndsWith.length)) === String(result.timelineEndsWith);
}

describe('a concern that is raised while the case about the same client ends', () => {
  const ends: readonly (readonly [string, (caseId: string) => Promise<Contender>])[] = [
    ['by a stand-down', async (caseId) => standsDown(caseId)],
    [
      'by its last step',
      async (caseId) => {
        await standsDown(caseId)();
        const order = await cases.order(caseId);
        return step((work) => closeCase(work, order));
      },
    ],
  ];

  test.each(ends)(
    '%s is new evidence in it, or a case of its own: never lost',
    async (_how, end) => {
      for (let round = 0; round < rounds; round += 1) {
        const client = await cases.newClient();
        const caseId = await cases.raised(client);
        const ending = await end(caseId);
        const raise = () =>
          cases.transact((work) =>
            raiseConcern(work, cases.caller('secondPractitioner'), {
              clientId: client.id,
              about: null,
              concern: 'Wrote a letter of farewell.',
              immediacy: 'immediate',
              doneSoFar: '',
            }),
          );
        const endsFirst = round % 2 === 0 ? null : ending();
        const raising = raise();
        await (endsFirst ?? ending());
        const raised = await raising;

        if (raised.joined) {
          expect(raised.id).toBe(caseId);
          // It came before the end, and whoever closes the case hears of it first.
          const kinds = await kindsOf(caseId);
          expect(kinds.indexOf('concern.raised-again')).toBeLessThan(kinds.indexOf('case.stood-down'));
          const order = { ...(await cases.order(caseId)), seen: 0 };
          expect(await cases.transact((work) => closeCase(work, order))).toMatchObject({
            kind: 'overtaken',
            acts: [{ kind: 'immediacy-raised' }, { kind: 'news-for-owner' }, { kind: 'stood-down' }],
          });
        } else {
          expect(raised.id).not.toBe(caseId);
          expect(raised.status).toBe('queued');
          expect(await kindsOf(raised.id)).toEqual(['concern.raised']);
          await expectOneRecord(raised.id);
        }
        await expectOneRecord(caseId);
      }
    },
    longMs,
  );

  test.each(['the concern', 'the end'])('goes where the line says: %s first', async (first) => {
    const client = await cases.newClient();
    const caseId = await cases.raised(client);
    const raising: Contender = async () => {
      const concern = {
        clientId: client.id,
        about: null,
        concern: 'Again.',
        immediacy: 'significant',
        doneSoFar: '',
      } as const;
      const { joined } = await cases.transact((work) => raiseConcern(work, cases.caller('practitioner'), concern));
      return joined ? 'joined' : 'a new case';
    };
    const got = await inLine(
      caseId,
      first === 'the concern' ? [raising, standsDown(caseId)] : [standsDown(caseId), raising],
    );
    expect(got).toEqual(first === 'the concern' ? ['joined', 'stood-down'] : ['stood-down', 'a new case']);
  });
});

/** Both stand in line for the client's row, in this order, before either gets it. */
async function inLine(caseId: string, [first, second]: readonly [Contender, Contender]): Promise<readonly Got[]> {
  await holder.query('BEGIN');
  await holder.query('SELECT FROM clients WHERE id = (SELECT client_id FROM cases WHERE id = $1) FOR UPDATE', [caseId]);
  const firstGot = first();
  await waiting(1);
  const secondGot = second();
  await waiting(2);
  await holder.query('COMMIT');
  return Promise.all([firstGot, secondGot]);
}

const waiting = (many: number): Promise<boolean> =>
  until(
    `${many} wait for the client's row`,
    async () => {
      const [{ count } = { count: 0 }] = await underTest.asOwner<{ count: number }>(
        `SELECT count(DISTINCT pid)::int AS count FROM pg_locks
       WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`,
      );
      return count >= many;
    },
    4_000,
  );
