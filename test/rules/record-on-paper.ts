import type {
  Act,
  StepOrder,
  UrgentCareActivities,
  UrgentCareInput,
  WhatHappened,
} from '../../workflows/urgent-care/contract';
import type { PinnedPolicy } from '../../workflows/urgent-care/policy';
import {
  type Immediacy,
  type Instant,
  type OutcomeKind,
  type RecipientName,
  recipientNames,
} from '../../workflows/urgent-care/words';

type Step = keyof UrgentCareActivities;

/** What the client said of each. Whoever is not named is silent. */
export type Said = Readonly<Partial<Record<RecipientName, 'agree' | 'refuse' | 'silence'>>>;

/** What happens, with what the record keeps of it and the story never hears. */
export type Happening =
  | Exclude<WhatHappened, { readonly kind: 'client-answered' }>
  | { readonly kind: 'client-answered'; readonly said: Said };

/** Where a process that was lost begins anew. */
export type Resumed = NonNullable<UrgentCareInput['resumed']>;

/**
 * What the database would know of a case, told from its acts and steps alone – in other words than those of
 * workflows/urgent-care/state.ts, so that the two can be held against each other.
 */
export interface RecordOnPaper {
  readonly acts: readonly Act[];
  /** None for what the record refuses: a decision out of turn or without a mandate, an outcome after a death or the end. */
  commit(what: Happening, at: Instant): readonly Act[];
  actsAfter(seq: number): readonly Act[];
  carriedOut(step: Step, order: StepOrder): void;
  clientAsked(at: Instant, wasReached: boolean): void;
  /** What a person said came of it. */
  readonly outcome: OutcomeKind | null;
  /** Whom the decision that stands names. */
  readonly decidedOn: readonly RecipientName[];
  clientHadTheirTurn(at: Instant): boolean;
  /** The client agrees, or permitted it in the plan for an emergency like this one and has not taken it back. */
  mayBeTold(recipient: RecipientName): boolean;
  /** Whom the client refused or took back, and has not agreed to since. */
  readonly refused: readonly RecipientName[];
  readonly resumed: Resumed;
  /** How many withdrawals the client, or news the owner, has not been told yet. */
  debts(step: Step): number;
  timesOf(step: Step): number;
  /** How often a person was paged, for whatever. */
  readonly pages: number;
  readonly lastStepAt: Instant;
}

export interface Raised {
  readonly policy: PinnedPolicy;
  readonly immediacy: Immediacy;
  /** Whom the plan permits to be told in an emergency. */
  readonly permitted: readonly RecipientName[];
}

