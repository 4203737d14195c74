import type { MessageChannel } from '../../activities/messaging/channels';
import { createSendGridEmail } from '../../activities/messaging/sendgrid';
import { createTwilioSms } from '../../activities/messaging/twilio-sms';
import { vendorCredentials } from '../vendor/credentials';
import { messagesOf } from './messages';
import type { MessageKind } from './story';

/** Sends one step's messages; resolves when the vendor has taken them all. @throws if it has not */
export type SendStep = (kind: MessageKind, caseNumber: number) => Promise<void>;

/** By the official clients, as Heed sends, to the vendor at this address. For arms that keep no records. */
export function createSendStep(vendorUrl: string): SendStep {
  const { accountSid, authToken, apiKey, from } = vendorCredentials;
  const channels: Readonly<Record<'sms' | 'email', MessageChannel>> = {
    sms: createTwilioSms({ accountSid, authToken, baseUrl: vendorUrl, publicUrl: vendorUrl }, async () => new Set()),
    email: createSendGridEmail({ apiKey, baseUrl: vendorUrl, from }, async () => null),
  };
  return async (kind, caseNumber) => {
    const messages = messagesOf(kind, caseNumber, vendorUrl);
    const results = await Promise.all(messages.map((message) => channels[message.channel].send(message)));
    const refused = results.find((result) => result.kind !== 'accepted');
    if (refused) throw new Error(`The vendor did not take a message of ${kind}: ${JSON.stringify(refused)}.`);
  };
}
