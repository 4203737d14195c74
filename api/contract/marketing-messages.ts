import { z } from 'zod';
import { messageStandings } from '../../workflows/marketing-message/contract';
import { accepted, get, group, ok, post } from './endpoint';
import { instantText, once, short, words } from './fields';

const isOneLine = (given: string): boolean => !/\p{Cc}/u.test(given);
const mostNamed = 2_000;

const order = z.strictObject({
  topic: short,
  subject: short.refine(isOneLine, { message: 'must be one line' }),
  text: words,
  sms: words.nullish().meta({ description: 'Instead of `text` by SMS; null: nothing goes by SMS.' }),
  audience: z.union([
    z.literal('all-consented'),
    z.strictObject({ clientIds: once(z.array(z.uuid()).min(1).max(mostNamed)) }),
  ]),
});

const status = z.enum(messageStandings);
const standing = z.object({ id: z.uuid(), status });

const message = z
  .object({
    id: z.uuid(),
    topic: z.string(),
    subject: z.string(),
    text: z.string(),
    sms: z.string().nullable().meta({ description: 'null: nothing of it goes by SMS.' }),
    status,
    orderedAt: instantText,
    endedAt: instantText.nullable().meta({ description: 'null: it is not over.' }),
    counts: z
      .object({
        toSend: z.int(),
        sent: z.int().meta({ description: 'Handed over to a vendor.' }),
        delivered: z.int().meta({ description: 'Of those that were sent.' }),
        failed: z.int(),
        unknown: z.int().meta({ description: 'A vendor fell silent over it: it is not sent again.' }),
        withheld: z
          .int()
          .meta({ description: "They have not agreed, opted out, can't be reached safely, or have died." }),
      })
      .meta({ description: 'People.' }),
  })
  .meta({ id: 'MarketingMessage' });

const marketers = { platform: 'all', admin: 'all' } as const;
const over = { 'message-over': 'It is sent or cancelled: nothing can be changed any more.' };

/** contract.md §6 */
export const marketingMessages = group('Marketing messages', '/v1/marketing/messages', {
  orderMarketingMessage: post('/', {
    summary: 'Orders a message to many, with a link to stop it',
    description: 'Whether somebody may be written to is decided when it is their turn.',
    may: marketers,
    body: order,
    example: {
      topic: 'courses',
      subject: 'Our courses this spring',
      text: 'In April three new courses begin. Have a look at them.',
      audience: 'all-consented',
    },
    answer: accepted(standing, '/v1/marketing/messages/{id}'),
    problems: {
      'no-marketing-sender': 'The organisation has nothing to send news from.',
      'telling-words': 'A word tells whoever sees the screen what the message is about.',
      'too-long-for-sms': 'It takes more than three SMS: give a shorter `sms`, or null.',
    },
  }),
  readMarketingMessage: get('/{messageId}', {
    summary: 'Reads how far a message to many is',
    may: { ...marketers, dpo: 'all' },
    answer: ok(message),
  }),
  pauseMarketingMessage: post('/{messageId}/pause', {
    summary: 'Pauses it: whom it has not come to gets nothing for now',
    may: marketers,
    answer: ok(standing),
    problems: over,
  }),
  resumeMarketingMessage: post('/{messageId}/resume', {
    summary: 'Lets it go on',
    may: marketers,
    answer: ok(standing),
    problems: over,
  }),
  cancelMarketingMessage: post('/{messageId}/cancel', {
    summary: 'Cancels it: whom it has not come to gets nothing of it',
    may: marketers,
    answer: ok(standing),
    problems: over,
  }),
});
