import { callScript } from '../../records/urgent-care/call-script';
import { twilioReportsTo } from '../../records/urgent-care/twilio-addresses';
import type { MessageChannel } from './channels';
import { createClient, notLongBefore, type OnRecordForOthers, refusalOf, type TwilioAccount } from './twilio-client';

/** Every step of a call is reported, so that one that rings is not taken for lost. */
const reportedEvents = ['initiated', 'ringing', 'answered', 'completed'];

/** How long it rings; a mobile's mailbox takes over after about as long. */
const ringsForSeconds = 30;

/**
 * Calls by the official client. What is said travels with the order: no address of ours hands the words out, and the
 * call speaks even if Heed is away when it is answered. docs/adr/0015
 */
export function createTwilioVoice(settings: TwilioAccount, onRecordForOthers: OnRecordForOthers): MessageChannel {
  const { calls } = createClient(settings);
  const { publicUrl } = settings;

  return {
    send: async (message) => {
      const { id, organisationId } = message;
      try {
        const { sid } = await calls.create({
          to: message.to,
          from: message.fromNumber,
          twiml: callScript(message, twilioReportsTo(publicUrl, 'calls/keys', organisationId, id)),
          statusCallback: twilioReportsTo(publicUrl, 'calls/status', organisationId, id),
          statusCallbackEvent: reportedEvents,
          timeout: ringsForSeconds,
        });
        return { kind: 'accepted', vendorId: sid };
      } catch (error) {
        return refusalOf(error);
      }
    },
    find: async (message) => {
      const { id, organisationId, to } = message;
      try {
        // A call's words cannot be read back: by recipient and time, and no other message's. One that still rings has
        // not started, so that Twilio's own search by time would not find it.
        const since = notLongBefore(message);
        const placed = await calls.list({ to, limit: 50 });
        const sids = placed.filter(({ dateCreated }) => dateCreated >= since).map(({ sid }) => sid);
        const others = await onRecordForOthers(organisationId, id, sids);
        const vendorId = sids.find((sid) => !others.has(sid));
        return vendorId === undefined ? { kind: 'absent' } : { kind: 'found', vendorId };
      } catch {
        return { kind: 'unknown' };
      }
    },
  };
}
