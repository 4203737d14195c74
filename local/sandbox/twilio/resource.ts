import type { Sms, Status } from '../message';
import { smsSegments } from './segments';

/** Twilio's word for each status. */
export const twilioStatus: Record<Status, string> = {
  queued: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  opened: 'read',
  undelivered: 'undelivered',
  failed: 'failed',
  bounced: 'undelivered',
};

const errorMessages: Record<string, string> = {
  '30003': 'Unreachable destination handset',
  '30005': 'Unknown destination handset',
  '30006': 'Landline or unreachable carrier',
};

/** The JSON of a message in Twilio's API. */
export function messageResource(accountSid: string, sms: Sms): Record<string, unknown> {
  const { id, at, from, to, text, status } = sms.inbox;
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${id}`;
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: text,
    date_created: rfc2822(at),
    date_sent: status === 'queued' ? null : rfc2822(at),
    date_updated: rfc2822(sms.updatedAt),
    direction: sms.direction,
    error_code: sms.errorCode === null ? null : Number(sms.errorCode),
    error_message: sms.errorCode === null ? null : (errorMessages[sms.errorCode] ?? 'Unknown error'),
    from,
    messaging_service_sid: sms.messagingServiceSid,
    num_media: '0',
    num_segments: String(smsSegments(text)),
    price: null,
    price_unit: 'USD',
    sid: id,
    status: twilioStatus[status],
    subresource_uris: { media: `${uri}/Media.json` },
    to,
    uri: `${uri}.json`,
  };
}

/** To the second, as Twilio writes instants: `Fri, 22 Nov 2024 05:26:00 +0000`. */
export function rfc2822(instant: string): string {
  return new Date(instant).toUTCString().replace('GMT', '+0000');
}
