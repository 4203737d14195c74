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

/** What is owed, also what is asked for only later. A case that owes something does not close. */
export function tasksOf(state: CaseState): readonly Task[] {
  return [callBack(state), tellClient(state), overrideReview(state), askClient(state)].filter((task) => task !== null);
}

/** The tasks that somebody has now. */
export const openTasks = (state: CaseState, now: Instant): readonly Task[] =>
  tasksOf(state).filter(({ since }) => since <= now);

/** The client asked to be called. */
function callBack({ callBackSince, policy }: CaseState): Task | null {
  if (callBackSince === null) return null;
  return { kind: 'call-back', since: callBackSince, dueAt: callBackSince + policy.decision.nextPersonAfterMs };
}

/** Somebody gave a reason to wait with telling the client: they are asked again when the wait is over. */
function tellClient(state: CaseState): Task | null {
  const { outcomeAt, tellingPutOffUntil, policy } = state;
  if (outcomeAt === null || state.clientKnowsWhatWasShared || tellingPutOffUntil === null) return null;
  const since = Math.max(outcomeAt, tellingPutOffUntil);
  return { kind: 'tell-client', since, dueAt: since + policy.aftercare.tellClientWithinMs };
}

/** By a supervisor: once the emergency is over, or when it is due, if the emergency lasts. */
function overrideReview({ reviewOwedSince, outcomeAt, policy }: CaseState): Task | null {
  const { reviewOverrideWithinMs } = policy.aftercare;
  if (reviewOwedSince === null || reviewOverrideWithinMs === undefined) return null;
  const dueAt = reviewOwedSince + reviewOverrideWithinMs;
  return { kind: 'override-review', since: Math.min(outcomeAt ?? dueAt, dueAt), dueAt };
}

/** No message reached the client: a person asks them how it was. */
function askClient({ askedHowItWas, policy }: CaseState): Task | null {
  if (askedHowItWas.kind !== 'not-reached') return null;
  const { at } = askedHowItWas;
  return { kind: 'ask-client', since: at, dueAt: at + policy.decision.nextPersonAfterMs };
}

/** When the next page for a task goes out, and to whom; null when nothing is owed. */
export function nextTaskPage(state: CaseState, now: Instant): { readonly at: Instant; readonly page: TaskPage } | null {
  const pages = tasksOf(state).map(({ kind, since, dueAt }) => {
    const { pages: rung, lastPageAt } = state.taskPages[kind] ?? { pages: 0, lastPageAt: null };
    const every = state.policy.decision.nextPersonAfterMs;
    const at = lastPageAt === null ? since : Math.max(dueAt, lastPageAt + every);
    return { at, page: { task: kind, rung, nextPersonAt: rung === 0 ? Math.max(dueAt, now + every) : now + every } };
  });
  return pages.toSorted((one, other) => one.at - other.at)[0] ?? null;
}
