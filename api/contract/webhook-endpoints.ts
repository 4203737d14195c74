import { z } from 'zod';
import { deliveryStatuses } from '../../records/platform-events/deliveries';
import { platformEventTypes } from '../../records/platform-events/events';
import { listOf, pageOf } from './answers';
import { accepted, created, del, get, group, ok, type Permission, post } from './endpoint';
import { address, instantText, once, paging } from './fields';

const endpoint = z.object({
  id: z.uuid(),
  url: z.string(),
  eventTypes: z.array(z.enum(platformEventTypes)),
  addedAt: instantText,
  failingSince: instantText.nullable().meta({ description: 'null: it takes what it is sent, as far as is known.' }),
  disabled: z
    .object({ at: instantText, because: z.enum(['gone', 'failing']) })
    .nullable()
    .meta({ description: 'gone: it answered 410. What it takes when it is sent again enables it.' }),
});

const secret = z.string().meta({ description: 'Of Standard Webhooks. Shown here, and never again.' });

const delivery = z.object({
  id: z.uuid().meta({ description: 'The `webhook-id` that the platform gets.' }),
  type: z.enum(platformEventTypes),
  subjectId: z.uuid().meta({ description: 'Of the case, the sign-up or whatever it tells of.' }),
  at: instantText,
  status: z.enum(deliveryStatuses).meta({ description: 'dead: given up, and sent again on demand.' }),
  attempts: z.int(),
  lastError: z.string().nullable().meta({ description: 'A status of HTTP, or the name of an error.' }),
});

/** Where the organisation's events go is for a person to say; a platform sees how it stands, and has missed ones sent again. */
const whoSays: Permission = { admin: 'all' };
const whoSees: Permission = { platform: 'all', admin: 'all' };

export const webhookEndpoints = group('Webhooks', '/v1/webhook-endpoints', {
  addWebhookEndpoint: post('/', {
    summary: 'Adds an address that is told of events by signed webhooks',
    description:
      'Signed and sent again after [Standard Webhooks](https://www.standardwebhooks.com). Each event comes at least once, and those of one case, sign-up or enrolment one after another: a second one waits until the first was taken or given up. `data` has ids, enums and instants only.',
    may: whoSays,
    body: z.strictObject({ url: address, eventTypes: once(z.array(z.enum(platformEventTypes)).min(1)) }),
    example: { url: 'https://platform.example/heed', eventTypes: ['case.status-changed', 'enrolment.ended'] },
    answer: created(endpoint.extend({ secret }), '/v1/webhook-endpoints/{id}'),
    problems: { 'too-many-endpoints': 'Remove one first.' },
  }),
  listWebhookEndpoints: get('/', {
    summary: 'Lists the endpoints, oldest first',
    may: whoSees,
    answer: ok(listOf(endpoint)),
  }),
  readWebhookEndpoint: get('/{endpointId}', {
    summary: 'Reads an endpoint',
    may: whoSees,
    answer: ok(endpoint),
  }),
  removeWebhookEndpoint: del('/{endpointId}', {
    summary: 'Removes an endpoint: nothing is sent there any more',
    may: whoSays,
    answer: ok(z.object({ id: z.uuid(), removedAt: instantText })),
  }),
  rotateWebhookSecret: post('/{endpointId}/secret-rotations', {
    summary: 'Makes a new secret; the old one signs beside it for 24 hours',
    may: whoSays,
    answer: created(z.object({ secret, previousUntil: instantText })),
  }),
  listWebhookDeliveries: get('/{endpointId}/deliveries', {
    summary: 'Lists what an endpoint was to be told, newest first',
    description: 'What was taken or given up is kept for thirty days.',
    may: whoSees,
    query: z.strictObject({ status: z.enum(deliveryStatuses).optional(), ...paging }),
    answer: ok(pageOf(delivery)),
  }),
  resendWebhookDelivery: post('/{endpointId}/deliveries/{deliveryId}/resend', {
    summary: 'Sends it once more, under the same id',
    may: whoSees,
    answer: accepted(delivery),
  }),
});
