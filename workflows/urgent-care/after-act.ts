import { assertNever } from '../shared/assert-never';
import type { Act, WhatHappened } from './contract';
import { answered, begin, cancelled, change, wayFailed } from './disclosures';
import { secondApprovalOf } from './policy';
import { type Approval, awaited, type CaseState } from './state';
import type { Acknowledgement, Instant, RecipientName, TaskKind } from './words';

/** What an act changes. Acts come in their order; one that was seen changes nothing. */
export function applyAct(state: CaseState, act: Act): CaseState {
  if (act.seq !== state.actsSeen + 1) return state;
  return { ...afterAct(state, act, act.at), actsSeen: act.seq };
}

function afterAct(state: CaseState, what: WhatHappened, at: Instant): CaseState {
  switch (what.kind) {
    case 'client-answered':
      // Who decides, or has decided, hears of an answer that comes late.
      return state.decided || state.chase !== null || state.approval?.what === 'override'
        ? withNews(state)
        : endClientWindow({ ...state, clientHasAnswered: true }, at);
    case 'client-not-reached':
      return endClientWindow(state, at);
    case 'proceed-decided':
      return { ...state, decided: true, chase: null, disclosures: begin(state, what.recipients) };
    case 'ask-again-decided':
      return { ...state, decided: false, chase: null, approval: null, client: null, clientHasAnswered: false };
    case 'call-decided':
      // The one who calls has the decision's time anew. Where nobody acts, the pages go on meanwhile.
      return state.decided || state.approval !== null
        ? state
        : { ...state, chase: { what: 'decision', pages: 1, lastPageAt: at } };
    case 'override-proposed':
      return proposed(state, what, at);
    case 'override-approved':
      return inForce(state, what, at);
    case 'override-proceeded':
      return { ...inForce(state, what, at), wentAheadUnapproved: what.decisionId };
    case 'override-declined':
    case 'proposal-fell':
    case 'not-informing-declined':
      return { ...state, approval: null };
    case 'not-informing-approved':
      // Nor are they told afterwards before a person says that they may be.
      return { ...state, approval: null, client: { askedAt: at, windowEndsAt: at }, tellingPutOffUntil: at };
    case 'consent-withdrawn':
      return {
        ...undecided(state),
        chase: null,
        untoldWithdrawals: state.untoldWithdrawals + 1,
        disclosures: change(state.disclosures, what.recipients, cancelled),
      };
    case 'acknowledged':
      return afterAnswer(state, what.recipient, what.answer, at);
    case 'message-failed':
      return wayFailed(state, what.recipient, what.channel);
    case 'immediacy-raised':
      return shortenClientWindow({ ...state, immediacy: what.immediacy, approval: raised(state.approval, what) });
    case 'news-for-owner':
      return withNews(state);
    case 'stood-down':
      return withoutTask(
        { ...state, stoodDown: true, outcome: what.outcome, outcomeAt: at, chase: null, approval: null },
        'call-back',
      );
    case 'outcome-recorded':
      return withoutTask(
        {
          ...state,
          outcome: what.outcome,
          outcomeAt: state.outcomeAt ?? at,
          tellingIsOwed: false,
          chase: null,
          approval: null,
        },
        'call-back',
      );
    case 'call-back-requested':
      return { ...withoutTask(state, 'call-back'), callBackSince: at };
    case 'guard-failed':
      return withNews(afterFailedGuard(state, at));
    case 'handover-offered':
      return { ...state, handoversToOffer: state.handoversToOffer + 1 };
    case 'owner-changed':
      // The new owner is asked what the one before was asked.
      return { ...state, chase: state.chase?.what === 'action' ? state.chase : null };
    case 'task-done':
      return withoutTask(state, what.task);
    case 'telling-put-off':
      return { ...withoutPages(state, 'tell-client'), tellingPutOffUntil: what.until };
    case 'telling-released':
      return { ...withoutPages(state, 'tell-client'), tellingPutOffUntil: null };
    default:
      return assertNever(what);
  }
}

