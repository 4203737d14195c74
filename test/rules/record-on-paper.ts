import type {
  Act,
  StepOrder,
  UrgentCareActivities,
  UrgentCareInput,
  WhatHappened,
} from '../../workflows/urgent-care/contract';
import { type PinnedPolicy, secondApprovalOf } from '../../workflows/urgent-care/policy';
import {
  type Immediacy,
  type Instant,
  immediacies,
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
 * workflows/urgent-care/after-act.ts, so that the two can be held against each other.
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
  /** A second person approved it, or the client agrees, or permitted it in the plan for an emergency like this one and has not taken it back. */
  mayBeTold(recipient: RecipientName): boolean;
  /** Whom the client refused or took back, and has not agreed to since; nor was their word overridden. */
  readonly refused: readonly RecipientName[];
  readonly resumed: Resumed;
  /** The proposal that waits for a second person. */
  readonly awaited: Awaited | null;
  /** How many withdrawals the client has not been told yet; of news and hand-overs, how many were passed on. */
  debts(step: Step): number;
  timesOf(step: Step): number;
  /** How often a person was paged, for whatever. */
  readonly pages: number;
  readonly lastStepAt: Instant;
}

interface Awaited {
  readonly decisionId: string;
  readonly what: 'override' | 'not-informing';
  /** From when the proposer may go ahead alone. */
  readonly mayProceedAt: Instant;
}

export const notInformingId = 'not-informing';

export interface Raised {
  readonly policy: PinnedPolicy;
  readonly immediacy: Immediacy;
  /** Whom the plan permits to be told in an emergency. */
  readonly permitted: readonly RecipientName[];
  readonly isNotInforming: boolean;
}

