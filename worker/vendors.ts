import type { ListTellers } from '../activities/marketing-opt-out/list-tellers';
import { createSendGridGroups } from '../activities/marketing-opt-out/sendgrid-groups';
import { createSignedWebhooks } from '../activities/marketing-opt-out/signed-webhook';
import { type Channels, createPost, type Post } from '../activities/messaging/post';
import { createSendGridEmail } from '../activities/messaging/sendgrid';
import type { OnRecordForOthers, TwilioAccount } from '../activities/messaging/twilio-client';
import { createTwilioSms } from '../activities/messaging/twilio-sms';
import { createTwilioVoice } from '../activities/messaging/twilio-voice';
import type { Records } from '../records/records';
import { onRecordForOthers, reportedByVendor } from '../records/urgent-care/reported-by-vendor';
import type { Clock } from '../runtime/clock';
import type { WorkerConfig } from '../runtime/config';

export type VendorConfig = Pick<
  WorkerConfig,
  | 'TWILIO_ACCOUNT_SID'
  | 'TWILIO_AUTH_TOKEN'
  | 'TWILIO_MESSAGING_SERVICE_SID'
  | 'TWILIO_MARKETING_MESSAGING_SERVICE_SID'
  | 'TWILIO_API_BASE_URL'
  | 'SENDGRID_API_KEY'
  | 'SENDGRID_API_BASE_URL'
  | 'EMAIL_FROM'
  | 'MARKETING_EMAIL_FROM'
  | 'PUBLIC_URL'
>;

/** The vendors' clients, and what they must know of the record to tell one message from another. */
export function createPostOf(
  config: VendorConfig,
  records: Records,
  watched: (channels: Channels) => Channels = (channels) => channels,
): Post {
  const account: TwilioAccount = {
    accountSid: config.TWILIO_ACCOUNT_SID,
    authToken: config.TWILIO_AUTH_TOKEN,
    baseUrl: config.TWILIO_API_BASE_URL,
    publicUrl: config.PUBLIC_URL,
  };
  const forOthers: OnRecordForOthers = (organisationId, dispatchId, vendorIds) =>
    onRecordForOthers(records, organisationId, dispatchId, vendorIds);
  const channels: Channels = {
    sms: createTwilioSms(
      {
        ...account,
        messagingServiceSid: config.TWILIO_MESSAGING_SERVICE_SID,
        marketingMessagingServiceSid: config.TWILIO_MARKETING_MESSAGING_SERVICE_SID,
      },
      forOthers,
    ),
    voice: createTwilioVoice(account, forOthers),
    email: createSendGridEmail(
      {
        apiKey: config.SENDGRID_API_KEY,
        baseUrl: config.SENDGRID_API_BASE_URL,
        from: config.EMAIL_FROM,
        marketingFrom: config.MARKETING_EMAIL_FROM,
      },
      (organisationId, dispatchId) => reportedByVendor(records, organisationId, dispatchId),
    ),
  };
  return createPost(watched(channels));
}

/** Who tells the lists that keep addresses elsewhere. */
export const createListTellersOf = (
  config: Pick<WorkerConfig, 'SENDGRID_API_KEY' | 'SENDGRID_API_BASE_URL' | 'WEBHOOK_TARGETS'>,
  clock: Clock,
): ListTellers => ({
  'sendgrid-group': createSendGridGroups({ apiKey: config.SENDGRID_API_KEY, baseUrl: config.SENDGRID_API_BASE_URL }),
  webhook: createSignedWebhooks({ targets: config.WEBHOOK_TARGETS, clock }),
});
