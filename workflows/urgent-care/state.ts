import { assertNever } from '../shared/assert-never';
import type { Act, DisclosureResult, UrgentCareInput, WhatHappened } from './contract';
import type { PinnedPolicy, PinnedStep } from './policy';
import type { Acknowledgement, Channel, Immediacy, Instant, OutcomeKind, RecipientName } from './words';

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
  readonly disclosures: readonly Disclosure[];
  readonly untoldWithdrawals: number;
  readonly newsToPassOn: number;
  readonly someoneActs: boolean;
  readonly stoodDown: boolean;
  readonly thoseToldKnowItIsOver: boolean;
  readonly clientKnowsWhatWasShared: boolean;
  /** No message reached the client in aftercare: a person tells them, and says so, before the case closes. */
  readonly tellingIsOwed: boolean;
  /** What a person said came of it. */
  readonly outcome: OutcomeKind | null;
  readonly phase: 'open' | 'closed';
}

export interface ClientTurn {
  readonly askedAt: Instant;
  readonly windowEndsAt: Instant;
}

/** Pages that go on until somebody answers. */
export interface Chase {
  readonly what: 'decision' | 'action' | 'outcome';
  readonly since: Instant;
  readonly pages: number;
}

/** One recipient's way from the decision to an answer. */
export interface Disclosure {
  readonly recipient: RecipientName;
  /** Which channel of the policy step's ladder is in use. */
  readonly channelIndex: number;
  readonly attemptsOnChannel: number;
  readonly firstTriedAt: Instant | null;
  readonly lastTriedAt: Instant | null;
  readonly answer: Acknowledgement | null;
  readonly answeredAt: Instant | null;
  /** Read the message, did not act in time, and was asked once more. */
  readonly askedAgain: boolean;
  readonly standing: 'open' | 'failed' | 'withheld' | 'cancelled';
}

export function openingState({ policy, immediacy }: Pick<UrgentCareInput, 'policy' | 'immediacy'>): CaseState {
  return {
    policy,
    immediacy,
    actsSeen: 0,
    stepsTaken: 0,
    client: null,
    clientHasAnswered: false,
    decided: false,
    chase: null,
    disclosures: [],
    untoldWithdrawals: 0,
    newsToPassOn: 0,
    someoneActs: false,
    stoodDown: false,
    thoseToldKnowItIsOver: false,
    clientKnowsWhatWasShared: false,
    tellingIsOwed: false,
    outcome: null,
    phase: 'open',
  };
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

/** The ladder without what this version cannot do: a voice step is passed over. */
export function channelsOf(step: PinnedStep): readonly Channel[] {
  return step.channels.filter((channel) => channel !== 'voice');
}

/** What an act changes. Acts come in their order; one that was seen changes nothing. */
export function applyAct(state: CaseState, act: Act): CaseState {
  if (act.seq !== state.actsSeen + 1) return state;
  return { ...afterAct(state, act, act.at), actsSeen: act.seq };
}

function afterAct(state: CaseState, what: WhatHappened, at: Instant): CaseState {
  switch (what.kind) {
    case 'client-answered':
      return state.decided ? withNews(state) : endClientWindow({ ...state, clientHasAnswered: true }, at);
    case 'client-not-reached':
      return endClientWindow(state, at);
    case 'proceed-decided':
      return { ...state, decided: true, chase: null, disclosures: begin(state.disclosures, what.recipients) };
    case 'ask-again-decided':
      return { ...state, decided: false, chase: null, client: null, clientHasAnswered: false };
    case 'call-decided':
      // The one who calls has the decision's time anew.
      return { ...state, chase: { what: 'decision', since: at, pages: 1 } };
    case 'consent-withdrawn':
      return {
        ...state,
        decided: false,
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
      return { ...state, stoodDown: true, outcome: what.outcome, chase: null };
    case 'outcome-recorded':
      return { ...state, outcome: what.outcome, tellingIsOwed: false, chase: null };
    default:
      return assertNever(what);
  }
}

function afterAnswer(state: CaseState, from: RecipientName, answer: Acknowledgement, at: Instant): CaseState {
  const disclosures = change(state.disclosures, [from], (d) => answered(d, answer, at));
  // The escalation ended when somebody began to act; who then cannot go on is for the owner to hear at once.
  if (state.someoneActs && answer === 'cannot') return withNews({ ...state, disclosures });
  return { ...state, disclosures, someoneActs: state.someoneActs || answer === 'acting' };
}

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
}

export function disclosed(state: CaseState, tried: Try, result: DisclosureResult): CaseState {
  return {
    ...state,
    disclosures: change(state.disclosures, [tried.recipient], (d) => afterTry(state, d, tried, result)),
  };
}

function afterTry(state: CaseState, before: Disclosure, { channel, at }: Try, result: DisclosureResult): Disclosure {
  const tried = { ...before, firstTriedAt: before.firstTriedAt ?? at };
  // The vendor's report that it failed for good overtook this answer: the story is on the next channel already.
  if (usedChannel(state, before) !== channel) return tried;
  switch (result.kind) {
    case 'sent':
    case 'failed-temporary':
      return {
        ...tried,
        attemptsOnChannel: tried.attemptsOnChannel + 1,
        lastTriedAt: at,
        askedAgain: tried.answer === 'acknowledged',
      };
    case 'failed-permanent':
      return nextChannel(state, tried);
    case 'withheld':
      return { ...tried, standing: 'withheld' };
    default:
      return assertNever(result);
  }
}

/** A permanent failure moves on at once: to the next channel, or past this recipient. domain.md §3.6 */
function nextChannel(state: CaseState, disclosure: Disclosure): Disclosure {
  const channelIndex = disclosure.channelIndex + 1;
  const ladder = channelsOf(policyStepOf(state.policy, disclosure.recipient));
  if (channelIndex >= ladder.length) return { ...disclosure, standing: 'failed' };
  return { ...disclosure, channelIndex, attemptsOnChannel: 0, lastTriedAt: null };
}

export function usedChannel(state: CaseState, { recipient, channelIndex }: Disclosure): Channel | undefined {
  return channelsOf(policyStepOf(state.policy, recipient))[channelIndex];
}

function begin(disclosures: readonly Disclosure[], recipients: readonly RecipientName[]): readonly Disclosure[] {
  const begun = recipients.map(
    (recipient): Disclosure => ({
      recipient,
      channelIndex: 0,
      attemptsOnChannel: 0,
      firstTriedAt: null,
      lastTriedAt: null,
      answer: null,
      answeredAt: null,
      askedAgain: false,
      standing: 'open',
    }),
  );
  return [...disclosures.filter(({ recipient }) => !recipients.includes(recipient)), ...begun];
}

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

const withNews = (state: CaseState): CaseState => ({ ...state, newsToPassOn: state.newsToPassOn + 1 });

const endClientWindow = (state: CaseState, at: Instant): CaseState =>
  state.client === null
    ? state
    : { ...state, client: { ...state.client, windowEndsAt: Math.min(state.client.windowEndsAt, at) } };

const shortenClientWindow = (state: CaseState): CaseState =>
  state.client === null
    ? state
    : endClientWindow(state, state.client.askedAt + state.policy.clientWindowMs[state.immediacy]);