export function createRecordOnPaper({ policy, permitted, isNotInforming, immediacy: raisedAs }: Raised): RecordOnPaper {
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
  let overridden: readonly RecipientName[] = [];
  /** The decision that waits for a second person. */
  let awaited: Awaited | null = isNotInforming
    ? { decisionId: notInformingId, what: 'not-informing', mayProceedAt: Infinity }
    : null;
  let stepsTaken = 0;
  let lastStepAt: Instant = -1;

  const clientHadTheirTurn = (at: Instant): boolean => asked !== null && at >= turnEndsAt;
  const isClosed = (): boolean => steps.includes('closeCase') || steps.includes('cancelEverythingAndHold');
  const timesOf = (step: Step): number => steps.filter((one) => one === step).length;
  const shorten = (at: Instant): void => {
    turnEndsAt = Math.min(turnEndsAt, at);
  };

  const mayBeTold = (recipient: RecipientName): boolean => {
    if (overridden.includes(recipient)) return true;
    const word = said[recipient] ?? 'silence';
    if (word !== 'silence') return word === 'agree';
    return wasEverAsked && immediacy === 'immediate' && permitted.includes(recipient);
  };
  const say = (recipients: readonly RecipientName[], word: 'refuse'): void => {
    said = { ...said, ...Object.fromEntries(recipients.map((recipient) => [recipient, word])) };
  };

  const mayProceedAfterMs = ({ mayProceedUnapproved }: { readonly mayProceedUnapproved: boolean }): number =>
    mayProceedUnapproved ? secondApprovalOf(policy).immediateMayProceedAfterMs : Infinity;
  /** What was proposed on top of a decision falls with it. */
  const decideAnew = (): void => {
    if (decidedOn.length > 0) awaited = null;
    decidedOn = [];
    overridden = [];
  };

  const remember = (what: Happening, at: Instant): void => {
    switch (what.kind) {
      case 'proceed-decided':
        decidedOn = [...decidedOn, ...what.recipients];
        break;
      case 'guard-failed':
        if (outcome === null) decideAnew();
        break;
      case 'consent-withdrawn':
        decideAnew();
        say(what.recipients, 'refuse');
        break;
      case 'override-proposed':
        awaited = { decisionId: what.decisionId, what: 'override', mayProceedAt: at + mayProceedAfterMs(what) };
        break;
      case 'override-approved':
      case 'override-proceeded':
        awaited = null;
        decidedOn = [...decidedOn, ...what.recipients];
        overridden = [...overridden, ...what.recipients];
        break;
      case 'override-declined':
      case 'proposal-fell':
      case 'not-informing-declined':
        awaited = null;
        break;
      case 'not-informing-approved':
        awaited = null;
        asked = at;
        shorten(at);
        break;
      case 'ask-again-decided':
        decidedOn = [];
        awaited = null;
        asked = null;
        turnEndsAt = Infinity;
        hasAnswered = false;
        break;
      case 'client-answered':
        said = { ...said, ...withoutSilence(what.said) };
        overridden = overridden.filter((name) => what.said[name] !== 'refuse');
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
        awaited = null;
        break;
      default:
        break;
    }
  };

  /** With the id of the proposal that it makes, or is about. */
  const named = (what: Happening): Happening => {
    if (what.kind === 'override-proposed') return { ...what, decisionId: `decision-${acts.length + 1}` };
    return 'decisionId' in what ? { ...what, decisionId: awaited?.decisionId ?? '' } : what;
  };

  return {
    acts,
    commit(what, at) {
      if (isClosed()) return [];
      if (isOutcome(what) && outcome === 'deceased') return [];
      if (isDecision(what) && (outcome !== null || !clientHadTheirTurn(at))) return [];
      if (what.kind === 'proceed-decided' && !what.recipients.every(mayBeTold)) return [];
      if (what.kind === 'immediacy-raised' && !isMoreUrgent(what.immediacy, immediacy)) return [];
      if (!fitsWhatIsAwaited(what, awaited, at)) return [];
      // A refusal of somebody on whom it was decided is a withdrawal, and is one first.
      const takenBack = what.kind === 'client-answered' ? decidedOn.filter((name) => what.said[name] === 'refuse') : [];
      const withdrawn: readonly Happening[] =
        takenBack.length > 0 ? [{ kind: 'consent-withdrawn', recipients: takenBack }] : [];
      return [...withdrawn, named(what)].map((one) => {
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
    get awaited() {
      return awaited;
    },
    get refused() {
      return recipientNames.filter((name) => said[name] === 'refuse' && !overridden.includes(name));
    },
    get resumed() {
      return { stepsTaken, client: asked === null ? null : { askedAt: asked, windowEndsAt: turnEndsAt }, acts };
    },
    debts(step) {
      if (step === 'tellClientWhatHadGone') {
        return acts.filter(({ kind }) => kind === 'consent-withdrawn').length - timesOf(step);
      }
      return step === 'passOnNews' || step === 'offerHandover' ? timesOf(step) : 0;
    },
    timesOf,
    get pages() {
      const pages = ['askForDecision', 'pageForAction', 'askForOutcome', 'askForTask', 'askForApproval'] as const;
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
  ['proceed-decided', 'ask-again-decided', 'call-decided', 'override-proposed'].includes(kind);

const isMoreUrgent = (one: Immediacy, other: Immediacy): boolean =>
  immediacies.indexOf(one) < immediacies.indexOf(other);

/** One proposal at a time, and an answer only to the one that waits. */
function fitsWhatIsAwaited({ kind }: Happening, awaited: Awaited | null, at: Instant): boolean {
  switch (kind) {
    case 'override-proposed':
      return awaited === null;
    case 'override-approved':
    case 'override-declined':
      return awaited?.what === 'override';
    case 'override-proceeded':
      return awaited?.what === 'override' && at >= awaited.mayProceedAt;
    case 'not-informing-approved':
    case 'not-informing-declined':
      return awaited?.what === 'not-informing';
    case 'proposal-fell':
      return awaited !== null;
    default:
      return true;
  }
}
