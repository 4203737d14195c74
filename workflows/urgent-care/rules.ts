import { policyStepOf } from './disclosures';
import { nextWay } from './ladder';
import { type PinnedStep, secondApprovalOf } from './policy';
import type { Approval, CaseState, Chase, Disclosure } from './state';
import { nextTaskPage, type TaskPage, tasksOf } from './tasks';
import type { Channel, Instant, RecipientName } from './words';

/** What a case does next. */
export type Step =
  | { readonly kind: 'inform-client' }
  | { readonly kind: 'tell-client-what-had-gone' }
  | { readonly kind: 'ask-for-decision'; readonly rung: number; readonly nextPersonAt: Instant }
  | {
      readonly kind: 'ask-for-approval';
      readonly decisionId: string;
      readonly rung: number;
      readonly nextPersonAt: Instant;
    }
  | { readonly kind: 'tell-proposer-they-may-proceed'; readonly decisionId: string }
  | { readonly kind: 'tell-skipped-approvers'; readonly decisionId: string }
  | { readonly kind: 'disclose'; readonly disclosures: readonly DueDisclosure[] }
  | { readonly kind: 'page-for-action'; readonly nextPageAt: Instant }
  | { readonly kind: 'pass-on-news' }
  | { readonly kind: 'ask-to-telephone-gp' }
  | { readonly kind: 'tell-those-who-were-told' }
  | { readonly kind: 'tell-client-what-was-shared'; readonly dueAt: Instant }
  | { readonly kind: 'ask-for-outcome'; readonly rung: number; readonly nextPersonAt: Instant }
  | { readonly kind: 'offer-handover' }
  | ({ readonly kind: 'ask-for-task' } & TaskPage)
  | { readonly kind: 'ask-client-how-it-was' }
  | { readonly kind: 'cancel-everything-and-hold' }
  | { readonly kind: 'close' }
  | { readonly kind: 'wait'; readonly until: Instant };

export interface DueDisclosure {
  readonly recipient: RecipientName;
  readonly channel: Channel;
  /** Asks somebody once more who had read it and did not act. */
  readonly again: boolean;
}

/**
 * The whole policy of urgent care: what to do next, by priority. Everything that can interrupt stands above what it
 * interrupts. Pure and total. domain.md §3
 */
export function nextStep(state: CaseState, now: Instant): Step {
  if (state.outcome === 'deceased') return { kind: 'cancel-everything-and-hold' };
  if (state.newsToPassOn > 0 && now >= newsDueAt(state)) return { kind: 'pass-on-news' };
  if (state.handoversToOffer > 0) return { kind: 'offer-handover' };
  if (state.untoldWithdrawals > 0) return { kind: 'tell-client-what-had-gone' };
  if (state.wentAheadUnapproved !== null) {
    return { kind: 'tell-skipped-approvers', decisionId: state.wentAheadUnapproved };
  }
  const onward = earlier(story(state, now), chaseTasks(state, now));
  if (state.newsToPassOn === 0) return onward;
  // Nothing stays unsaid at the end.
  return onward.kind === 'close'
    ? { kind: 'pass-on-news' }
    : earlier(onward, { kind: 'wait', until: newsDueAt(state) });
}

/** News at once, unless the owner was paged for news a moment ago: then together, when that moment is over. */
const newsDueAt = ({ policy, lastNewsAt }: CaseState): Instant =>
  lastNewsAt === undefined ? -Infinity : lastNewsAt + (policy.newsTogetherMs ?? 0);

/** Where the case stands between concern and close. */
function story(state: CaseState, now: Instant): Step {
  if (escalationIsOver(state)) return aftercare(state, now);
  if (state.approval?.what === 'not-informing') return chaseApproval(state.approval, state, now);
  if (state.client === null) return { kind: 'inform-client' };
  if (now < state.client.windowEndsAt) return { kind: 'wait', until: state.client.windowEndsAt };
  const approving = state.approval && chaseApproval(state.approval, state, now);
  if (!state.decided) return approving ?? chaseDecision(state, now);
  const onward = carryOutTheDecision(state, now);
  return approving ? earlier(approving, onward) : onward;
}

