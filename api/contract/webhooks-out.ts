import { z } from 'zod';
import { optedOutMessage } from '../../records/marketing/opted-out-message';
import {
  type PlatformEventData,
  type PlatformEventType,
  platformEvents,
  platformEventTypes,
} from '../../records/platform-events/events';
import { webhookMessage } from '../../records/platform-events/webhook-message';
import { marketing } from './marketing';
import { webhookEndpoints } from './webhook-endpoints';

/** What Heed posts to a platform, as the document tells it. docs/adr/0028 */
export interface WebhookOut {
  /** The name of the group by which it is ordered. */
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly message: z.ZodObject;
  /** One such message. */
  readonly example: unknown;
}

type Told = {
  readonly [Type in PlatformEventType]: { readonly summary: string; readonly example: PlatformEventData<Type> };
};

const clientId = '01980000-0000-7000-8000-000000000001';
const enrolmentId = '01980000-0000-7000-8000-000000000002';
const at = '2027-03-04T05:06:07.000Z';

const told: Told = {
  'case.status-changed': {
    summary: 'An urgent care case was opened, or stands elsewhere',
    example: { caseId: '01980000-0000-7000-8000-000000000003', clientId, status: 'awaiting-client' },
  },
  'sign-up.status-changed': {
    summary: 'Somebody signs up, or their sign-up stands elsewhere',
    example: { signUpId: '01980000-0000-7000-8000-000000000004', clientId, status: 'awaiting-assessment' },
  },
  'enrolment.started': {
    summary: 'An enrolment started',
    example: {
      enrolmentId,
      clientId,
      courseId: null,
      practitionerId: '01980000-0000-7000-8000-000000000005',
      startedAt: at,
    },
  },
  'enrolment.ended': {
    summary: 'An enrolment ended',
    example: { enrolmentId, clientId, endedAt: at },
  },
  'opt-out.recorded': {
    summary: 'Somebody opted out of marketing',
    example: { optOutId: '01980000-0000-7000-8000-000000000006', clientId, channels: ['email', 'sms'], receivedAt: at },
  },
  'erasure.completed': {
    summary: 'Data of a client is erased, and the platform erases its copies',
    example: {
      erasureId: '01980000-0000-7000-8000-000000000007',
      clientId,
      status: 'done',
      erased: ['account', 'notes'],
    },
  },
};

/** By its type. */
export const webhooksOut: Readonly<Record<string, WebhookOut>> = {
  ...Object.fromEntries(
    platformEventTypes.map((type) => [
      type,
      {
        tag: webhookEndpoints.name,
        summary: told[type].summary,
        description: 'To each endpoint that asked for it.',
        message: webhookMessage(type, platformEvents[type]),
        example: { type, timestamp: at, data: told[type].example },
      },
    ]),
  ),
  'marketing.opted-out': {
    tag: marketing.name,
    summary: 'Somebody must be taken off a list of marketing',
    description:
      'To the list that is a webhook. That it is taken is no confirmation: it is sent again until one comes by `POST /v1/marketing/opt-outs/{optOutId}/confirmations`.',
    message: optedOutMessage,
    example: {
      type: 'marketing.opted-out',
      timestamp: at,
      data: {
        optOut: '01980000-0000-7000-8000-000000000006',
        list: '01980000-0000-7000-8000-000000000008',
        receivedAt: at,
        confirmBy: '2027-03-11T05:06:07.000Z',
        addresses: [{ channel: 'email', address: 'robin@mail.example' }],
      },
    },
  },
};

/** Of Standard Webhooks. */
export const webhookHeaders = z.object({
  'webhook-id': z.string().meta({ description: 'The same each time that it is sent: what came before is not news.' }),
  'webhook-timestamp': z
    .string()
    .regex(/^\d+$/)
    .meta({ description: 'When it was sent, in seconds since 1970. Refuse what is older than five minutes.' }),
  'webhook-signature': z
    .string()
    .regex(/^v1,[A-Za-z0-9+/]+=*( v1,[A-Za-z0-9+/]+=*)*$/)
    .meta({
      description:
        '`v1,` and the base64 of the HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`; one for each secret while two of them sign.',
    }),
});
