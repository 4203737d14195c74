import { assertNever } from '../shared/assert-never';
import type { DisclosureResult } from './contract';
import { ladderOf, type Try } from './ladder';
import type { PinnedPolicy, PinnedStep } from './policy';
import type { CaseState, Disclosure } from './state';
import type { Acknowledgement, Channel, Instant, RecipientName } from './words';

/** Each recipient's way from the decision to an answer: which step of the policy, and what came of a try. domain.md §3.6 */

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

export function disclosed(state: CaseState, tried: Try, result: DisclosureResult): CaseState {
  return {
    ...state,
    disclosures: change(state.disclosures, [tried.recipient], (d) => afterTry(state, d, tried, result)),
  };
}

function afterTry({ policy }: CaseState, before: Disclosure, tried: Try, result: DisclosureResult): Disclosure {
  const step = policyStepOf(policy, tried.recipient);
  const ladder = ladderOf(policy);
  // The vendor's report that it failed for good overtook this answer: the story is on the next way already.
  if (ladder.hasLeft(step, before, tried.channel)) return before;
  switch (result.kind) {
    case 'sent':
    case 'failed-temporary':
      return ladder.tried(step, before, tried, result.kind === 'sent');
    case 'failed-permanent':
      return ladder.failed(step, before, tried.channel);
    case 'withheld':
      return { ...before, standing: 'withheld' };
    case 'closed':
      return { ...before, notBefore: result.opensAt };
    default:
      return assertNever(result);
  }
}

/** A vendor reports that what went this way failed for good. */
export const wayFailed = (state: CaseState, recipient: RecipientName, channel: Channel): CaseState => ({
  ...state,
  disclosures: change(state.disclosures, [recipient], (disclosure) =>
    ladderOf(state.policy).reportedFailed(policyStepOf(state.policy, recipient), disclosure, channel),
  ),
});

/** A person was asked to telephone the GP, once for each decision to tell them. */
export const gpTelephoned = (state: CaseState): CaseState => ({
  ...state,
  disclosures: change(state.disclosures, ['gp'], (gp) => ({ ...gp, telephoned: true })),
});

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
