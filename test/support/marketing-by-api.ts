import type { StaffKey } from '../../prisma/demo-data';
import { type ApiUnderTest, createApiUnderTest, type Reply } from './api';
import { aPlatform } from './marketing-on-record';
import { type RegisteredByApi, registerByApi } from './newcomers-by-api';
import { refusedBy } from './refused';

export type Asker = StaffKey | 'platform';

export const hourMs = 60 * 60_000;
export const dayMs = 24 * hourMs;
export const hoursAgo = (hours: number): string => new Date(Date.now() - hours * hourMs).toISOString();
export const evidence = (at = hoursAgo(1), source = 'person') => ({ at, wording: 'Send me news of courses.', source });

/** Marketing as platforms and staff ask for it. For the tests of one file, each with somebody new. */
export function marketingByApi() {
  let api: ApiUnderTest;
  let client: RegisteredByApi;

  beforeAll(async () => {
    api = await createApiUnderTest();
  });
  afterAll(() => api?.stop());
  beforeEach(async () => {
    api.setClock({ ms: 0 });
    client = await registerByApi(api);
  });
  afterEach(() => api.asOwner('UPDATE marketing_lists SET removed_at = now()'));

  return {
    get api() {
      return api;
    },
    get clientId() {
      return client.clientId;
    },
    get email() {
      return client.person.email;
    },
    agree: (changes: object = {}, who: Asker = 'platform'): Promise<Reply> => {
      const agreement = { clientId: client.clientId, channel: 'email', topics: ['courses'], evidence: evidence() };
      return api.call(who, 'POST', '/v1/marketing/consents', { ...agreement, ...changes });
    },
    /** Where somebody stands with marketing; by default the one of this test. */
    standing: async (clientId = client.clientId): Promise<Reply['body']> =>
      (await api.call('platform', 'GET', `/v1/clients/${clientId}/marketing`)).body,
    optOut: (body: object, who: Asker = 'platform'): Promise<Reply> =>
      api.call(who, 'POST', '/v1/marketing/opt-outs', { source: 'phone', ...body }),
    proof: async (id: unknown): Promise<Reply['body']> =>
      (await api.call('dpo', 'GET', `/v1/marketing/opt-outs/${String(id)}`)).body,
    confirm: (id: unknown, body: object, who: Asker = 'platform'): Promise<Reply> =>
      api.call(who, 'POST', `/v1/marketing/opt-outs/${String(id)}/confirmations`, body),
    /** A platform's list is in use until the test ends. */
    withList: async (name = 'The course platform'): Promise<string> => {
      const added = await api.call('admin', 'POST', '/v1/marketing/lists', { name, ...aPlatform });
      expect(added.status).toBe(201);
      return String(added.body['id']);
    },
    refused: (asking: () => Promise<Reply>) => refusedBy(api, asking),
  };
}
