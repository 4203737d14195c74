import type { Act, StepOrder, UrgentCareActivities, WhatHappened } from '../../workflows/urgent-care/contract';
import type { PinnedPolicy } from '../../workflows/urgent-care/policy';
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
  clientHadTheirTurn(at: Instant): boolean;
  /** How many withdrawals the client, or news the owner, has not been told yet. */
  debts(step: Step): number;
  timesOf(step: Step): number;
  /** How often a person was paged, for whatever. */
  readonly pages: number;
  readonly lastStepAt: Instant;
}

export function createRecordOnPaper(policy: PinnedPolicy, raisedAs: Immediacy): RecordOnPaper {
  const acts: Act[] = [];
  const steps: Step[] = [];
  let immediacy = raisedAs;
  let outcome: OutcomeKind | null = null;
  let decidedOn: readonly RecipientName[] = [];
  let asked: Instant | null = null;
  let turnEndsAt: Instant = Infinity;
  let hasAnswered = false;
  let lastStepAt: Instant = -1;

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
      case 'consent-withdrawn':
        decidedOn = [];
        break;
      case 'ask-again-decided':
        decidedOn = [];
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
      const act: Act = { id: `act-${acts.length + 1}`, seq: acts.length + 1, at, ...what };
      acts.push(act);
      remember(what, at);
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
    debts(step) {
      if (step === 'tellClientWhatHadGone') {
        return acts.filter(({ kind }) => kind === 'consent-withdrawn').length - timesOf(step);
      }
      return step === 'passOnNews' ? timesOf(step) : 0;
    },
    timesOf,
    get pages() {
      return timesOf('askForDecision') + timesOf('pageForAction') + timesOf('askForOutcome');
    },
    get lastStepAt() {
      return lastStepAt;
    },
  };
}

const isOutcome = ({ kind }: WhatHappened): boolean => kind === 'stood-down' || kind === 'outcome-recorded';

const isDecision = ({ kind }: WhatHappened): boolean =>
  kind === 'proceed-decided' || kind === 'ask-again-decided' || kind === 'call-decided';
