import { createHash, randomUUID } from 'node:crypto';
import { saidByRecipient } from '../fate';
import type { Heed, HeedAnswer, WebhookPost } from '../heed';
import type { Email, Status } from '../message';
import { readSigningKey, signatureHeaders } from './signing-key';

/** An email on its way to Heed. `from` may have a display name: `Jo <jo@example.org>`. */
export interface IncomingEmail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export const vendorOptOuts = ['unsubscribe', 'group_unsubscribe', 'spamreport'] as const;
export type VendorOptOut = (typeof vendorOptOuts)[number];

export interface SendGridWebhooks {
  /** `eventId` says which event it is; the same one told twice has the same `sg_event_id`. */
  tellEvent(email: Email, status: Status, errorCode: string | null, eventId: string): Promise<HeedAnswer | undefined>;
  /** The recipient unsubscribes at SendGrid, or calls the email spam. */
  tellOptOut(email: Email, event: VendorOptOut, groupId: number): Promise<HeedAnswer | undefined>;
  deliver(email: IncomingEmail): Promise<HeedAnswer>;
}

interface Deps {
  heed: Heed;
  signingKey: string;
  now: () => Date;
}

/** SendGrid's requests to Heed: events, and Inbound Parse. Both are signed. */
export function createSendGridWebhooks({ heed, signingKey, now }: Deps): SendGridWebhooks {
  const key = readSigningKey(signingKey);

  function signed(path: string, contentType: string, body: Buffer): WebhookPost {
    return {
      url: heed.publicAddress(path),
      headers: {
        'content-type': contentType,
        'user-agent': 'SendGrid Event API',
        ...signatureHeaders(key, now(), body),
      },
      body,
    };
  }

  return {
    async tellEvent(email, status, errorCode, eventId) {
      const events = [eventOf(email, status, errorCode, { eventId, at: now() })];
      const body = Buffer.from(JSON.stringify(events));
      return heed.postUntilTaken(() => signed('/webhooks/sendgrid/events', 'application/json', body));
    },
    async tellOptOut({ customArgs, vendorMessageId, inbox }, event, groupId) {
      const told = {
        ...customArgs,
        email: inbox.to,
        event,
        timestamp: Math.floor(now().getTime() / 1000),
        sg_event_id: randomUUID(),
        sg_message_id: vendorMessageId,
        ...(event === 'group_unsubscribe' ? { asm_group_id: groupId } : {}),
      };
      const body = Buffer.from(JSON.stringify([told]));
      return heed.postUntilTaken(() => signed('/webhooks/sendgrid/events', 'application/json', body));
    },
    async deliver(email) {
      const multipart = new Response(parseForm(email));
      const body = Buffer.from(await multipart.arrayBuffer());
      return heed.post(signed('/webhooks/sendgrid/inbound', multipart.headers.get('content-type') ?? '', body));
    },
  };
}

function eventOf(
  { customArgs, vendorMessageId, inbox }: Email,
  status: Status,
  errorCode: string | null,
  { eventId, at }: { eventId: string; at: Date },
): Record<string, string | number | boolean> {
  return {
    // Custom arguments stand beside SendGrid's own fields and cannot replace them.
    ...customArgs,
    email: inbox.to,
    timestamp: Math.floor(at.getTime() / 1000),
    'smtp-id': `<${vendorMessageId}@sandbox>`,
    sg_event_id: createHash('sha256').update(eventId).digest('base64url'),
    sg_message_id: vendorMessageId,
    ...detailsOf(status, errorCode),
  };
}

function detailsOf(status: Status, errorCode: string | null): Record<string, string | boolean> {
  switch (status) {
    case 'queued':
    case 'sent':
      return { event: 'processed' };
    case 'delivered':
      return { event: 'delivered', response: '250 OK' };
    case 'opened':
      return { event: 'open', useragent: 'sandbox', ip: '127.0.0.1', sg_machine_open: false };
    case 'failed':
    case 'undelivered':
      return saidByRecipient.some((reason) => reason === errorCode)
        ? { event: 'dropped', reason: errorCode ?? '', status: '5.0.0' }
        : { event: 'dropped', reason: 'Bounced Address', status: errorCode ?? '5.0.0' };
    case 'bounced':
      return {
        event: 'bounce',
        type: 'bounce',
        bounce_classification: 'Invalid Address',
        reason: '550 5.1.1 The email account that you tried to reach does not exist.',
        status: errorCode ?? '5.1.1',
      };
  }
}

function parseForm({ from, to, subject, text }: IncomingEmail): FormData {
  const form = new FormData();
  const fields = {
    headers: `Message-ID: <${randomUUID()}@sandbox>\nFrom: ${from}\nTo: ${to}\nSubject: ${subject}\n`,
    from,
    to,
    subject,
    text,
    envelope: JSON.stringify({ to: [bareAddress(to)], from: bareAddress(from) }),
    charsets: JSON.stringify({ to: 'UTF-8', from: 'UTF-8', subject: 'UTF-8', text: 'UTF-8' }),
    sender_ip: '127.0.0.1',
    SPF: 'pass',
    dkim: 'none',
    attachments: '0',
  };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

function bareAddress(written: string): string {
  return /<([^>]+)>/.exec(written)?.[1] ?? written;
}
