import { z } from 'zod';
import {
  caseStatuses,
  heardVia,
  immediacies,
  outcomeKinds,
  recipientNames,
  taskKinds,
  tiers,
} from '../../workflows/urgent-care/words';
import { instantText, once, words } from '../contract/fields';
import { paging } from '../http/validate';
import { judgedFacts, lawfulRow } from './mandate-schemas';

/** The bodies of contract.md §3. Unknown fields are refused. */

const note = z.string().trim().max(5_000).default('');
/** A word is no reason: whoever reads it later must understand it. */
const sentence = words.refine((text) => text.split(/\s+/).length >= 3, { message: 'must be at least a sentence' });
const recipient = z.enum(recipientNames);

export const concernBody = z
  .strictObject({
    clientId: z.uuid().optional(),
    person: z.strictObject({ description: words, knownBy: z.uuid() }).optional(),
    concern: words,
    immediacy: z.enum(immediacies),
    clientFirst: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('inform') }),
        z.strictObject({ kind: z.literal('do-not-inform'), reason: sentence }),
      ])
      .default({ kind: 'inform' }),
    doneSoFar: note,
  })
  .transform(({ clientId, person, ...concern }, context) => {
    if (clientId !== undefined && person === undefined) return { ...concern, clientId, about: null };
    if (clientId === undefined && person) return { ...concern, clientId: person.knownBy, about: person.description };
    context.addIssue({ code: 'custom', message: 'Name either clientId or person.', path: ['clientId'] });
    return z.NEVER;
  });

const via = z.enum(heardVia);

const clientAnswer = z.discriminatedUnion('answer', [
  z.strictObject({ recipient, answer: z.literal('agree'), tier: z.enum(tiers) }),
  // A refusal is of every tier; one that is named changes nothing.
  z.strictObject({ recipient, answer: z.literal('refuse'), tier: z.enum(tiers).nullish() }),
]);

export const answersBody = z.strictObject({
  answers: z.array(clientAnswer).max(recipientNames.length).default([]),
  callBack: z.boolean().default(false),
  via,
});

export const outcomeBody = z.strictObject({ kind: z.enum(outcomeKinds), note: words });

/** The outcome in an envelope. */
export const standDownBody = z.strictObject({ outcome: outcomeBody }).transform(({ outcome }) => outcome);

export const decisionBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('proceed'),
    recipients: once(z.array(recipient).min(1).max(recipientNames.length)),
    note,
  }),
  z.strictObject({ kind: z.literal('ask-again'), note }),
  z.strictObject({ kind: z.literal('call'), note }),
  z.strictObject({ kind: z.literal('stand-down'), outcome: outcomeBody }),
  z.strictObject({
    kind: z.literal('override'),
    disclosures: once(z.array(z.strictObject({ recipient, tier: z.enum(tiers) })).min(1), (one) => one.recipient),
    row: lawfulRow,
    facts: judgedFacts,
    alternativesConsidered: sentence,
    reason: sentence,
  }),
  z.strictObject({ kind: z.literal('proceed-unapproved'), decisionId: z.uuid(), reason: sentence }),
]);

export const approvalBody = z.strictObject({
  decisionId: z.uuid(),
  answer: z.enum(['approve', 'decline']),
  reason: words,
});

export const acknowledgementBody = z.strictObject({
  recipient,
  answer: z.enum(['acknowledged', 'acting', 'cannot']),
  via: z.enum(['phone', 'in-person', 'platform']).default('phone'),
});

export const withdrawalBody = z.strictObject({
  recipients: z.union([z.literal('all'), z.array(recipient).min(1)]),
  via,
});

export const emergencyCallBody = z.strictObject({ at: instantText, by: words, note });

export const handoverBody = z.union([
  z.strictObject({ to: z.uuid(), note }).transform((offer) => ({ kind: 'offer' as const, ...offer })),
  z
    .strictObject({ handoverId: z.uuid(), answer: z.enum(['accept', 'decline']), note })
    .transform((answer) => ({ kind: 'answer' as const, ...answer })),
]);

export const taskBody = z.union([
  z.strictObject({ kind: z.enum(taskKinds), answer: z.literal('done'), note: words }),
  z.strictObject({ kind: z.literal('tell-client'), answer: z.literal('send'), note: words }),
  z.strictObject({
    kind: z.literal('tell-client'),
    answer: z.literal('wait'),
    note: words,
    until: instantText,
  }),
]);

export const casesQuery = z.object({
  status: z.enum(caseStatuses).optional(),
  ownerId: z.uuid().optional(),
  clientId: z.uuid().optional(),
  ...paging,
});

export const pageQuery = z.object(paging);
