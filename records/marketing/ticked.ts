import { marketingChannels } from '../../workflows/marketing-opt-out/words';
import type { TickedMarketing } from '../sign-up/sign-up-row';
import type { Actor, Work } from '../work';
import { agreeUnlessOptedOut } from './consents';

/**
 * The boxes that somebody ticked as they signed up are consents of theirs, given there and then. A box that was not
 * ticked is none, and neither is one beside which no topic stood: nothing could be sent about it. domain.md §4
 */
export async function agreeToTicked(
  work: Work,
  actor: Actor,
  clientId: string,
  { topics, wording, ...boxes }: TickedMarketing,
): Promise<void> {
  if (topics.length === 0) return;
  const evidence = { at: work.at, wording: wording ?? besideTheBoxes(topics), source: 'person' } as const;
  for (const channel of marketingChannels) {
    // Whoever opted out a moment ago signs up all the same.
    if (boxes[channel]) await agreeUnlessOptedOut(work, actor, { clientId, channel, topics, evidence });
  }
}

/** For a platform that does not say what it had asked. */
const besideTheBoxes = (topics: readonly string[]): string => `Ticked at sign-up: ${topics.join(', ')}.`;
