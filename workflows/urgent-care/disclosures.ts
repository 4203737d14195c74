import { assertNever } from '../shared/assert-never';
import type { DisclosureResult } from './contract';
import type { PinnedPolicy, PinnedStep } from './policy';
import type { CaseState, Disclosure } from './state';
import type { Acknowledgement, Channel, Instant, RecipientName } from './words';

/** Each recipient's way from the decision to an answer: which step and channel, and what came of a try. domain.md §3.6 */

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
export function nextChannel(state: CaseState, disclosure: Disclosure): Disclosure {
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
export function begin(
  { disclosures, decided }: CaseState,
  recipients: readonly RecipientName[],
): readonly Disclosure[] {
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

export function change(
  disclosures: readonly Disclosure[],
  recipients: readonly RecipientName[],
  how: (disclosure: Disclosure) => Disclosure,
): readonly Disclosure[] {
  return disclosures.map((disclosure) => (recipients.includes(disclosure.recipient) ? how(disclosure) : disclosure));
}

export const cancelled = (disclosure: Disclosure): Disclosure =>
  disclosure.answer === 'acting' ? disclosure : { ...disclosure, standing: 'cancelled' };

/** "Read" after "I am acting" takes nothing back; "I cannot" does. */
export function answered(disclosure: Disclosure, answer: Acknowledgement, at: Instant): Disclosure {
  if (disclosure.answer === 'acting' && answer === 'acknowledged') return disclosure;
  return { ...disclosure, answer, answeredAt: at };
}
