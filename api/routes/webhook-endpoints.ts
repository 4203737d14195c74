import type { Router } from 'express';
import { actorOf } from '../../records/caller';
import { listDeliveries, resendDelivery } from '../../records/platform-events/deliveries';
import {
  addEndpoint,
  listEndpoints,
  readEndpoint,
  removeEndpoint,
  rotateSecret,
} from '../../records/platform-events/endpoints';
import type { WebhookTargets } from '../../runtime/public-targets';
import { webhookEndpoints } from '../contract/webhook-endpoints';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';
import { requireTarget } from '../http/webhook-target';

export interface WebhookEndpointDeps extends ApiDeps {
  readonly webhookTargets: WebhookTargets;
}

/** `/v1/webhook-endpoints`: where platforms are told of what happens. docs/adr/0028 */
export const webhookEndpointRoutes = ({ webhookTargets, ...deps }: WebhookEndpointDeps): Router =>
  serve(deps, webhookEndpoints, {
    addWebhookEndpoint: async ({ work, caller, body }) => {
      requireTarget(body.url, webhookTargets);
      return addEndpoint(work, await actorOf(work, caller), body);
    },
    listWebhookEndpoints: async ({ work }) => ({ items: await listEndpoints(work) }),
    readWebhookEndpoint: ({ work, params }) => readEndpoint(work, params.endpointId),
    removeWebhookEndpoint: async ({ work, caller, params: { endpointId: id } }) => {
      await removeEndpoint(work, await actorOf(work, caller), id);
      return { id, removedAt: work.at.toISOString() };
    },
    rotateWebhookSecret: async ({ work, caller, params }) =>
      rotateSecret(work, await actorOf(work, caller), params.endpointId),
    listWebhookDeliveries: ({ work, params, query }) => listDeliveries(work, params.endpointId, query),
    resendWebhookDelivery: async ({ work, caller, params }) =>
      resendDelivery(work, await actorOf(work, caller), params),
  });
