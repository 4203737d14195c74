import type { MailExtras } from '../../records/urgent-care/dispatches';
import { type MessageChannel, type SendResult, vendorTimeoutMs } from './channels';
import { htmlOf } from './html';
import { retryAfterOf } from './retry-after';
import { type SendGridAccount, sendGridClients } from './sendgrid-client';

export interface SendGridSettings extends SendGridAccount {
  readonly from: string;
  /** Another address; without one no marketing goes out. */
  readonly marketingFrom?: string | undefined;
}

/** Whether an event of this message came in: the only way to tell that SendGrid has it. */
export type EventSeen = (organisationId: string, dispatchId: string) => Promise<string | null>;

/** Email by the official client. */
export function createSendGridEmail(
  { from, marketingFrom, ...account }: SendGridSettings,
  eventSeen: EventSeen,
): MessageChannel {
  const { mail } = sendGridClients(account, vendorTimeoutMs);

  return {
    send: async ({ id, organisationId, purpose, to, senderName, subject, text, mail: extras }) => {
      const isMarketing = purpose === 'marketing';
      const sender = isMarketing ? marketingFrom : from;
      if (sender === undefined) return { kind: 'failed-permanent', errorCode: 'no-sender' };
      const data: Parameters<typeof mail.send>[0] = {
        to,
        from: { email: sender, name: senderName },
        subject,
        text,
        html: htmlOf(text),
        customArgs: { dispatchId: id, organisationId },
        // A personal link must arrive as it was written, and no third party may see that it was opened.
        trackingSettings: { clickTracking: { enable: false, enableText: false }, openTracking: { enable: false } },
        // Who unsubscribed at the vendor, or called a message spam, did so from marketing.
        mailSettings: {
          bypassUnsubscribeManagement: { enable: !isMarketing },
          bypassSpamManagement: { enable: !isMarketing },
        },
        ...(extras ? inMail(extras) : {}),
      };
      try {
        const [response] = await mail.send(data);
        return { kind: 'accepted', vendorId: String(response.headers['x-message-id'] ?? id) };
      } catch (error) {
        return refusalOf(error);
      }
    },
    find: async ({ organisationId, id }) => {
      const vendorId = await eventSeen(organisationId, id);
      return vendorId === null ? { kind: 'unknown' } : { kind: 'found', vendorId };
    },
  };
}

const inMail = ({ headers, replyTo, unsubscribeGroup }: MailExtras) => ({
  headers: { ...headers },
  ...(replyTo === null ? {} : { replyTo }),
  ...(unsubscribeGroup === null ? {} : { asm: { groupId: unsubscribeGroup, groupsToDisplay: [unsubscribeGroup] } }),
});

/** What the client rejects with: SendGrid's refusal has a number as its code, a broken connection a word. */
interface Refusal {
  readonly code?: number | string;
  readonly response?: { readonly headers?: unknown };
}

function refusalOf(error: unknown): SendResult {
  const { code, response } = error as Refusal;
  if (typeof code !== 'number') return withoutAnswer(code);
  const errorCode = String(code);
  if (code === 429) return { kind: 'failed-temporary', errorCode, ...retryAfterOf(response?.headers) };
  return code >= 500 || code === 401 || code === 403
    ? { kind: 'failed-temporary', errorCode }
    : { kind: 'failed-permanent', errorCode };
}

function withoutAnswer(code: unknown): SendResult {
  const neverArrived = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  return neverArrived ? { kind: 'failed-temporary', errorCode: String(code) } : { kind: 'unknown' };
}
