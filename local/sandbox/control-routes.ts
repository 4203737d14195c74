import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import { z } from 'zod';
import type { AddressBook } from '../address-book';
import { type Faults, faultRulesSchema } from './faults';
import type { HeedAnswer } from './heed';
import type { Inbox } from './inbox';
import { inboxPage } from './inbox-page';
import { channelSchema, type Message, type Status } from './message';
import { Problem, read } from './problem';
import type { SpamReports } from './sendgrid/spam-reports';
import { type SuppressionGroups, sandboxGroup } from './sendgrid/suppression-groups';
import { type SendGridWebhooks, vendorOptOuts } from './sendgrid/webhooks';
import { optOutIn } from './twilio/opt-out';
import { isE164 } from './twilio/order';
import { newMessageSid, type SmsOutbox } from './twilio/outbox';
import { callScriptIn, messagesIn } from './twilio/twiml';
import type { TwilioWebhooks } from './twilio/webhooks';

interface Deps {
  inbox: Inbox;
  faults: Faults;
  smsOutbox: SmsOutbox;
  twilio: TwilioWebhooks;
  sendgrid: SendGridWebhooks;
  groups: SuppressionGroups;
  spamReports: SpamReports;
  addressBook: AddressBook;
  /** Makes the vendor's callback; undefined when nobody asked for it, or Heed did not take it. */
  tell: (
    message: Message,
    status: Status,
    errorCode: string | null,
    eventId: string,
  ) => Promise<HeedAnswer | undefined>;
}

const phone = z.string().refine(isE164, { error: 'is not a phone number in the form +447700900123' });
const mailbox = z.string().regex(/^[^@\s]+@[^@\s]+$|<[^@\s]+@[^@\s]+>$/, { error: 'is not an email address' });

const querySchema = z.strictObject({
  to: optionalParameter(z.string()),
  channel: optionalParameter(channelSchema),
  since: optionalParameter(
    z.iso
      .datetime({ offset: true, error: 'is not an instant with an offset' })
      .transform((instant) => new Date(instant)),
  ),
});
const replySchema = z.strictObject({ from: phone, to: phone, text: z.string() });
const keysSchema = z.strictObject({ messageId: z.string(), digits: z.string().regex(/^[0-9*#]+$/) });
const emailSchema = z.strictObject({ from: mailbox, to: mailbox, subject: z.string(), text: z.string() });
const eventSchema = z.strictObject({
  messageId: z.string(),
  status: z.enum(['delivered', 'opened', 'failed', 'bounced']),
  errorCode: z
    .union([z.string(), z.int().transform(String)])
    .nullish()
    .transform((code) => code ?? null),
});

const unsubscribeSchema = z.strictObject({ messageId: z.string(), event: z.enum(vendorOptOuts) });

/** What people and tests do with the sandbox, below `/sandbox` (contract.md §2). */
export function controlRoutes(deps: Deps): Router {
  const { inbox, faults, smsOutbox, twilio, sendgrid, groups, spamReports, addressBook, tell } = deps;
  const router = express.Router();
  router.use(express.json());

  router.get('/', (request, response) => {
    const filter = read(querySchema, request.query);
    const page = inboxPage({ messages: inbox.messages(filter), filteredTo: filter.to, addressBook });
    response.set('Content-Security-Policy', page.contentSecurityPolicy).type('html').send(page.html);
  });

  router.get('/messages', (request, response) => {
    response.json({ messages: inbox.messages(read(querySchema, request.query)) });
  });

  router.post('/replies', async (request, response) => {
    const { from, to, text } = read(replySchema, request.body);
    const choice = optOutIn(text);
    if (choice) inbox.optOut({ person: from, sender: to, out: choice.out });
    const answer = await twilio.deliver({ id: newMessageSid(), from, to, text });
    // Twilio answers its own words itself, and lets nothing else through to who sent STOP.
    const fromHeed = inbox.hasOptedOut(from, to) ? [] : messagesIn(answer);
    const answered = [...(choice ? [choice.answer] : []), ...fromHeed].map((words) =>
      smsOutbox.accept(
        { to: from, from: to, text: words, messagingServiceSid: null, statusCallback: null },
        { fault: undefined, direction: 'outbound-reply' },
      ),
    );
    response.status(202).json({ heedStatus: answer.status, answers: answered.map(({ inbox: { id } }) => id) });
  });

  router.post('/emails', async (request, response) => {
    const answer = await sendgrid.deliver(read(emailSchema, request.body));
    response.status(202).json({ heedStatus: answer.status });
  });

  router.post('/keys', async (request, response) => {
    const { messageId, digits } = read(keysSchema, request.body);
    const call = inbox.find(messageId);
    if (call?.vendor !== 'twilio-voice') {
      throw new Problem(422, 'no-voice-call', `There is no voice call with the id ${messageId}.`);
    }
    if (call.keysTo === null) throw new Problem(409, 'no-key-asked-for', 'This call asks for no key, or not any more.');

    const answer = await twilio.pressKey(call, call.keysTo, digits);
    const script = callScriptIn(answer);
    if (script) inbox.goOn(messageId, script);
    response.status(202).json({ messageId, heedStatus: answer.status, said: script?.said ?? null });
  });

  router.post('/events', async (request, response) => {
    const { messageId, status, errorCode } = read(eventSchema, request.body);
    const message = inbox.find(messageId);
    if (!message) throw new Problem(404, 'not-found', `There is no message with the id ${messageId}.`);

    // Whoever says what becomes of a message has the last word: its own fate does not contradict later.
    inbox.endFate(messageId);
    inbox.setStatus(messageId, status, errorCode);
    const answer = await tell(message, status, errorCode, randomUUID());
    response.status(202).json({ messageId, status, heedStatus: answer?.status ?? null });
  });

  router.post('/unsubscribes', async (request, response) => {
    const { messageId, event } = read(unsubscribeSchema, request.body);
    const email = inbox.find(messageId);
    if (email?.vendor !== 'sendgrid') throw new Problem(422, 'no-email', `There is no email with the id ${messageId}.`);
    if (event === 'group_unsubscribe') groups.add(sandboxGroup.id, email.inbox.to);
    if (event === 'spamreport') spamReports.add(email.inbox.to);
    const answer = await sendgrid.tellOptOut(email, event, sandboxGroup.id);
    response.status(202).json({ messageId, event, heedStatus: answer?.status ?? null });
  });

  router.get('/faults', (_request, response) => {
    response.json(faults.rules());
  });

  router.put('/faults', (request, response) => {
    faults.replace(read(faultRulesSchema, request.body));
    response.json(faults.rules());
  });

  router.delete('/faults', (_request, response) => {
    faults.replace([]);
    response.status(204).end();
  });

  return router;
}

/** A parameter without a value counts as absent. */
function optionalParameter<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (typeof value === 'string' ? withPlus(value) || undefined : value), schema.optional());
}

/** An unescaped + in a query arrives as a space: here before a number or an offset. */
function withPlus(text: string): string {
  return text.replace(/^ (?=\d)/, '+').replace(/ (?=\d\d:\d\d$)/, '+');
}
