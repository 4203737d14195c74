import type { CaseState } from './state';
import type { Instant, TaskKind } from './words';

/**
 * What a named person owes a case beside its story, each with a deadline: to call the client who asked for it, to say
 * whether the client may hear what was shared, to review an override, to ask the client how it was. domain.md §3.11
 */
export interface Task {
  readonly kind: TaskKind;
  readonly since: Instant;
  readonly dueAt: Instant;
}

export interface TaskPage {
  readonly task: TaskKind;
  /** Whose turn it is: 0 whose task it is, then the next on the rota, and round again. */
  readonly rung: number;
  /** When the next person is asked. */
  readonly nextPersonAt: Instant;
}

/** The tasks that are open now. A case with one of them does not close. */
export function openTasks(state: CaseState, now: Instant): readonly Task[] {
  return [callBack(state), tellClient(state, now), overrideReview(state, now), askClient(state)].filter(
    (task) => task !== null,
  );
}

/** The client asked to be called. */
function callBack({ callBackSince, policy }: CaseState): Task | null {
  if (callBackSince === null) return null;
  return { kind: 'call-back', since: callBackSince, dueAt: callBackSince + policy.decision.nextPersonAfterMs };
}

/** Somebody gave a reason to wait with telling the client: they are asked again when the wait is over. */
function tellClient(state: CaseState, now: Instant): Task | null {
  const { outcomeAt, tellingPutOffUntil, policy } = state;
  if (outcomeAt === null || state.clientKnowsWhatWasShared || tellingPutOffUntil === null) return null;
  const since = Math.max(outcomeAt, tellingPutOffUntil);
  if (now < since) return null;
  return { kind: 'tell-client', since, dueAt: since + policy.aftercare.tellClientWithinMs };
}

/** By a supervisor: once the emergency is over, or when it is due, if the emergency lasts. */
function overrideReview({ reviewOwedSince, outcomeAt, policy }: CaseState, now: Instant): Task | null {
  const { reviewOverrideWithinMs } = policy.aftercare;
  if (reviewOwedSince === null || reviewOverrideWithinMs === undefined) return null;
  const dueAt = reviewOwedSince + reviewOverrideWithinMs;
  const since = Math.min(outcomeAt ?? dueAt, dueAt);
  return now < since ? null : { kind: 'override-review', since, dueAt };
}

/** No message reached the client: a person asks them how it was. */
function askClient({ askedHowItWas, policy }: CaseState): Task | null {
  if (askedHowItWas.kind !== 'not-reached') return null;
  const { at } = askedHowItWas;
  return { kind: 'ask-client', since: at, dueAt: at + policy.decision.nextPersonAfterMs };
}

/** When the next page for an open task goes out, and to whom; null when no task is open. */
export function nextTaskPage(state: CaseState, now: Instant): { readonly at: Instant; readonly page: TaskPage } | null {
  const pages = openTasks(state, now).map(({ kind, since, dueAt }) => {
    const { pages: rung, lastPageAt } = state.taskPages[kind] ?? { pages: 0, lastPageAt: null };
    const every = state.policy.decision.nextPersonAfterMs;
    const at = lastPageAt === null ? since : Math.max(dueAt, lastPageAt + every);
    return { at, page: { task: kind, rung, nextPersonAt: rung === 0 ? Math.max(dueAt, now + every) : now + every } };
  });
  return pages.toSorted((one, other) => one.at - other.at)[0] ?? null;
}

/** When a task opens that is not open yet; never: Infinity. */
export function nextTaskOpensAt(
  { reviewOwedSince, tellingPutOffUntil, outcomeAt, policy, ...state }: CaseState,
  now: Instant,
): Instant {
  const review =
    reviewOwedSince === null || outcomeAt !== null
      ? Infinity
      : reviewOwedSince + (policy.aftercare.reviewOverrideWithinMs ?? Infinity);
  const telling = tellingPutOffUntil === null || state.clientKnowsWhatWasShared ? Infinity : tellingPutOffUntil;
  return Math.min(...[review, telling].filter((at) => at > now), Infinity);
}
