import { assertNever } from '../shared/assert-never';
import type { Act, DisclosureResult, UrgentCareInput, WhatHappened } from './contract';
import type { PinnedPolicy, PinnedStep } from './policy';
import { secondApprovalOf } from './policy';
import type { Acknowledgement, Channel, Immediacy, Instant, OutcomeKind, RecipientName, TaskKind } from './words';

/** Where a case stands, as its workflow knows it: plain JSON, so that a long case can go on in a new run. */
export interface CaseState {
  readonly policy: PinnedPolicy;
  readonly immediacy: Immediacy;
  /** The last act applied; they are applied in order. */
  readonly actsSeen: number;
  readonly stepsTaken: number;
  /** The client's turn: null until the client was told, and again when asked anew. */
  readonly client: ClientTurn | null;
  /** Also an answer heard before the message went out. */
  readonly clientHasAnswered: boolean;
  readonly decided: boolean;
  /** Who is being asked to decide, to act or to say the outcome. */
  readonly chase: Chase | null;
  /** A decision that waits for a second person. */
  readonly approval: Approval | null;
  /** An override that went ahead unapproved, until those who had been asked in vain were told. */
  readonly wentAheadUnapproved: string | null;
  readonly disclosures: readonly Disclosure[];
  readonly untoldWithdrawals: number;
  readonly newsToPassOn: number;
  /** When the owner was last paged for news; absent before that, and in a case that passes them on one by one. */
  readonly lastNewsAt?: Instant;
  readonly someoneActs: boolean;
  readonly stoodDown: boolean;
  readonly thoseToldKnowItIsOver: boolean;
  readonly clientKnowsWhatWasShared: boolean;
  /** No message reached the client in aftercare: a person tells them, and says so, before the case closes. */
  readonly tellingIsOwed: boolean;
  /** A person gave a reason to wait with telling the client; until then nobody is asked about it. */
  readonly tellingPutOffUntil: Instant | null;
  /** The client asked to be called, and nobody has said that it was done. */
  readonly callBackSince: Instant | null;
  /** An override came into force that nobody has reviewed. */
  readonly reviewOwedSince: Instant | null;
  /** Whether the client was asked, afterwards, how it was. */
  readonly askedHowItWas:
    | { readonly kind: 'not-yet' | 'asked' }
    | { readonly kind: 'not-reached'; readonly at: Instant };
  readonly taskPages: Readonly<Partial<Record<TaskKind, { readonly pages: number; readonly lastPageAt: Instant }>>>;
  readonly handoversToOffer: number;
  /** What a person said came of it. */
  readonly outcome: OutcomeKind | null;
  readonly outcomeAt: Instant | null;
  readonly phase: 'open' | 'closed';
}

export interface ClientTurn {
  readonly askedAt: Instant;
  readonly windowEndsAt: Instant;
}

/** Pages that go on until somebody answers. */
export interface Chase {
  readonly what: 'decision' | 'action' | 'outcome';
  readonly pages: number;
  readonly lastPageAt: Instant;
}

/** Those who may approve are asked one after the other, and round again, until one of them answers. */
export interface Approval {
  readonly decisionId: string;
  readonly what: 'override' | 'not-informing';
  readonly pages: number;
  readonly lastPageAt: Instant | null;
  /** When the proposer may go ahead alone; null: never. */
  readonly mayProceedAt: Instant | null;
  readonly proposerKnows: boolean;
}

/** One recipient's way from the decision to an answer. */
export interface Disclosure {
  readonly recipient: RecipientName;
  /** Which channel of the policy step's ladder is in use. */
  readonly channelIndex: number;
  readonly attemptsOnChannel: number;
  /** On the channel in use: who is reached by the next one only has the whole time to answer. */
  readonly firstTriedAt: Instant | null;
  readonly lastTriedAt: Instant | null;
  /** A vendor took a message on the channel in use. */
  readonly told: boolean;
  readonly answer: Acknowledgement | null;
  readonly answeredAt: Instant | null;
  /** Read the message, did not act in time, and was asked once more. */
  readonly askedAgain: boolean;
  readonly standing: 'open' | 'failed' | 'withheld' | 'cancelled';
  /** They were closed when their turn came: not before they open, and at their own pace from then on. */
  readonly notBefore?: Instant;
  /** A person was asked to telephone them. */
  readonly telephoned?: boolean;
}

