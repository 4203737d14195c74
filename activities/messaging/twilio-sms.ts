import { twilioReportsTo } from '../../records/urgent-care/twilio-addresses';
import type { MessageChannel } from './channels';
import { createClient, notLongBefore, type OnRecordForOthers, refusalOf, type TwilioAccount } from './twilio-client';

export interface TwilioSettings extends TwilioAccount {
  readonly messagingServiceSid?: string | undefined;
  /** Another one, since Twilio keeps who sent STOP for a whole service. */
  readonly marketingMessagingServiceSid?: string | undefined;
}

/** SMS by the official client. */
export function createTwilioSms(settings: TwilioSettings, onRecordForOthers: OnRecordForOthers): MessageChannel {
  const { messages } = createClient(settings);
  const { publicUrl } = settings;

  return {
    send: async (message) => {
      const { purpose } = message;
      const messagingServiceSid =
        purpose === 'marketing' ? settings.marketingMessagingServiceSid : settings.messagingServiceSid;
      try {
        const { sid } = await messages.create({
          to: message.to,
          from: message.fromNumber,
          body: message.text,
          statusCallback: twilioReportsTo(publicUrl, 'status', message.organisationId, message.id),
          ...(messagingServiceSid ? { messagingServiceSid } : {}),
        });
        return { kind: 'accepted', vendorId: sid };
      } catch (error) {
        return refusalOf(error);
      }
    },
    find: async (message) => {
      const { id, organisationId, to, text } = message;
      try {
        // By recipient, exact text and time.
        const sent = await messages.list({ to, dateSentAfter: notLongBefore(message), limit: 100 });
        const same = sent.filter(({ body }) => body === text).map(({ sid }) => sid);
        // One page reads like the next: the one before it, found again, would silence this one.
        const others = await onRecordForOthers(organisationId, id, same);
        const vendorId = same.find((sid) => !others.has(sid));
        return vendorId === undefined ? { kind: 'absent' } : { kind: 'found', vendorId };
      } catch {
        return { kind: 'unknown' };
      }
    },
  };
}
