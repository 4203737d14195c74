import { z } from 'zod';

export const channelSchema = z.enum(['sms', 'voice', 'email']);
export type Channel = z.infer<typeof channelSchema>;

/** One vocabulary for both vendors; each vendor's webhooks translate it into its own words. */
const statusSchema = z.enum(['queued', 'sent', 'delivered', 'opened', 'undelivered', 'failed', 'bounced']);
export type Status = z.infer<typeof statusSchema>;

/** A message as `GET /sandbox/messages` shows it (contract.md §2). `at` is the instant of acceptance, ISO. */
const inboxMessageSchema = z.object({
  id: z.string(),
  at: z.string(),
  channel: channelSchema,
  from: z.string(),
  to: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
  html: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  links: z.array(z.string()),
  status: statusSchema,
});
export type InboxMessage = z.infer<typeof inboxMessageSchema>;

/** What will become of a message, decided when it is accepted: the statuses in the order in which Heed is told. */
const fateSchema = z.object({
  steps: z.array(z.object({ status: statusSchema, callbacks: z.number().int().nonnegative() })),
  errorCode: z.string().nullable(),
});
export type Fate = z.infer<typeof fateSchema>;

const common = { inbox: inboxMessageSchema, fate: fateSchema, updatedAt: z.string(), errorCode: z.string().nullable() };

const smsSchema = z.object({
  ...common,
  vendor: z.literal('twilio'),
  direction: z.enum(['outbound-api', 'outbound-reply']),
  messagingServiceSid: z.string().nullable(),
  statusCallback: z.string().nullable(),
});
export type Sms = z.infer<typeof smsSchema>;

const callSchema = z.object({
  ...common,
  vendor: z.literal('twilio-voice'),
  statusCallback: z.string().nullable(),
  /** Which of its steps Heed wants to be told of, in Twilio's words. */
  statusCallbackEvents: z.array(z.string()),
  /** Where the next key that is pressed is reported; null when none is asked for. */
  keysTo: z.string().nullable(),
});
export type Call = z.infer<typeof callSchema>;

const emailSchema = z.object({
  ...common,
  vendor: z.literal('sendgrid'),
  vendorMessageId: z.string(),
  customArgs: z.record(z.string(), z.string()),
});
export type Email = z.infer<typeof emailSchema>;

/** A message with what its vendor knows beyond the inbox. */
export const messageSchema = z.discriminatedUnion('vendor', [smsSchema, callSchema, emailSchema]);
export type Message = z.infer<typeof messageSchema>;

/** One line of the data file. */
export const entrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), message: messageSchema }),
  z.object({
    kind: z.literal('status'),
    id: z.string(),
    status: statusSchema,
    errorCode: z.string().nullable(),
    at: z.string(),
  }),
  z.object({ kind: z.literal('fate-ended'), id: z.string() }),
  z.object({ kind: z.literal('opted-out'), person: z.string(), sender: z.string(), out: z.boolean() }),
  z.object({ kind: z.literal('group-suppressed'), groupId: z.int(), email: z.string(), out: z.boolean() }),
  z.object({ kind: z.literal('spam-reported'), email: z.string() }),
  z.object({
    kind: z.literal('platform-heard'),
    /** The webhook's. */
    id: z.string(),
    at: z.string(),
    optOut: z.string(),
    list: z.string(),
    addresses: z.array(z.object({ channel: z.string(), address: z.string() })),
  }),
  z.object({ kind: z.literal('call-went-on'), id: z.string(), said: z.string(), keysTo: z.string().nullable() }),
]);
export type Entry = z.infer<typeof entrySchema>;
