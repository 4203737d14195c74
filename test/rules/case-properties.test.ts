import fc from 'fast-check';
import type {
  Act,
  DisclosureOrder,
  DisclosureResult,
  Overtaken,
  ProposalOrder,
  StepOrder,
  UrgentCareActivities,
  WhatHappened,
} from '../../workflows/urgent-care/contract';
import type { PinnedPolicy } from '../../workflows/urgent-care/policy';
import type { Immediacy, Instant } from '../../workflows/urgent-care/words';
import { type StoryOnPaper, startOnPaper } from '../support/workflow-on-paper';
import { anyImmediacy, anyPolicy, anythingHappens } from './arbitraries';
import { createRecordOnPaper, notInforming, type RecordOnPaper } from './record-on-paper';

/**
 * The real story of urgent care against generated lives: whatever people, vendors and the machines under it do, in
 * whatever order, these things hold. A failure prints the life that broke it, made as short as it can be.
 */

interface Life {
  readonly immediacy: Immediacy;
  readonly policy: PinnedPolicy;
  /** Whoever raised it proposed not to tell the client first. */
  readonly isNotInforming: boolean;
  readonly moments: readonly Moment[];
  /** What befalls the first steps, one after the other. Later steps go well. */
  readonly fates: readonly Fate[];
}

/** What happens while the story waits. */
type Moment =
  | { readonly kind: 'act'; readonly what: WhatHappened; readonly isSignalled: boolean }
  /** Signals that were held up come in, the newest first, and some of them again. */
  | { readonly kind: 'late-signals' }
  /** Time passes: this share of the wait. */
  | { readonly kind: 'time'; readonly share: number };

/** What befalls one step. */
interface Fate {
  /** Committed before the step's transaction: the step is overtaken. */
  readonly before: readonly WhatHappened[];
  /** Committed after it, and signalled before its result is known. */
  readonly during: readonly WhatHappened[];
  readonly takesMs: number;
  readonly tried: DisclosureResult;
  readonly reachesClient: boolean;
  /** The history is long: the story goes on in a new run. */
  readonly isTiring: boolean;
}

const goesWell: Fate = {
  before: [],
  during: [],
  takesMs: 0,
  tried: { kind: 'sent' },
  reachesClient: true,
  isTiring: false,
};

const seldom = fc.oneof(
  { weight: 6, arbitrary: fc.constant<WhatHappened[]>([]) },
  { weight: 1, arbitrary: fc.array(anythingHappens, { minLength: 1, maxLength: 2 }) },
);

const kind = fc.constantFrom('sent', 'sent', 'failed-temporary', 'failed-permanent', 'withheld');
const anyResult: fc.Arbitrary<DisclosureResult> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind }) },
  // Until some moment of the first two days of the case; by now it may be over.
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('closed'), opensAt: fc.nat({ max: 48 * 60 * 60_000 }) }) },
);

const fate: fc.Arbitrary<Fate> = fc.record({
  before: seldom,
  during: seldom,
  takesMs: fc.integer({ min: 0, max: 40_000 }),
  tried: anyResult,
  reachesClient: fc.constantFrom(true, true, true, false),
  isTiring: fc.constantFrom(false, false, false, true),
});

const moment: fc.Arbitrary<Moment> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      what: anythingHappens,
      isSignalled: fc.constantFrom(true, true, true, false),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Moment>({ kind: 'late-signals' }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('time' as const), share: fc.constantFrom(0.3, 0.9, 1, 1, 1, 1) }),
  },
);

const anyLife: fc.Arbitrary<Life> = fc.record({
  immediacy: anyImmediacy,
  policy: anyPolicy,
  isNotInforming: fc.constantFrom(false, false, false, true),
  moments: fc.array(moment, { minLength: 3, maxLength: 25 }),
  fates: fc.array(fate, { maxLength: 30 }),
});

/** What every life is watched for. */
interface Watch {
  /** A step's transaction begins: everything committed so far is known to the story. */
  readonly step?: (name: keyof UrgentCareActivities, order: StepOrder, record: RecordOnPaper) => void;
  readonly waits?: (story: StoryOnPaper, record: RecordOnPaper) => void;
  readonly ends?: (record: RecordOnPaper) => void;
}

interface LivedCase {
  readonly story: StoryOnPaper;
  readonly record: RecordOnPaper;
  /** Lets the wait end as it should. Nothing befalls the case any more. */
  readonly onward: () => Promise<void>;
}