export function openingState({
  policy,
  immediacy,
  notInforming,
  resumed,
}: Pick<UrgentCareInput, 'policy' | 'immediacy' | 'notInforming' | 'resumed'>): CaseState {
  return {
    policy,
    immediacy,
    actsSeen: 0,
    stepsTaken: resumed?.stepsTaken ?? 0,
    client: resumed?.client ?? null,
    clientHasAnswered: false,
    decided: false,
    chase: null,
    approval: notInforming ? awaited(notInforming.decisionId, 'not-informing') : null,
    wentAheadUnapproved: null,
    disclosures: [],
    untoldWithdrawals: 0,
    newsToPassOn: 0,
    someoneActs: false,
    stoodDown: false,
    thoseToldKnowItIsOver: false,
    clientKnowsWhatWasShared: false,
    tellingIsOwed: false,
    tellingPutOffUntil: null,
    callBackSince: null,
    reviewOwedSince: null,
    askedHowItWas: { kind: 'not-yet' },
    taskPages: {},
    handoversToOffer: 0,
    outcome: null,
    outcomeAt: null,
    phase: 'open',
  };
}

const awaited = (
  decisionId: string,
  what: Approval['what'],
  mayProceedAt: Approval['mayProceedAt'] = null,
): Approval => ({ decisionId, what, pages: 0, lastPageAt: null, mayProceedAt, proposerKnows: false });

/**
 * A case that begins anew, once its acts are applied: that the client was asked again is no act, but it is on record. Who
 * has answered that question waits for nothing.
 */
export function withTurnOnRecord(state: CaseState, turn: ClientTurn | null): CaseState {
  if (state.client !== null || turn === null) return state;
  const windowEndsAt = state.clientHasAnswered ? turn.askedAt : turn.windowEndsAt;
  return { ...state, client: { ...turn, windowEndsAt } };
}

/** The policy's step that names this recipient. A recipient whom no step names is asked last, by every written way. */
export function policyStepOf(policy: PinnedPolicy, recipient: RecipientName): PinnedStep {
  return policy.steps.find((step) => step.recipients.includes(recipient)) ?? { ...lastResort, recipients: [recipient] };
}

const lastResort: Omit<PinnedStep, 'recipients'> = {
  channels: ['email', 'sms'],
  attempts: 3,
  everyMs: 5 * 60_000,
  acknowledgeWithinMs: 15 * 60_000,
  actWithinMs: 30 * 60_000,
  stopAfter: 'first-acting',
};

/** The ladder, without calls in a case that was started when none could be made. */
export function channelsOf({ channels, voice }: PinnedStep): readonly Channel[] {
  return voice ? channels : channels.filter((channel) => channel !== 'voice');
}

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
      return {
        ...state,
        disclosures: change(state.disclosures, [what.recipient], (d) =>
          usedChannel(state, d) === what.channel && d.answer === null ? nextChannel(state, d) : d,
        ),
      };
    case 'immediacy-raised':
      return shortenClientWindow({ ...state, immediacy: what.immediacy });
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

/** @param at when they were told, not when that was planned */
export function clientInformed(state: CaseState, at: Instant): CaseState {
  const windowEndsAt = state.clientHasAnswered ? at : at + state.policy.clientWindowMs[state.immediacy];
  return { ...state, client: { askedAt: at, windowEndsAt } };
}

/** No safe channel reaches the client: waiting for an answer would wait for nothing. */
export function clientNotReached(state: CaseState, at: Instant): CaseState {
  return { ...state, client: { askedAt: at, windowEndsAt: at } };
}

export interface Try {
  readonly recipient: RecipientName;
  readonly channel: Channel;
  readonly at: Instant;
  /** Asks somebody once more who had read it and did not act. */
  readonly again: boolean;
}

