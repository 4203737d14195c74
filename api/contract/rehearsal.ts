import { z } from 'zod';
import { tiersOfTheRota } from '../../records/rota/rota';
import { durationMs } from '../../workflows/urgent-care/policy';
import {
  acknowledgements,
  caseStatuses,
  channels,
  immediacies,
  outcomeKinds,
  planRecipients,
  recipientNames,
  taskKinds,
  tiers,
} from '../../workflows/urgent-care/words';
import { durationText, durationWithin, instantText } from './fields';

/** The script of a rehearsal: what people do, in the words of the endpoints that record it. */

const moment = durationWithin('PT0S', 'P28D');

const recipient = z.enum(recipientNames);
const recipients = z.array(recipient).min(1).max(recipientNames.length);
const channel = z.enum(channels);
const outcome = z.enum(outcomeKinds);
const people = ['client', ...recipientNames] as const;
const person = z.enum(people);

const answer = z.discriminatedUnion('answer', [
  z.strictObject({ recipient, answer: z.literal('agree'), tier: z.enum(tiers).default('concern') }),
  z.strictObject({ recipient, answer: z.enum(['refuse', 'silence']) }),
]);

const act = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('client-answers'),
    answers: z.array(answer).max(recipientNames.length).default([]),
    callBack: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('proceed'), recipients }),
  z.strictObject({ kind: z.literal('ask-again') }),
  z.strictObject({ kind: z.literal('call') }),
  z.strictObject({ kind: z.literal('stand-down'), outcome }),
  z.strictObject({
    kind: z.literal('acknowledgement'),
    recipient,
    answer: z.enum(acknowledgements),
  }),
  z.strictObject({ kind: z.literal('withdrawal'), recipients: z.union([z.literal('all'), recipients]) }),
  z.strictObject({ kind: z.literal('second-concern'), immediacy: z.enum(immediacies) }),
  z.strictObject({ kind: z.literal('propose-override'), recipients }),
  z.strictObject({ kind: z.literal('approval'), answer: z.enum(['approve', 'decline']) }),
  z.strictObject({ kind: z.literal('proceed-unapproved') }),
  z.strictObject({ kind: z.literal('guard-fails') }),
  z.strictObject({ kind: z.literal('task-done'), task: z.enum(taskKinds) }),
  z.strictObject({ kind: z.literal('human-outcome'), outcome }),
  z.strictObject({ kind: z.literal('message-fails'), to: person, channel }),
  z.strictObject({ kind: z.literal('cannot-be-reached'), who: person, channel: channel.optional() }),
]);

const sinceTheConcern = 'Since the concern was raised.';

/** @param policy the shape of one that is to be played instead of the one in force */
export const rehearsalBody = <Policy extends z.ZodType>(policy: Policy) =>
  z
    .strictObject({
      policy: policy.optional(),
      immediacy: z.enum(immediacies),
      script: z
        .array(z.strictObject({ after: moment.meta({ description: sinceTheConcern }), act }))
        .max(200)
        .default([]),
      planPermits: z
        .array(z.enum(planRecipients))
        .default([...planRecipients])
        .meta({ description: 'Whom the plan permits to be told in an emergency.' }),
      until: moment.default('PT24H'),
    })
    .transform(({ script, until, ...rehearsal }) => ({
      ...rehearsal,
      script: script.map(({ after, act: whatHappens }) => ({ afterMs: durationMs(after), act: whatHappens })),
      untilMs: durationMs(until),
    }));

const inRehearsal = z.enum([...people, 'owner', ...tiersOfTheRota]);

const item = z.object({
  after: durationText.meta({ description: sinceTheConcern }),
  at: instantText.meta({ description: 'If it were raised now.' }),
  kind: z.string().meta({ description: 'As in the timeline of a case: `concern.raised`.' }),
  text: z.string(),
  message: z
    .object({ to: inRehearsal, channel, template: z.string() })
    .optional()
    .meta({ description: 'What would be sent.' }),
  who: inRehearsal
    .optional()
    .meta({ description: 'Who does it, or whom it befalls; absent where `message` says so, and where it is nobody.' }),
});

export const rehearsed = z.object({
  items: z.array(item),
  ends: z.enum(caseStatuses).meta({ description: 'Where the case would stand at the end.' }),
  stoppedBy: z.enum(['closed', 'until', 'most-steps']),
  bounds: z
    .object({ until: durationText, steps: z.int() })
    .meta({ description: 'A rehearsal ends at the latest here.' }),
});