function carryOutTheDecision(state: CaseState, now: Instant): Step {
  if (gpIsToBeTelephoned(state)) return { kind: 'ask-to-telephone-gp' };
  return earlier(tellOrPage(state, now), { kind: 'wait', until: nextOpening(state, now) });
}

function tellOrPage(state: CaseState, now: Instant): Step {
  const telling = nextDisclosure(state, now, isWanted(state));
  if (telling === null) return pageUntilSomeoneActs(state, now);
  // Once the pages for help have begun, they go on while a last way is tried.
  return state.chase?.what === 'action' ? earlier(telling, pageUntilSomeoneActs(state, now)) : telling;
}

/** For `immediate` a named person also telephones the GP, whose turn has come; email confirms. domain.md §3.6 */
function gpIsToBeTelephoned({ policy, immediacy, disclosures }: CaseState): boolean {
  if (policy.gpIsTelephoned !== true || immediacy !== 'immediate') return false;
  const gp = disclosures.find(({ recipient }) => recipient === 'gp');
  if (gp === undefined || gp.telephoned === true || gp.answer !== null) return false;
  if (gp.standing === 'withheld' || gp.standing === 'cancelled') return false;
  return gp.lastTriedAt !== null || gp.notBefore !== undefined || gp.channelIndex > 0 || gp.standing === 'failed';
}

/** A person acts and nobody is left who must hear of it, or a person has said what came of it. */
function escalationIsOver(state: CaseState): boolean {
  if (state.outcome !== null) return true;
  return state.someoneActs && !(state.decided && state.disclosures.some((d) => mustStillHear(state, d)));
}

/** Once somebody acts, only those are written to whom a step "for all" has not reached yet. */
const isWanted =
  (state: CaseState) =>
  (disclosure: Disclosure): boolean =>
    !state.someoneActs || mustStillHear(state, disclosure);

/** Under "all" the others of a step that has begun are told although somebody acts already. */
function mustStillHear(state: CaseState, disclosure: Disclosure): boolean {
  // Once somebody acts, nobody waits for a weekend to be over to tell one more.
  if (disclosure.notBefore !== undefined && disclosure.lastTriedAt === null) return false;
  const step = policyStepOf(state.policy, disclosure.recipient);
  const hasBegun = state.disclosures.some((d) => d.told && policyStepOf(state.policy, d.recipient) === step);
  return step.stopAfter === 'all' && hasBegun && !disclosure.told && nextTryAt(disclosure, step) !== Infinity;
}

function earlier(one: Step, other: Step): Step {
  if (one.kind !== 'wait') return one;
  if (other.kind !== 'wait') return other;
  return { kind: 'wait', until: Math.min(one.until, other.until) };
}

/**
 * domain.md §3.10 and §3.11: tell those who were told, tell the client, hear the outcome from a person, ask the client how
 * it was; close when nothing is owed any more.
 */
function aftercare(state: CaseState, now: Instant): Step {
  if (state.stoodDown && !state.thoseToldKnowItIsOver) return { kind: 'tell-those-who-were-told' };
  if (!state.clientKnowsWhatWasShared && state.tellingPutOffUntil === null) {
    return { kind: 'tell-client-what-was-shared', dueAt: now + state.policy.aftercare.tellClientWithinMs };
  }
  if (state.outcome === null || state.tellingIsOwed) return chaseOutcome(state, now);
  const askAt = askClientAt(state);
  if (askAt !== null) return now < askAt ? { kind: 'wait', until: askAt } : { kind: 'ask-client-how-it-was' };
  const isOwed = !state.clientKnowsWhatWasShared || tasksOf(state).length > 0;
  return isOwed ? { kind: 'wait', until: Infinity } : { kind: 'close' };
}

/** When the client is asked how it was; null when they were, or when the case knows no such duty. */
function askClientAt({ askedHowItWas, outcomeAt, policy }: CaseState): Instant | null {
  const { askClientAfterMs } = policy.aftercare;
  if (askedHowItWas.kind !== 'not-yet' || askClientAfterMs === undefined || outcomeAt === null) return null;
  return outcomeAt + askClientAfterMs;
}

