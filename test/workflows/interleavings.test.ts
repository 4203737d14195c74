import fc from 'fast-check';
import type { Act, DisclosureOrder, StepOrder, UrgentCareActivities } from '../../workflows/urgent-care/contract';
import { taskKinds } from '../../workflows/urgent-care/words';
import { saidIn } from '../replay/histories';
import { faithfulActivities, type TakesStep } from '../rules/faithful-activities';
import { goesWell, type Life, lifeOf } from '../rules/lives';
import { createRecordOnPaper, type Happening, notInformingId, type RecordOnPaper } from '../rules/record-on-paper';
import { type CasesOnServer, casesOnServer, TaskLost } from '../support/cases-on-server';
import { quiet } from '../support/quiet';

/**
 * The safety of urgent care (domain.md §3) in the real workflow on a real server: generated lives in which acts, late
 * signals, deadlines and steps that die half-way fall between one another as they like. Each is replayed at its end.
 */

const seed = 20_261_122;
const numRuns = 50;
const aLife = lifeOf({ atMost: 5 });

let server: CasesOnServer;
beforeAll(async () => {
  quiet();
  server = await anotherServer();
}, 60_000);
afterAll(() => server?.stop());

function anotherServer(): Promise<CasesOnServer> {
  const names = Object.keys(faithfulActivities(unused, createRecordOnPaper(fc.sample(aLife, 1)[0]!)));
  return casesOnServer(names as (keyof UrgentCareActivities)[]);
}

const unused: TakesStep = () => Promise.reject(new Error('Only asked for its names.'));

/** What came of one life. */
interface Lived {
  readonly record: RecordOnPaper;
  readonly broken: readonly string[];
  readonly outcome: string;
  readonly said: readonly unknown[];
  readonly seen: ReadonlySet<string>;
}

/** A step's worker dies before its transaction, or after it with the result untold; another worker tries again. */
const deaths = fc.array(fc.constantFrom('none', 'none', 'none', 'none', 'before', 'after'), { maxLength: 12 });
type Deaths = readonly string[];

let cases = 0;
async function live(life: Life, stepDeaths: Deaths): Promise<Lived> {
  cases += 1;
  const caseId = `life-${cases}`;
  const record = createRecordOnPaper(life);
  const fates = [...life.fates];
  const dying = [...stepDeaths];
  const results = new Map<number, unknown>();
  const heldUp: Act[] = [];
  const broken: string[] = [];
  const seen = new Set<string>();

  const step: TakesStep = async <Result>(
    name: keyof UrgentCareActivities,
    order: StepOrder,
    result: (given: (typeof fates)[number]) => Result,
  ) => {
    if (results.has(order.step)) return results.get(order.step) as Result;
    const death = dying.shift() ?? 'none';
    if (death === 'before') throw new Error('The worker dies.');

    const fate = fates.shift() ?? goesWell;
    for (const what of fate.before) heldUp.push(...record.commit(what, order.at));
    const acts = record.actsAfter(order.seen);
    if (acts.length > 0) return { kind: 'overtaken' as const, acts };

    broken.push(...whatItBreaks(name, order, record));
    record.carriedOut(name, order);
    seen.add(name);
    results.set(order.step, result(fate));
    for (const what of fate.during) heldUp.push(...record.commit(what, order.at));
    if (death === 'after') throw new Error('The worker dies.');
    return results.get(order.step) as Result;
  };

  const activities = faithfulActivities(step, record);
  const { policy, immediacy } = life;
  const notInforming = life.isNotInforming ? { notInforming: { decisionId: notInformingId } } : {};
  const theCase = await server.begin({ caseId, policy, immediacy, ...notInforming }, activities);
  const commit = async (what: Happening, isSignalled: boolean): Promise<void> => {
    const acts = record.commit(what, await server.now());
    if (!isSignalled) heldUp.push(...acts);
    else for (const act of acts) await theCase.tell(act);
  };
  const lateSignals = async (): Promise<void> => {
    const signals = heldUp.splice(0).reverse();
    for (const act of [...signals, ...signals.slice(0, 2)]) await theCase.tell(act);
  };

  for (const moment of life.moments) {
    if (moment.kind === 'act') await commit(moment.what, moment.isSignalled);
    else if (moment.kind === 'late-signals') await lateSignals();
    // A process that is lost begins anew in the tests on paper; workers are killed in test/faults/processes.
    else if (moment.kind !== 'process-lost')
      await server.pass(Math.ceil(moment.share * (await untilTheTurnEnds(record))));
  }
  // From here on all goes well: whoever cannot be told would be a person's to tell, and to say so.
  fates.length = 0;
  await commit({ kind: 'stood-down', outcome: 'client-safe' }, true);
  await commit({ kind: 'outcome-recorded', outcome: 'client-safe' }, true);
  for (const task of taskKinds) await commit({ kind: 'task-done', task }, true);
  await lateSignals();
  const { outcome } = await theCase.outcome();
  return { record, broken, outcome, seen, said: saidIn(await theCase.replay()) };
}

