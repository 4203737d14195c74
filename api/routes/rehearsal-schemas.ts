import { z } from 'zod';
import { durationMs } from '../../workflows/urgent-care/policy';
import {
  channels,
  immediacies,
  outcomeKinds,
  planRecipients,
  recipientNames,
  taskKinds,
  tiers,
} from '../../workflows/urgent-care/words';
import { durationWithin } from '../http/durations';
import { policyBody } from './policy-schemas';

/** The script of a rehearsal: what people do, in the words of the routes that record it. Unknown fields are refused. */

const moment = durationWithin('PT0S', 'P28D');

const recipient = z.enum(recipientNames);
const recipients = z.array(recipient).min(1).max(recipientNames.length);
const channel = z.enum(channels);
const outcome = z.enum(outcomeKinds);
const person = z.enum(['client', ...recipientNames]);

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
    answer: z.enum(['acknowledged', 'acting', 'cannot']),
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

export const rehearsalBody = z
  .strictObject({
    policy: policyBody.optional(),
    immediacy: z.enum(immediacies),
    script: z
      .array(z.strictObject({ after: moment, act }))
      .max(200)
      .default([]),
    /** Whom the plan permits to be told in an emergency. */
    planPermits: z.array(z.enum(planRecipients)).default([...planRecipients]),
    until: moment.default('PT24H'),
  })
  .transform(({ policy, script, until, ...rehearsal }) => ({
    ...rehearsal,
    policy,
    script: script.map(({ after, act: whatHappens }) => ({ afterMs: durationMs(after), act: whatHappens })),
    untilMs: durationMs(until),
  }));