/** What a person owes is asked for when it arises, and from its deadline on again and again, up the rota. */
function chaseTasks(state: CaseState, now: Instant): Step {
  const next = nextTaskPage(state, now);
  if (next !== null && next.at <= now) return { kind: 'ask-for-task', ...next.page };
  return { kind: 'wait', until: next?.at ?? Infinity };
}

/** Unanswered questions go up the rota: ask, remind, then the next person. domain.md §3.3 */
function chaseDecision(state: CaseState, now: Instant): Step {
  const due = duePage(state, 'decision', now);
  return now < due.at ? { kind: 'wait', until: due.at } : { kind: 'ask-for-decision', ...due.page };
}

/**
 * Silent past the window: the next who may approve, and round again. Nothing goes ahead by itself; a proposer who may
 * go ahead alone is told so when it is time. domain.md §3.5
 */
function chaseApproval(approval: Approval, { policy }: CaseState, now: Instant): Step {
  const { decisionId, pages, lastPageAt, mayProceedAt, proposerKnows } = approval;
  const { nextSupervisorAfterMs } = secondApprovalOf(policy);
  const nextPageAt = lastPageAt === null ? now : lastPageAt + nextSupervisorAfterMs;
  if (nextPageAt <= now) {
    return { kind: 'ask-for-approval', decisionId, rung: pages, nextPersonAt: now + nextSupervisorAfterMs };
  }
  const proposerIsToldAt = mayProceedAt === null || proposerKnows ? Infinity : mayProceedAt;
  if (proposerIsToldAt <= now) return { kind: 'tell-proposer-they-may-proceed', decisionId };
  return { kind: 'wait', until: Math.min(nextPageAt, proposerIsToldAt) };
}

function chaseOutcome(state: CaseState, now: Instant): Step {
  const due = duePage(state, 'outcome', now);
  return now < due.at ? { kind: 'wait', until: due.at } : { kind: 'ask-for-outcome', ...due.page };
}

/** The case never ends silently: staff are paged again and again until a person records what they did. domain.md §3.8 */
function pageUntilSomeoneActs(state: CaseState, now: Instant): Step {
  const every = state.policy.nobodyActing.pageEveryMs;
  const dueAt = state.chase?.what === 'action' ? state.chase.lastPageAt + every : now;
  return now < dueAt ? { kind: 'wait', until: dueAt } : { kind: 'page-for-action', nextPageAt: now + every };
}

interface DuePage {
  readonly at: Instant;
  readonly page: { readonly rung: number; readonly nextPersonAt: Instant };
}

/**
 * Each person is asked, reminded once if there is time for it, and then the next one is asked. Counted from the last
 * page that went out: after a standstill one person is asked, not everyone at once.
 */
function duePage({ chase, policy }: CaseState, what: Chase['what'], now: Instant): DuePage {
  const { remindAfterMs, nextPersonAfterMs } = policy.decision;
  const { pages, lastPageAt } = chase?.what === what ? chase : { pages: 0, lastPageAt: null };
  const reminds = remindAfterMs < nextPersonAfterMs;
  const pagesPerPerson = reminds ? 2 : 1;
  const isReminder = pages % pagesPerPerson === 1;
  const afterReminderMs = reminds ? nextPersonAfterMs - remindAfterMs : nextPersonAfterMs;
  const waitMs = isReminder ? remindAfterMs : afterReminderMs;
  return {
    at: lastPageAt === null ? now : lastPageAt + waitMs,
    page: {
      rung: Math.floor(pages / pagesPerPerson),
      nextPersonAt: now + (isReminder ? afterReminderMs : nextPersonAfterMs),
    },
  };
}