export function disclosed(state: CaseState, tried: Try, result: DisclosureResult): CaseState {
  return {
    ...state,
    disclosures: change(state.disclosures, [tried.recipient], (d) => afterTry(state, d, tried, result)),
  };
}

function afterTry(state: CaseState, before: Disclosure, tried: Try, result: DisclosureResult): Disclosure {
  // The vendor's report that it failed for good overtook this answer: the story is on the next channel already.
  if (usedChannel(state, before) !== tried.channel) return before;
  switch (result.kind) {
    case 'sent':
      return { ...attempted(before, tried), told: true };
    case 'failed-temporary': {
      const after = attempted(before, tried);
      const gaveUp = !after.told && after.attemptsOnChannel >= policyStepOf(state.policy, tried.recipient).attempts;
      return gaveUp ? nextChannel(state, after) : after;
    }
    case 'failed-permanent':
      return nextChannel(state, before);
    case 'withheld':
      return { ...before, standing: 'withheld' };
    case 'closed':
      return { ...before, notBefore: result.opensAt };
    default:
      return assertNever(result);
  }
}

/** A person was asked to telephone the GP, once for each decision to tell them. */
export const gpTelephoned = (state: CaseState): CaseState => ({
  ...state,
  disclosures: change(state.disclosures, ['gp'], (gp) => ({ ...gp, telephoned: true })),
});

const attempted = (before: Disclosure, { at, again }: Try): Disclosure => ({
  ...before,
  attemptsOnChannel: before.attemptsOnChannel + 1,
  firstTriedAt: before.firstTriedAt ?? at,
  lastTriedAt: at,
  askedAgain: before.askedAgain || again,
});

/** A permanent failure moves on at once: to the next channel, or past this recipient. domain.md §3.6 */
function nextChannel(state: CaseState, disclosure: Disclosure): Disclosure {
  const channelIndex = disclosure.channelIndex + 1;
  const ladder = channelsOf(policyStepOf(state.policy, disclosure.recipient));
  if (channelIndex >= ladder.length) return { ...disclosure, standing: 'failed' };
  return { ...disclosure, channelIndex, attemptsOnChannel: 0, firstTriedAt: null, lastTriedAt: null, told: false };
}

export function usedChannel(state: CaseState, { recipient, channelIndex }: Disclosure): Channel | undefined {
  return channelsOf(policyStepOf(state.policy, recipient))[channelIndex];
}

/**
 * A decision on top of one that stands adds to it. A decision that is made anew – the client took something back, or was
 * asked again – counts alone: whom it leaves out is not written to any more.
 */
function begin({ disclosures, decided }: CaseState, recipients: readonly RecipientName[]): readonly Disclosure[] {
  const others = disclosures.filter(({ recipient }) => !recipients.includes(recipient));
  return [...(decided ? others : others.map(cancelled)), ...recipients.map(beginning)];
}

const beginning = (recipient: RecipientName): Disclosure => ({
  recipient,
  channelIndex: 0,
  attemptsOnChannel: 0,
  firstTriedAt: null,
  lastTriedAt: null,
  told: false,
  answer: null,
  answeredAt: null,
  askedAgain: false,
  standing: 'open',
});

function change(
  disclosures: readonly Disclosure[],
  recipients: readonly RecipientName[],
  how: (disclosure: Disclosure) => Disclosure,
): readonly Disclosure[] {
  return disclosures.map((disclosure) => (recipients.includes(disclosure.recipient) ? how(disclosure) : disclosure));
}

const cancelled = (disclosure: Disclosure): Disclosure =>
  disclosure.answer === 'acting' ? disclosure : { ...disclosure, standing: 'cancelled' };

/** "Read" after "I am acting" takes nothing back; "I cannot" does. */
function answered(disclosure: Disclosure, answer: Acknowledgement, at: Instant): Disclosure {
  if (disclosure.answer === 'acting' && answer === 'acknowledged') return disclosure;
  return { ...disclosure, answer, answeredAt: at };
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