/** Lives it to the last moment. The case is then where it is. */
async function live(life: Life, watch: Watch): Promise<LivedCase> {
  const { immediacy, policy, isNotInforming } = life;
  const fates = [...life.fates];
  const heldUp: Act[] = [];
  const record = createRecordOnPaper(policy, immediacy, isNotInforming);
  let now: Instant = 0;
  let isTired = false;
  let story: StoryOnPaper | undefined;

  const commit = (what: WhatHappened, isSignalled: boolean): void => {
    const act = record.commit(what, now);
    if (!act) return;
    if (isSignalled) story?.tell(act);
    else heldUp.push(act);
  };

  const step = async <Result>(
    name: keyof UrgentCareActivities,
    order: StepOrder,
    result: (given: Fate) => Result,
  ): Promise<Result | Overtaken> => {
    const given = fates.shift() ?? goesWell;
    isTired = given.isTiring;
    for (const what of given.before) commit(what, false);
    const acts = record.actsAfter(order.seen);
    if (acts.length > 0) return { kind: 'overtaken', acts };

    watch.step?.(name, order, record);
    record.carriedOut(name, order);
    for (const what of given.during) commit(what, true);
    now += given.takesMs;
    return result(given);
  };

  const simply = (name: keyof UrgentCareActivities) => (order: StepOrder) =>
    step(name, order, () => ({ kind: 'done' as const }));
  const reaching =
    <Reached extends string>(
      name: 'informClient' | 'tellClientWhatWasShared' | 'askClientHowItWas',
      reached: Reached,
    ) =>
    (order: StepOrder) =>
      step(name, order, ({ reachesClient }) => {
        const kind = reachesClient ? reached : ('client-not-reached' as const);
        if (name === 'informClient') record.clientAsked(order.at, reachesClient);
        return { kind };
      });
  const activities: UrgentCareActivities = {
    informClient: reaching('informClient', 'client-informed'),
    tellClientWhatHadGone: simply('tellClientWhatHadGone'),
    askForDecision: simply('askForDecision'),
    askForApproval: simply('askForApproval'),
    tellProposerTheyMayProceed: simply('tellProposerTheyMayProceed'),
    tellSkippedApprovers: simply('tellSkippedApprovers'),
    disclose: (order: DisclosureOrder) => step('disclose', order, ({ tried }) => tried),
    pageForAction: simply('pageForAction'),
    passOnNews: simply('passOnNews'),
    askToTelephoneGp: simply('askToTelephoneGp'),
    tellThoseWhoWereTold: simply('tellThoseWhoWereTold'),
    tellClientWhatWasShared: reaching('tellClientWhatWasShared', 'done'),
    askForOutcome: simply('askForOutcome'),
    offerHandover: simply('offerHandover'),
    askForTask: simply('askForTask'),
    askClientHowItWas: reaching('askClientHowItWas', 'client-informed'),
    cancelEverythingAndHold: simply('cancelEverythingAndHold'),
    closeCase: simply('closeCase'),
  };

  const asked = isNotInforming ? { notInforming } : {};
  const input = { caseId: 'case', organisationId: 'organisation', immediacy, policy, ...asked };
  const theStory = startOnPaper(input, { activities, now: () => now, isTired: () => isTired });
  story = theStory;
  const settle = async (): Promise<void> => {
    await theStory.rest();
    if (theStory.ended) watch.ends?.(record);
    else watch.waits?.(theStory, record);
  };
  const pass = async (ms: number): Promise<void> => {
    now += ms;
    if (now >= theStory.wakesAt) theStory.wake();
    await settle();
  };
  const lateSignals = (): void => {
    const signals = heldUp.splice(0).reverse();
    for (const act of [...signals, ...signals.slice(0, 2)]) theStory.tell(act);
  };

  await settle();
  for (const happening of life.moments) {
    if (theStory.ended) break;
    if (happening.kind === 'act') commit(happening.what, happening.isSignalled);
    else if (happening.kind === 'late-signals') lateSignals();
    else now += (theStory.wakesAt - now) * happening.share;
    if (now >= theStory.wakesAt) theStory.wake();
    await settle();
  }
  lateSignals();
  await settle();
  const onward = (): Promise<void> => {
    fates.length = 0;
    return pass(theStory.wakesAt - now);
  };
  return { story: theStory, record, onward };
}

/** Seeded: the same lives on every machine. */
const always = (seed: number, property: (life: Life) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(anyLife, property), { seed, numRuns: 500 });

test('the story never spins: it comes to rest at any moment, and every wait has an end that lies ahead', () =>
  always(1, async (life) => {
    await live(life, {
      waits: (story, record) => {
        expect(Number.isFinite(story.wakesAt)).toBe(true);
        expect(story.wakesAt).toBeGreaterThan(record.lastStepAt);
      },
    });
  }));

test('no step is taken twice at one moment unless something was recorded in between', () =>
  always(2, async (life) => {
    let last = '';
    await live(life, {
      step: (name, { step: _number, ...order }, record) => {
        const thisOne = JSON.stringify([name, order, record.debts(name)]);
        expect(thisOne).not.toBe(last);
        last = thisOne;
      },
    });
  }));

test('no case closes before a person has recorded what came of it', () =>
  always(3, async (life) => {
    await live(life, {
      step: (name, _order, record) => {
        if (name === 'closeCase' || name === 'cancelEverythingAndHold') expect(record.outcome).not.toBeNull();
      },
      ends: (record) => expect(record.outcome).not.toBeNull(),
    });
  }));