/** Null when nobody is left to wait for. Who is closed is not waited for, and holds up nobody when they open. */
function nextDisclosure(state: CaseState, now: Instant, isWanted: (disclosure: Disclosure) => boolean): Step | null {
  const wasClosed = ({ notBefore }: Disclosure): boolean => notBefore !== undefined;
  const isOpenAgain = ({ notBefore = -Infinity }: Disclosure): boolean => notBefore <= now;
  const inTurn = firstWaitedFor(state, now, (d) => isWanted(d) && !wasClosed(d));
  const besides = firstWaitedFor(state, now, (d) => isWanted(d) && wasClosed(d) && isOpenAgain(d));
  return inTurn && besides ? earlier(inTurn, besides) : (inTurn ?? besides);
}

/**
 * Recipients in the policy's order: a step's recipients together, the next step when each of them was given up or cannot.
 */
function firstWaitedFor(state: CaseState, now: Instant, isMeant: (disclosure: Disclosure) => boolean): Step | null {
  for (const { step, disclosures } of inPolicyOrder(state)) {
    const waitedFor = disclosures.filter((disclosure) => isMeant(disclosure) && now < givenUpAt(disclosure, step));
    if (waitedFor.length === 0) continue;

    const due = waitedFor.filter((disclosure) => nextTryAt(disclosure, step) <= now);
    if (due.length > 0) return { kind: 'disclose', disclosures: due.flatMap((d) => byItsWay(d, step)) };

    const wakings = waitedFor.flatMap((d) => [nextTryAt(d, step), givenUpAt(d, step)]);
    return { kind: 'wait', until: Math.min(...wakings) };
  }
  return null;
}

/** When the first of those opens who are closed now; never: Infinity. */
function nextOpening(state: CaseState, now: Instant): Instant {
  const wanted = state.disclosures.filter((d) => isWanted(state)(d) && !isSettled(d));
  return Math.min(...wanted.flatMap(({ notBefore = -Infinity }) => (notBefore > now ? [notBefore] : [])), Infinity);
}

function inPolicyOrder(state: CaseState): { step: PinnedStep; disclosures: readonly Disclosure[] }[] {
  const named = state.policy.steps.map((step) => ({
    step,
    disclosures: state.disclosures.filter((d) => policyStepOf(state.policy, d.recipient) === step),
  }));
  const unnamed = state.disclosures
    .filter((d) => !state.policy.steps.some((step) => step.recipients.includes(d.recipient)))
    .map((d) => ({ step: policyStepOf(state.policy, d.recipient), disclosures: [d] }));
  return [...named, ...unnamed];
}

function byItsWay(disclosure: Disclosure, step: PinnedStep): DueDisclosure[] {
  const channel = nextWay(step, disclosure);
  const { recipient, answer } = disclosure;
  return channel === undefined ? [] : [{ recipient, channel, again: answer === 'acknowledged' }];
}

/** When this recipient is written to next; never again: Infinity. */
function nextTryAt(disclosure: Disclosure, step: PinnedStep): Instant {
  if (isSettled(disclosure) || nextWay(step, disclosure) === undefined) return Infinity;
  if (disclosure.lastTriedAt === null || disclosure.firstTriedAt === null) return -Infinity;
  if (disclosure.answer === 'acknowledged') {
    return disclosure.askedAgain ? Infinity : disclosure.firstTriedAt + step.actWithinMs;
  }
  return disclosure.attemptsOnChannel < step.attempts ? disclosure.lastTriedAt + step.everyMs : Infinity;
}

/** When the story no longer waits for this recipient: at once if settled, else by the policy's windows. domain.md §3.7 */
function givenUpAt(disclosure: Disclosure, step: PinnedStep): Instant {
  if (isSettled(disclosure)) return -Infinity;
  if (disclosure.firstTriedAt === null) return nextWay(step, disclosure) === undefined ? -Infinity : Infinity;
  const acknowledgeBy = disclosure.firstTriedAt + step.acknowledgeWithinMs;
  const readInTime = disclosure.answer === 'acknowledged' && (disclosure.answeredAt ?? 0) <= acknowledgeBy;
  if (!readInTime) return acknowledgeBy;
  // Read but not acting by the deadline: asked once more, then left behind.
  return disclosure.firstTriedAt + step.actWithinMs + step.everyMs;
}

const isSettled = ({ standing, answer }: Disclosure): boolean =>
  standing !== 'open' || answer === 'acting' || answer === 'cannot';
