import twilio from 'twilio';
import type { Heed, HeedAnswer, WebhookPost } from '../heed';
import type { Call, Sms, Status } from '../message';
import { callEvent, callStatuses, sipCode } from './call-resource';
import { rfc2822, twilioStatus } from './resource';
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
  /** Every step of the call that Heed wants to be told of. Resolves to the last answer. */
  tellCallStatus(call: Call, status: Status, errorCode: string | null): Promise<HeedAnswer | undefined>;
  deliver(sms: IncomingSms): Promise<HeedAnswer>;
  pressKey(call: Call, keysTo: string, digits: string): Promise<HeedAnswer>;
}

/** Twilio's requests to Heed, signed over the address that Heed gave or calls itself. */
export function createTwilioWebhooks({
  heed,
  credentials,
  now,
}: {
  heed: Heed;
  credentials: TwilioCredentials;
  now: () => Date;
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
    async tellCallStatus(call, status, errorCode) {
      const { statusCallback, statusCallbackEvents } = call;
      if (statusCallback === null) return undefined;
      let answer: HeedAnswer | undefined;
      const wanted = callStatuses(status, errorCode).filter((one) => statusCallbackEvents.includes(callEvent(one)));
      for (const callStatus of wanted) {
        const form = { ...callProgressForm(call, callStatus, errorCode, now()), AccountSid: accountSid };
        answer = await heed.postUntilTaken(() => signed(statusCallback, form));
      }
      return answer;
    },
    async pressKey(call, keysTo, digits) {
      const form = { ...callForm(call, 'in-progress'), Digits: digits, msg: 'Gather End', AccountSid: accountSid };
      return heed.post(signed(keysTo, form));
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

function callForm({ inbox: { id, from, to } }: Call, callStatus: string): Record<string, string> {
  return {
    ApiVersion: '2010-04-01',
    CallSid: id,
    CallStatus: callStatus,
    Direction: 'outbound-api',
    Called: to,
    Caller: from,
    From: from,
    To: to,
  };
}

function callProgressForm(call: Call, callStatus: string, errorCode: string | null, at: Date): Record<string, string> {
  const sip = sipCode(callStatus, errorCode);
  return {
    ...callForm(call, callStatus),
    CallbackSource: 'call-progress-events',
    Timestamp: rfc2822(at.toISOString()),
    ...(callStatus === 'completed' ? { CallDuration: '20' } : {}),
    ...(sip === undefined ? {} : { SipResponseCode: sip }),
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
