import { assertNever } from '../shared/assert-never';
import type { SignUpAct, SignUpInput } from './contract';
import type { Instant, Instrument, SignUpEnding, SignUpStatus } from './words';

/**
 * Where a sign-up stands. It follows from its acts alone, so that the record, which reads them from its table, and the
 * workflow, which is told of them, say the same.
 */
export interface SignUpState {
  readonly instruments: readonly Instrument[];
  /** The last act applied; they are applied in order. */
  readonly actsSeen: number;
  readonly stepsTaken: number;
  readonly formSigned: boolean;
  /** When the client withdrew it; null: they did not, have signed again, or asked for a new link. */
  readonly withdrawnAt: Instant | null;
  readonly submitted: readonly Instrument[];
  /** Safety answers about which nobody has recorded a judgement. */
  readonly concerns: readonly string[];
  readonly planWanted: boolean;
  readonly planComplete: boolean;
  readonly allocation: Allocation;
  readonly ending: SignUpEnding | null;
  /** Counts how often the question changed that somebody is asked. */
  readonly turn: number;
  /** What was said in this turn. */
  readonly said: Said;
  /** The client knows how it ended. */
  readonly endingTold: boolean;
}

type Allocation =
  | { readonly kind: 'none' }
  | { readonly kind: 'proposed' | 'no-match'; readonly allocationId: string }
  | { readonly kind: 'confirmed'; readonly allocationId: string; readonly answerBy: Instant };

interface Said {
  readonly times: number;
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
}

const nothingSaid: Said = { times: 0, firstAt: null, lastAt: null };

export function openingState({
  instruments,
  withUrgentCarePlan,
  resumed,
}: Pick<SignUpInput, 'instruments' | 'withUrgentCarePlan' | 'resumed'>): SignUpState {
  return {
    instruments,
    actsSeen: 0,
    stepsTaken: resumed?.stepsTaken ?? 0,
    formSigned: false,
    withdrawnAt: null,
    submitted: [],
    concerns: [],
    planWanted: withUrgentCarePlan,
    planComplete: false,
    allocation: { kind: 'none' },
    ending: null,
    turn: 0,
    said: nothingSaid,
    endingTold: false,
  };
}

/**
 * What a sign-up waits for: the first thing that is missing, in the order of domain.md §2. A safety answer stands above
 * everything that a form could ask for.
 */
export function statusOf(state: SignUpState): SignUpStatus {
  if (state.ending !== null) return state.ending;
  if (state.concerns.length > 0) return 'safety-conversation';
  if (!state.formSigned) return 'awaiting-consent-form';
  if (state.instruments.some((instrument) => !state.submitted.includes(instrument))) return 'awaiting-assessment';
  if (state.planWanted && !state.planComplete) return 'planning-urgent-care';
  return state.allocation.kind === 'confirmed' ? 'awaiting-practitioner' : 'allocating';
}

/** What an act changes. Acts come in their order; one that was seen changes nothing. */
export function applyAct(state: SignUpState, act: SignUpAct): SignUpState {
  if (act.seq !== state.actsSeen + 1) return state;
  const after = { ...afterAct(state, act), actsSeen: act.seq };
  // Whoever is asked next is asked from the beginning.
  const asksAnew =
    act.kind === 'link-renewed' || act.kind === 'allocation-proposed' || statusOf(after) !== statusOf(state);
  return asksAnew ? { ...after, turn: state.turn + 1, said: nothingSaid } : after;
}

function afterAct(state: SignUpState, what: SignUpAct): SignUpState {
  switch (what.kind) {
    case 'consent-form-signed':
      return { ...state, formSigned: true, withdrawnAt: null };
    case 'consent-form-withdrawn':
      return { ...state, formSigned: false, withdrawnAt: what.at };
    case 'assessment-submitted':
      return { ...state, submitted: [...new Set([...state.submitted, what.instrument])] };
    case 'safety-raised':
      return { ...state, concerns: [...new Set([...state.concerns, what.concernId])] };
    case 'safety-judged':
      return { ...state, concerns: state.concerns.filter((id) => id !== what.concernId) };
    case 'plan-needed':
      return { ...state, planWanted: true };
    case 'plan-not-needed':
      return { ...state, planWanted: false };
    case 'plan-completed':
      return { ...state, planComplete: true };
    case 'plan-incomplete':
      return { ...state, planComplete: false };
    case 'link-renewed':
      return state.ending === 'enrolled'
        ? { ...state, withdrawnAt: null }
        : { ...state, withdrawnAt: null, ending: null, endingTold: false };
    case 'allocation-proposed':
      return {
        ...state,
        allocation: { kind: what.match ? 'proposed' : 'no-match', allocationId: what.allocationId },
      };
    case 'allocation-confirmed':
      return {
        ...state,
        allocation: { kind: 'confirmed', allocationId: what.allocationId, answerBy: what.answerBy },
      };
    case 'allocation-stalled':
      return { ...state, allocation: { kind: 'no-match', allocationId: what.allocationId } };
    case 'enrolled':
      return state.ending === null ? { ...state, ending: what.kind } : state;
    case 'left':
    case 'expired':
      // Nobody keeps a place for whoever has gone: one who comes back is allocated anew.
      return state.ending === null ? { ...state, ending: what.kind, allocation: { kind: 'none' } } : state;
    default:
      return assertNever(what);
  }
}

/** Somebody was written to in the turn of `planned`. What a newer turn asks has not been said by it. */
export function afterSaying(state: SignUpState, planned: SignUpState, at: Instant): SignUpState {
  if (state.turn !== planned.turn) return state;
  if (state.ending !== null) return { ...state, endingTold: true };
  const { times, firstAt } = state.said;
  return { ...state, said: { times: times + 1, firstAt: firstAt ?? at, lastAt: at } };
}
