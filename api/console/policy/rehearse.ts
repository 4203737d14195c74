import { z } from 'zod';
import { type Immediacy, immediacies } from '../../../workflows/urgent-care/words';
import { valid } from '../../http/validate';
import type { Asked } from '../frame/desk';
import { type Form, text } from '../frame/forms';
import { rotas } from '../rota/rota-view';
import { pictureOf } from './picture';
import { listOf } from './played-moments';
import { policies } from './policy-view';
import type { PolicyBody } from './reading';
import { rehearsalOf, type StoryName, stories, storyNames } from './stories';
import { oddities, warningsOf } from './warnings';

/** What is rehearsed, as its form says it. */
const played = z.object({ immediacy: z.enum(immediacies), story: z.enum(storyNames) });

/** The choice that the form offers, and what was chosen. */
export const choiceOf = (given: Form) => ({
  immediacies,
  stories: storyNames.map((name) => ({ name, words: stories[name].words })),
  chosen: { immediacy: chosenIn(given).immediacy, story: chosenIn(given).story },
});

/** Until somebody chooses: what must not go wrong, and the way it should go. */
const chosenIn = (given: Form): { readonly immediacy: string; readonly story: string } => ({
  immediacy: text(given, 'immediacy') || ('immediate' satisfies Immediacy),
  story: text(given, 'story') || ('contact-acts' satisfies StoryName),
});

/** A policy played against what was chosen: as a picture, in words, and with what somebody should know of it. */
export async function rehearsed({ work, caller, given }: Asked, policy: PolicyBody) {
  const { immediacy, story } = valid(played, chosenIn(given));
  const rehearsal = await policies.rehearsePolicy(work, caller, {
    body: rehearsalOf(policy, story, immediacy),
  });
  const { onDuty } = await rotas.readRota(work, caller, {});
  // With nobody on duty at all everybody is asked, as records/rota/on-duty.ts has it.
  const absent = onDuty.some(({ staffIds }) => staffIds.length > 0)
    ? onDuty.filter(({ staffIds }) => staffIds.length === 0).map(({ tier }) => tier)
    : [];
  return {
    rehearsal: {
      ...rehearsal,
      story: stories[story].words,
      immediacy,
      picture: pictureOf(
        rehearsal.items,
        policy.steps.flatMap(({ recipients }) => recipients),
      ),
      moments: listOf(rehearsal.items),
      warnings: [...oddities(policy), ...warningsOf(rehearsal, absent)],
    },
  };
}
