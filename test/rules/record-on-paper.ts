import type { Act, StepOrder, UrgentCareActivities, WhatHappened } from '../../workflows/urgent-care/contract';
import { type PinnedPolicy, secondApprovalOf } from '../../workflows/urgent-care/policy';
import type { Immediacy, Instant, OutcomeKind, RecipientName } from '../../workflows/urgent-care/words';

type Step = keyof UrgentCareActivities;

/**
 * What the database would know of a case, told from its acts and steps alone – in other words than those of
 * workflows/urgent-care/state.ts, so that the two can be held against each other.
 */
export interface RecordOnPaper {
  readonly acts: readonly Act[];
  /** Null for an act that the records refuse: a decision out of turn, an outcome after a death. */
  commit(what: WhatHappened, at: Instant): Act | null;
  actsAfter(seq: number): readonly Act[];
  carriedOut(step: Step, order: StepOrder): void;
  clientAsked(at: Instant, wasReached: boolean): void;
  /** What a person said came of it. */
  readonly outcome: OutcomeKind | null;
  /** Whom the decision that stands names. */
  readonly decidedOn: readonly RecipientName[];
  /** Also when a second person has agreed that they get none. */
  clientHadTheirTurn(at: Instant): boolean;
  /** The proposal that waits for a second person. */
  readonly awaited: Awaited | null;
  /** How many withdrawals the client, or news the owner, has not been told yet. */
  debts(step: Step): number;
  timesOf(step: Step): number;
  /** How often a person was paged, for whatever. */
  readonly pages: number;
  readonly lastStepAt: Instant;
}

export interface Awaited {
  readonly decisionId: string;
  readonly what: 'override' | 'not-informing';
  /** From when the proposer may go ahead alone. */
  readonly mayProceedAt: Instant;
}

/** The first decision of a case that began with it. */
export const notInforming = { decisionId: 'not-informing' } as const;

export function createRecordOnPaper(policy: PinnedPolicy, raisedAs: Immediacy, isNotInforming: boolean): RecordOnPaper {
  const acts: Act[] = [];
  const steps: Step[] = [];
  let immediacy = raisedAs;
  let outcome: OutcomeKind | null = null;
  let decidedOn: readonly RecipientName[] = [];
  let asked: Instant | null = null;
  let turnEndsAt: Instant = Infinity;
  let hasAnswered = false;
  let lastStepAt: Instant = -1;
  let awaited: Awaited | null = isNotInforming
    ? { ...notInforming, what: 'not-informing', mayProceedAt: Infinity }
    : null;

  const clientHadTheirTurn = (at: Instant): boolean => asked !== null && at >= turnEndsAt;
  const timesOf = (step: Step): number => steps.filter((one) => one === step).length;
  const shorten = (at: Instant): void => {
    turnEndsAt = Math.min(turnEndsAt, at);
  };

  const remember = (what: WhatHappened, at: Instant): void => {
    switch (what.kind) {
      case 'proceed-decided':
        decidedOn = [...decidedOn, ...what.recipients];
        break;
      case 'override-proposed': {
        const windowMs = what.mayProceedUnapproved ? secondApprovalOf(policy).immediateMayProceedAfterMs : Infinity;
        awaited = { decisionId: what.decisionId, what: 'override', mayProceedAt: at + windowMs };
        break;
      }
      case 'override-approved':
      case 'override-proceeded':
        decidedOn = [...decidedOn, ...what.recipients];
        awaited = null;
        break;
      case 'not-informing-approved':
        asked = at;
        turnEndsAt = at;
        awaited = null;
        break;
      case 'not-informing-declined':
      case 'override-declined':
      case 'proposal-fell':
        awaited = null;
        break;
      case 'consent-withdrawn':
        // What was proposed on top of a decision is decided anew with it.
        if (decidedOn.length > 0) awaited = null;
        decidedOn = [];
        break;
      case 'ask-again-decided':
        decidedOn = [];
        awaited = null;
        asked = null;
        turnEndsAt = Infinity;
        hasAnswered = false;
        break;
      case 'client-answered':
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

  return {
    acts,
    commit(what, at) {
      if (isOutcome(what) && outcome === 'deceased') return null;
      if (isDecision(what) && (outcome !== null || !clientHadTheirTurn(at))) return null;
      if (!fitsWhatIsAwaited(what, awaited, at)) return null;
      const named = withDecision(what, awaited?.decisionId ?? `decision-${acts.length + 1}`);
      const act: Act = { id: `act-${acts.length + 1}`, seq: acts.length + 1, at, ...named };
      acts.push(act);
      remember(named, at);
      return act;
    },
    actsAfter: (seq) => acts.filter((act) => act.seq > seq),
    carriedOut(step, { at }) {
      steps.push(step);
      lastStepAt = at;
    },
    clientAsked(at, wasReached) {
      asked = at;
      turnEndsAt = wasReached && !hasAnswered ? at + policy.clientWindowMs[immediacy] : at;
    },
    get outcome() {
      return outcome;
    },
    get decidedOn() {
      return decidedOn;
    },
    clientHadTheirTurn,
    get awaited() {
      return awaited;
    },
    debts(step) {
      if (step === 'tellClientWhatHadGone') {
        return acts.filter(({ kind }) => kind === 'consent-withdrawn').length - timesOf(step);
      }
      return step === 'passOnNews' ? timesOf(step) : 0;
    },
    timesOf,
    get pages() {
      return (
        timesOf('askForApproval') + timesOf('askForDecision') + timesOf('pageForAction') + timesOf('askForOutcome')
      );
    },
    get lastStepAt() {
      return lastStepAt;
    },
  };
}

const isOutcome = ({ kind }: WhatHappened): boolean => kind === 'stood-down' || kind === 'outcome-recorded';

const isDecision = ({ kind }: WhatHappened): boolean =>
  kind === 'proceed-decided' || kind === 'ask-again-decided' || kind === 'call-decided' || kind === 'override-proposed';

/** One proposal at a time, and an answer only to the one that waits. */
function fitsWhatIsAwaited({ kind }: WhatHappened, awaited: Awaited | null, at: Instant): boolean {
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

const withDecision = (what: WhatHappened, decisionId: string): WhatHappened =>
  'decisionId' in what ? { ...what, decisionId } : what;