/** Nobody is asked to decide while a second person is asked to approve; what was decided before goes on meanwhile. */
function proposed(
  state: CaseState,
  { decisionId, mayProceedUnapproved }: Extract<WhatHappened, { readonly kind: 'override-proposed' }>,
  at: Instant,
): CaseState {
  const { immediateMayProceedAfterMs } = secondApprovalOf(state.policy);
  const mayProceedAt = mayProceedUnapproved ? at + immediateMayProceedAfterMs : null;
  const chase = state.decided ? state.chase : null;
  return { ...state, chase, approval: awaited(decisionId, 'override', mayProceedAt) };
}

/** What is immediate now may go ahead unapproved, if it may at all: its proposer hears so when it is time. domain.md §3.5 */
const raised = (
  approval: Approval | null,
  { mayProceedAt }: Extract<WhatHappened, { readonly kind: 'immediacy-raised' }>,
): Approval | null => (approval === null || mayProceedAt === undefined ? approval : { ...approval, mayProceedAt });

/** What was decided is decided anew, and with it what was proposed on top of it. */
const undecided = (state: CaseState): CaseState => ({
  ...state,
  decided: false,
  approval: state.decided ? null : state.approval,
});

/** An override comes into force, and is owed a review. domain.md §3.11 */
const inForce = (
  state: CaseState,
  { recipients }: { readonly recipients: readonly RecipientName[] },
  at: Instant,
): CaseState => ({
  ...state,
  decided: true,
  chase: null,
  approval: null,
  disclosures: begin(state, recipients),
  reviewOwedSince: state.reviewOwedSince ?? at,
});

/** "I am acting" ends the escalation; who then cannot go on takes that back, unless a person has said what came of it. */
function afterAnswer(state: CaseState, from: RecipientName, answer: Acknowledgement, at: Instant): CaseState {
  const disclosures = change(state.disclosures, [from], (d) => answered(d, answer, at));
  const someoneActs = disclosures.some((disclosure) => disclosure.answer === 'acting');
  const resumes = state.someoneActs && !someoneActs;
  const after = { ...state, disclosures, someoneActs };
  return resumes ? withNews({ ...after, chase: null, clientKnowsWhatWasShared: false }) : after;
}

/**
 * Somebody else may hold the client's phone: nothing more is disclosed before somebody decides anew, and what was shared
 * is not sent there before a person says that it may.
 */
function afterFailedGuard(state: CaseState, at: Instant): CaseState {
  const careful = { ...state, tellingPutOffUntil: state.tellingPutOffUntil ?? at };
  return state.outcome === null ? { ...undecided(careful), chase: null } : careful;
}

/** The task is done, or has become pointless. */
function withoutTask(state: CaseState, task: TaskKind): CaseState {
  const rest = withoutPages(state, task);
  switch (task) {
    case 'call-back':
      return { ...rest, callBackSince: null };
    case 'tell-client':
      return { ...rest, clientKnowsWhatWasShared: true, tellingPutOffUntil: null, tellingIsOwed: false };
    case 'override-review':
      return { ...rest, reviewOwedSince: null };
    case 'ask-client':
      return { ...rest, askedHowItWas: { kind: 'asked' } };
    default:
      return assertNever(task);
  }
}

const withoutPages = (state: CaseState, task: TaskKind): CaseState => {
  const { [task]: _done, ...taskPages } = state.taskPages;
  return { ...state, taskPages };
};

const withNews = (state: CaseState): CaseState => ({ ...state, newsToPassOn: state.newsToPassOn + 1 });

const endClientWindow = (state: CaseState, at: Instant): CaseState =>
  state.client === null
    ? state
    : { ...state, client: { ...state.client, windowEndsAt: Math.min(state.client.windowEndsAt, at) } };

const shortenClientWindow = (state: CaseState): CaseState =>
  state.client === null
    ? state
    : endClientWindow(state, state.client.askedAt + state.policy.clientWindowMs[state.immediacy]);