/** A life that the server lost is lived anew on another one. */
async function liveToItsEnd(life: Life, stepDeaths: Deaths, serversLeft = 3): Promise<Lived> {
  try {
    return await live(life, stepDeaths);
  } catch (error) {
    if (!(error instanceof TaskLost) || serversLeft === 1) throw error;
    await server.stop();
    server = await anotherServer();
    return liveToItsEnd(life, stepDeaths, serversLeft - 1);
  }
}

/** The client's turn, if it is theirs; else a while in which much falls due. */
async function untilTheTurnEnds(record: RecordOnPaper): Promise<number> {
  const turnEndsAt = record.resumed.client?.windowEndsAt ?? 0;
  const left = turnEndsAt - (await server.now());
  return left > 0 && Number.isFinite(left) ? left + 1_000 : 6 * 60_000;
}

/** The safety properties, asked as a step's transaction begins: all that was committed before is known. */
function whatItBreaks(name: keyof UrgentCareActivities, order: StepOrder, record: RecordOnPaper): readonly string[] {
  const { outcome } = record;
  const ends = name === 'closeCase' || name === 'cancelEverythingAndHold';
  const broken = [
    ends && outcome === null && 'a case ends without a human outcome',
    outcome === 'deceased' && name !== 'cancelEverythingAndHold' && `after a death: ${name}`,
  ];
  if (name === 'disclose') {
    const { recipient } = order as DisclosureOrder;
    broken.push(
      !record.mayBeTold(recipient) && `${recipient} is told without a mandate`,
      record.refused.includes(recipient) && `${recipient} is told although a withdrawal came first`,
      !record.decidedOn.includes(recipient) && `${recipient} is told although nobody decided so`,
      !record.clientHadTheirTurn(order.at) && `${recipient} is told before the client had their turn`,
      outcome !== null && `${recipient} is told after the end`,
    );
  }
  return broken.flatMap((one) => (one === false ? [] : [one]));
}

const isId = /^act-\d+$/;
/** Kebab-case, as every value of ours. A name would begin with a capital, a text would have a space. */
const isEnum = /^[a-z]+(-[a-z0-9]+)*$/;
function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}

test(`${numRuns} lives on the server (seed ${seed}): no order of things breaks the safety of a case`, async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(aLife, deaths, async (life, stepDeaths) => {
      const lived = await liveToItsEnd(life, stepDeaths);
      expect(lived.broken).toEqual([]);
      expect(lived.outcome).toBe(lived.record.outcome);
      expect(lived.said.flatMap(wordsIn).filter((word) => !isId.test(word) && !isEnum.test(word))).toEqual([]);
      for (const name of lived.seen) seen.set(name, (seen.get(name) ?? 0) + 1);
    }),
    { seed, numRuns, endOnFailure: true },
  );
  // They are lives: people are told in many of them, and they take back what they said.
  expect(seen.get('disclose')).toBeGreaterThan(numRuns / 5);
  expect(seen.get('tellClientWhatHadGone')).toBeGreaterThan(numRuns / 10);
}, 600_000);
