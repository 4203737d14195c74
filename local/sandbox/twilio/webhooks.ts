import twilio from 'twilio';
import type { Heed, HeedAnswer, WebhookPost } from '../heed';
import type { Sms, Status } from '../message';
import { twilioStatus } from './resource';
import { smsSegments } from './segments';

export interface TwilioCredentials {
  readonly accountSid: string;
  readonly authToken: string;
}

/** An SMS on its way to Heed. */
export interface IncomingSms {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export interface TwilioWebhooks {
  /** Does nothing when the message asked for no callback. */
  tellStatus(sms: Sms, status: Status, errorCode: string | null): Promise<HeedAnswer | undefined>;
  deliver(sms: IncomingSms): Promise<HeedAnswer>;
}

/** Twilio's requests to Heed, signed over the address that Heed gave or calls itself. */
export function createTwilioWebhooks({
  heed,
  credentials,
}: {
  heed: Heed;
  credentials: TwilioCredentials;
}): TwilioWebhooks {
  const { accountSid, authToken } = credentials;

  function signed(url: string, form: Record<string, string>): WebhookPost {
    return {
      url,
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'user-agent': 'TwilioProxy/1.1',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(authToken, url, form),
      },
      body: new URLSearchParams(form).toString(),
    };
  }

  return {
    async tellStatus(sms, status, errorCode) {
      const { statusCallback } = sms;
      if (statusCallback === null) return undefined;
      const form = { ...statusForm(sms, status, errorCode), AccountSid: accountSid };
      return heed.postUntilTaken(() => signed(statusCallback, form));
    },
    async deliver(sms) {
      const form = { ...incomingForm(sms), AccountSid: accountSid };
      return heed.post(signed(heed.publicAddress('/webhooks/twilio/inbound'), form));
    },
  };
}

function statusForm(sms: Sms, status: Status, errorCode: string | null): Record<string, string> {
  const { id, from, to } = sms.inbox;
  return {
    ApiVersion: '2010-04-01',
    MessageSid: id,
    SmsSid: id,
    MessageStatus: twilioStatus[status],
    SmsStatus: twilioStatus[status],
    From: from,
    To: to,
    ...(sms.messagingServiceSid === null ? {} : { MessagingServiceSid: sms.messagingServiceSid }),
    ...(errorCode === null ? {} : { ErrorCode: errorCode }),
  };
}

function incomingForm({ id, from, to, text }: IncomingSms): Record<string, string> {
  return {
    ApiVersion: '2010-04-01',
    MessageSid: id,
    SmsSid: id,
    SmsMessageSid: id,
    SmsStatus: 'received',
    From: from,
    To: to,
    Body: text,
    NumMedia: '0',
    NumSegments: String(smsSegments(text)),
  };
}