export function createRecordOnPaper({ policy, permitted, immediacy: raisedAs }: Raised): RecordOnPaper {
  const acts: Act[] = [];
  const steps: Step[] = [];
  let immediacy = raisedAs;
  let outcome: OutcomeKind | null = null;
  let decidedOn: readonly RecipientName[] = [];
  let asked: Instant | null = null;
  let turnEndsAt: Instant = Infinity;
  let hasAnswered = false;
  let wasEverAsked = false;
  let said: Said = {};
  let stepsTaken = 0;
  let lastStepAt: Instant = -1;

  const clientHadTheirTurn = (at: Instant): boolean => asked !== null && at >= turnEndsAt;
  const isClosed = (): boolean => steps.includes('closeCase') || steps.includes('cancelEverythingAndHold');
  const timesOf = (step: Step): number => steps.filter((one) => one === step).length;
  const shorten = (at: Instant): void => {
    turnEndsAt = Math.min(turnEndsAt, at);
  };

  const mayBeTold = (recipient: RecipientName): boolean => {
    const word = said[recipient] ?? 'silence';
    if (word !== 'silence') return word === 'agree';
    return wasEverAsked && immediacy === 'immediate' && permitted.includes(recipient);
  };
  const say = (recipients: readonly RecipientName[], word: 'refuse'): void => {
    said = { ...said, ...Object.fromEntries(recipients.map((recipient) => [recipient, word])) };
  };

  const remember = (what: Happening, at: Instant): void => {
    switch (what.kind) {
      case 'proceed-decided':
        decidedOn = [...decidedOn, ...what.recipients];
        break;
      case 'guard-failed':
        if (outcome === null) decidedOn = [];
        break;
      case 'consent-withdrawn':
        decidedOn = [];
        say(what.recipients, 'refuse');
        break;
      case 'ask-again-decided':
        decidedOn = [];
        asked = null;
        turnEndsAt = Infinity;
        hasAnswered = false;
        break;
      case 'client-answered':
        said = { ...said, ...withoutSilence(what.said) };
        hasAnswered = true;
        shorten(at);
        break;
      case 'client-not-reached':
        shorten(at);
        break;
      case 'immediacy-raised':
        immediacy = what.immediacy;
        if (asked !== null) shorten(asked + policy.clientWindowMs[immediacy]);
        break;
      case 'stood-down':
      case 'outcome-recorded':
        outcome = what.outcome;
        break;
      default:
        break;
    }
  };

  return {
    acts,
    commit(what, at) {
      if (isClosed()) return [];
      if (isOutcome(what) && outcome === 'deceased') return [];
      if (isDecision(what) && (outcome !== null || !clientHadTheirTurn(at))) return [];
      if (what.kind === 'proceed-decided' && !what.recipients.every(mayBeTold)) return [];
      // A refusal of somebody on whom it was decided is a withdrawal, and is one first.
      const takenBack = what.kind === 'client-answered' ? decidedOn.filter((name) => what.said[name] === 'refuse') : [];
      const withdrawn: readonly Happening[] =
        takenBack.length > 0 ? [{ kind: 'consent-withdrawn', recipients: takenBack }] : [];
      return [...withdrawn, what].map((one) => {
        const act: Act = { id: `act-${acts.length + 1}`, seq: acts.length + 1, at, ...asTheStoryHears(one) };
        acts.push(act);
        remember(one, at);
        return act;
      });
    },
    actsAfter: (seq) => acts.filter((act) => act.seq > seq),
    carriedOut(step, { at, step: number }) {
      steps.push(step);
      stepsTaken = number;
      lastStepAt = at;
    },
    clientAsked(at, wasReached) {
      asked = at;
      wasEverAsked ||= wasReached;
      turnEndsAt = wasReached && !hasAnswered ? at + policy.clientWindowMs[immediacy] : at;
    },
    get outcome() {
      return outcome;
    },
    get decidedOn() {
      return decidedOn;
    },
    clientHadTheirTurn,
    mayBeTold,
    get refused() {
      return recipientNames.filter((name) => said[name] === 'refuse');
    },
    get resumed() {
      return { stepsTaken, client: asked === null ? null : { askedAt: asked, windowEndsAt: turnEndsAt }, acts };
    },
    debts(step) {
      if (step === 'tellClientWhatHadGone') {
        return acts.filter(({ kind }) => kind === 'consent-withdrawn').length - timesOf(step);
      }
      return step === 'passOnNews' ? timesOf(step) : 0;
    },
    timesOf,
    get pages() {
      const pages = ['askForDecision', 'pageForAction', 'askForOutcome', 'askForTask'] as const;
      return pages.reduce((count, step) => count + timesOf(step), 0);
    },
    get lastStepAt() {
      return lastStepAt;
    },
  };
}

const withoutSilence = (said: Said): Said =>
  Object.fromEntries(Object.entries(said).filter(([, word]) => word !== 'silence'));

const asTheStoryHears = (what: Happening): WhatHappened =>
  what.kind === 'client-answered' ? { kind: what.kind } : what;

const isOutcome = ({ kind }: Happening): boolean => kind === 'stood-down' || kind === 'outcome-recorded';

const isDecision = ({ kind }: Happening): boolean =>
  kind === 'proceed-decided' || kind === 'ask-again-decided' || kind === 'call-decided';