test('nobody is told before the client was asked or shown to be out of reach, nor while the client has their turn', () =>
  always(4, async (life) => {
    await live(life, {
      step: (name, order, record) => {
        if (name === 'disclose') expect(record.clientHadTheirTurn(order.at)).toBe(true);
      },
    });
  }));

test('nobody is told but whom the standing decision names; a withdrawal or a new question takes it back', () =>
  always(5, async (life) => {
    await live(life, {
      step: (name, order, record) => {
        if (name === 'disclose') expect(record.decidedOn).toContain((order as DisclosureOrder).recipient);
      },
    });
  }));

test('nobody is told after the end of the escalation', () =>
  always(6, async (life) => {
    await live(life, {
      step: (name, _order, record) => {
        if (name === 'disclose') expect(record.outcome).toBeNull();
      },
    });
  }));

test('after a death nothing is sent to anybody', () =>
  always(7, async (life) => {
    await live(life, {
      step: (name, _order, record) => {
        if (record.outcome === 'deceased') expect(name).toBe('cancelEverythingAndHold');
      },
    });
  }));

test('each withdrawal and each piece of news is passed on once', () =>
  always(8, async (life) => {
    const { record, story } = await live(life, {});
    if (story.ended) return;
    expect(record.debts('tellClientWhatHadGone')).toBe(0);
    expect(record.timesOf('passOnNews')).toBeLessThanOrEqual(record.acts.length);
  }));

test('a case is never silent: while no outcome is recorded, a person will be paged', () =>
  always(9, async (life) => {
    const { record, story, onward } = await live(life, {});
    if (record.outcome !== null) return;
    const before = record.pages;
    for (let waits = 0; waits < 60 && record.pages === before; waits += 1) await onward();

    expect(story.ended).toBe(false);
    expect(record.pages).toBeGreaterThan(before);
  }));

test('with an outcome recorded and everything owed done, a case closes by itself', () =>
  always(10, async (life) => {
    const outcome: Moment = {
      kind: 'act',
      what: { kind: 'stood-down', outcome: 'client-safe' },
      isSignalled: true,
    };
    const told: Moment = {
      kind: 'act',
      what: { kind: 'outcome-recorded', outcome: 'client-safe' },
      isSignalled: true,
    };
    // Who was not to be told first is not told afterwards either, before a person says that they may be.
    const clientTold: Moment = { kind: 'act', what: { kind: 'task-done', task: 'tell-client' }, isSignalled: true };
    const { story, record } = await live(
      { ...life, fates: [], moments: [...life.moments, { kind: 'late-signals' }, outcome, told, clientTold] },
      {},
    );

    expect(record.outcome).not.toBeNull();
    expect(story.ended).toBe(true);
  }));

test('everyone is paged at the interval: never a third time within it, however late the machines are', () =>
  always(11, async (life) => {
    let pages: readonly Instant[] = [];
    let known = 0;
    const late = life.moments.map((one) => (one.kind === 'time' ? { ...one, share: one.share * 4 } : one));
    await live(
      { ...life, moments: late },
      {
        step: (name, { at }, record) => {
          if (name !== 'pageForAction') return;
          // What people did in between may well bring the next page forward.
          pages = [...(record.acts.length === known ? pages : []), at];
          known = record.acts.length;
          const twoBefore = pages.at(-3);
          if (twoBefore === undefined) return;
          expect(at - twoBefore).toBeGreaterThanOrEqual(life.policy.nobodyActing.pageEveryMs);
        },
      },
    );
  }));

test('a second person is asked about the one proposal that waits, and about nothing else', () =>
  always(12, async (life) => {
    await live(life, {
      step: (name, order, record) => {
        if (name !== 'askForApproval' && name !== 'tellProposerTheyMayProceed') return;
        expect((order as ProposalOrder).decisionId).toBe(record.awaited?.decisionId);
      },
    });
  }));

test('a proposal that waits is asked about at the interval, until it is answered', () =>
  always(13, async (life) => {
    const { record, onward } = await live(life, {});
    // Once somebody acts, or has said what came of it, nothing is left to approve.
    const isOver = record.outcome !== null || record.acts.some((act) => 'answer' in act && act.answer === 'acting');
    if (record.awaited === null || isOver) return;
    const before = record.timesOf('askForApproval');
    for (let waits = 0; waits < 60 && record.timesOf('askForApproval') === before; waits += 1) await onward();

    expect(record.timesOf('askForApproval')).toBeGreaterThan(before);
  }));

test('while it is open whether the client is told first, neither they nor anybody else is told', () =>
  always(14, async (life) => {
    await live(life, {
      step: (name, _order, record) => {
        if (record.awaited?.what !== 'not-informing') return;
        expect(['informClient', 'disclose']).not.toContain(name);
      },
    });
  }));

test('a proposer is told that they may go ahead when they may, and not before', () =>
  always(15, async (life) => {
    await live(life, {
      step: (name, { at }, record) => {
        if (name !== 'tellProposerTheyMayProceed') return;
        expect(at).toBeGreaterThanOrEqual(record.awaited?.mayProceedAt ?? Infinity);
      },
    });
  }));
