import { assertNever } from '../shared/assert-never';
import type { Done, InformedClient } from './contract';
import { gpTelephoned } from './disclosures';
import type { Step } from './rules';
import type { Approval, CaseState, Chase } from './state';
import type { Instant, TaskKind } from './words';

/** A step that was carried out, on the case as it stood when it was planned. */
export interface CarriedOut {
  readonly step: PlainStep;
  readonly planned: CaseState;
  /** When its result was known. */
  readonly at: Instant;
}

/** Every step but waiting and disclosing, whose tries have results of their own (`disclosed`). */
export type PlainStep = Exclude<Step, { readonly kind: 'wait' | 'disclose' }>;

/** What a carried-out step changes: the workflow and the rehearsal of a policy ask the same. Pure and total. */
export function afterStep(
  state: CaseState,
  result: InformedClient | Done,
  { step, planned, at }: CarriedOut,
): CaseState {
  switch (step.kind) {
    case 'inform-client':
      return result.kind === 'client-not-reached' ? clientNotReached(state, at) : clientInformed(state, at);
    case 'ask-for-decision':
      return paged('decision', planned, state, at);
    case 'page-for-action':
      return paged('action', planned, state, at);
    case 'ask-for-outcome':
      return paged('outcome', planned, state, at);
    case 'ask-for-approval':
      return whileAwaited(state, step.decisionId, ({ pages }) => ({ pages: pages + 1, lastPageAt: at }));
    case 'tell-proposer-they-may-proceed':
      return whileAwaited(state, step.decisionId, () => ({ proposerKnows: true }));
    case 'tell-skipped-approvers':
      return { ...state, wentAheadUnapproved: null };
    case 'pass-on-news':
      return newsPassedOn(state, planned, at);
    case 'ask-to-telephone-gp':
      return gpTelephoned(state);
    case 'tell-client-what-had-gone':
      return { ...state, untoldWithdrawals: state.untoldWithdrawals - 1 };
    case 'tell-those-who-were-told':
      return { ...state, thoseToldKnowItIsOver: true };
    case 'tell-client-what-was-shared':
      return { ...state, clientKnowsWhatWasShared: true, tellingIsOwed: result.kind === 'client-not-reached' };
    case 'offer-handover':
      return { ...state, handoversToOffer: state.handoversToOffer - 1 };
    case 'ask-for-task':
      return pagedForTask(state, step.task, at);
    case 'ask-client-how-it-was':
      return {
        ...state,
        askedHowItWas: result.kind === 'client-not-reached' ? { kind: 'not-reached', at } : { kind: 'asked' },
      };
    case 'cancel-everything-and-hold':
    case 'close':
      return { ...state, phase: 'closed' };
    default:
      return assertNever(step);
  }
}

/** Counts a page that went out, unless an act has ended or renewed the chase meanwhile. */
function paged(what: Chase['what'], planned: CaseState, state: CaseState, at: Instant): CaseState {
  if (!isSameChase(planned, state)) return state;
  const pages = planned.chase?.what === what ? planned.chase.pages : 0;
  return { ...state, chase: { what, pages: pages + 1, lastPageAt: at } };
}

/** A page about a proposal counts while that proposal still waits. */
const whileAwaited = (
  state: CaseState,
  decisionId: string,
  change: (approval: Approval) => Partial<Approval>,
): CaseState =>
  state.approval?.decisionId === decisionId
    ? { ...state, approval: { ...state.approval, ...change(state.approval) } }
    : state;

const isSameChase = (one: CaseState, other: CaseState): boolean =>
  one.chase === other.chase &&
  one.decided === other.decided &&
  one.someoneActs === other.someoneActs &&
  (one.client === null) === (other.client === null);

function pagedForTask(state: CaseState, task: TaskKind, at: Instant): CaseState {
  const pages = (state.taskPages[task]?.pages ?? 0) + 1;
  return { ...state, taskPages: { ...state.taskPages, [task]: { pages, lastPageAt: at } } };
}

/** Whoever reads the case finds all that was known when the page was written. */
function newsPassedOn(state: CaseState, planned: CaseState, at: Instant): CaseState {
  if (state.policy.newsTogetherMs === undefined) return { ...state, newsToPassOn: state.newsToPassOn - 1 };
  return { ...state, newsToPassOn: state.newsToPassOn - planned.newsToPassOn, lastNewsAt: at };
}

/** @param at when they were told, not when that was planned */
export function clientInformed(state: CaseState, at: Instant): CaseState {
  const windowEndsAt = state.clientHasAnswered ? at : at + state.policy.clientWindowMs[state.immediacy];
  return { ...state, client: { askedAt: at, windowEndsAt } };
}

/** No safe channel reaches the client: waiting for an answer would wait for nothing. */
function clientNotReached(state: CaseState, at: Instant): CaseState {
  return { ...state, client: { askedAt: at, windowEndsAt: at } };
}
