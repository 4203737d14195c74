import { createWebhookRelay } from '../../api/outbox/webhook-relay';
import { newId } from '../../records/ids';
import type { PlatformEventType } from '../../records/platform-events/events';
import { tellPlatforms } from '../../records/platform-events/tell-platforms';
import type { Records } from '../../records/records';
import { createLog } from '../../runtime/log';
import { type ApiUnderTest, createApiUnderTest, type Reply } from './api';
import { type ListeningPlatform, platformListening, takes } from './platform-listening';
import { faultsAgainstDocument } from './webhooks-in-document';

const path = '/v1/webhook-endpoints';

/** Webhooks out as admins order them and a platform hears them. For the tests of one file, each with endpoints of its own. */
export function webhooksByApi() {
  let api: ApiUnderTest;
  let platform: ListeningPlatform;

  beforeAll(async () => {
    api = await createApiUnderTest();
  });
  afterAll(() => api?.stop());
  beforeEach(async () => {
    api.setClock({ ms: 0 });
    platform = await platformListening();
  });
  afterEach(async () => {
    platform.answers(takes);
    platform.stop();
    await api.asOwner('UPDATE webhook_endpoints SET removed_at = now(), sealed = NULL WHERE removed_at IS NULL');
    await api.asOwner('DELETE FROM webhook_deliveries');
    for (const { body, headers } of platform.heard) {
      expect(faultsAgainstDocument(JSON.parse(body), headers)).toEqual([]);
    }
  });

  const relayWith = (records: Records, log = createLog('test', 'silent')) =>
    createWebhookRelay({
      records,
      clock: () => new Date(),
      log,
      metrics: api.metrics,
      tell: () => undefined,
      targets: 'any',
    });

  return {
    get api() {
      return api;
    },
    get platform() {
      return platform;
    },
    path,
    relayWith,
    /** An endpoint of the platform's, with the secret that is shown once. */
    listens: async (
      eventTypes: readonly PlatformEventType[] = ['case.status-changed'],
      url = platform.url,
    ): Promise<{ readonly id: string; readonly secret: string }> => {
      const { status, body } = await api.call('admin', 'POST', path, { url, eventTypes });
      expect(status).toBe(201);
      return { id: String(body['id']), secret: String(body['secret']) };
    },
    endpoint: async (id: string): Promise<Reply['body']> => (await api.call('admin', 'GET', `${path}/${id}`)).body,
    deliveries: async (id: string, status?: string): Promise<readonly Reply['body'][]> => {
      const query = status === undefined ? '' : `?status=${status}`;
      return (await api.call('platform', 'GET', `${path}/${id}/deliveries${query}`)).body['items'] as Reply['body'][];
    },
    resend: (endpoint: string, delivery: unknown): Promise<Reply> =>
      api.call('platform', 'POST', `${path}/${endpoint}/deliveries/${String(delivery)}/resend`),
    /** Another status of a case, which may be a made-up one: platforms are told of ids alone. */
    happens: (status: 'queued' | 'deciding' | 'disclosing', caseId = newId()): Promise<void> =>
      api.cases.transact((work) => {
        const { id: clientId } = api.cases.client(0);
        return tellPlatforms(work, 'case.status-changed', caseId, { caseId, clientId, status });
      }),
    /** What waits for its time or for the end of a lease is due at once. */
    timePasses: () => api.asOwner('UPDATE webhook_deliveries SET due_at = now()'),
    /** One turn of the relay, to its end. */
    relays: async (): Promise<void> => {
      const relay = relayWith(api.records);
      await relay.turn();
      await relay.quiet();
    },
  };
}
