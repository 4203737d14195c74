import type { UrgentCareInput } from './contract';
import type { PinnedPolicy } from './policy';
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
  /** Which way of the policy step's ladder the next try goes. */
  readonly channelIndex: number;
  /**
   * How often, since when and until when they were tried, and whether a vendor took a message: all of it by ways that did
   * not fail for good, so that who is reached by the next one only has the whole time to answer. In a case from before
   * silence climbed the ladder: on the channel in use.
   */
  readonly attemptsOnChannel: number;
  readonly firstTriedAt: Instant | null;
  readonly lastTriedAt: Instant | null;
  readonly told: boolean;
  /** Every try that did not fail at once, the first one first. A case from before kept none. */
  readonly tries?: readonly PastTry[];
  /** The ways that can never reach them. A case from before leaves a way behind instead. */
  readonly failedWays?: readonly Channel[];
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

interface PastTry {
  readonly channel: Channel;
  readonly at: Instant;
  /** A vendor took the message. */
  readonly told: boolean;
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

export const awaited = (
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
