import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerOf, createHeedClient, HeedProblem } from '../../client/heed-client';
import { type ApiUnderTest, createApiUnderTest } from '../support/api';

/** The client that platforms take with them. */

describe('against Heed', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await createApiUnderTest();
  });
  afterAll(() => api?.stop());

  const platform = () => createHeedClient({ url: api.url, token: () => api.token('platform') });
  const concern = { concern: 'Said goodbye in an odd way.', immediacy: 'significant' } as const;

  test('a concern is raised, and its case is read', async () => {
    const body = { clientId: api.cases.client(0).id, ...concern };
    const { id } = answerOf(await platform().POST('/v1/urgent-care/cases', { body }));
    const read = await platform().GET('/v1/urgent-care/cases/{caseId}', { params: { path: { caseId: id } } });
    expect(answerOf(read)).toMatchObject({ id, status: 'queued' });
  });

  test('a refusal is thrown with its problem', async () => {
    const path = { clientId: api.cases.client(0).id };
    const body = { basis: 'rights-request', reason: 'They asked for it.' } as const;
    const refused = await platform().POST('/v1/clients/{clientId}/erasures', { params: { path }, body });
    expect(() => answerOf(refused)).toThrow(HeedProblem);
    expect(refused.error).toMatchObject({ type: 'urn:heed:problem:forbidden', status: 403 });
  });
});

test('what Heed cannot take now is sent again under the same key, and given up in the end', async () => {
  const keys: (string | undefined)[] = [];
  const busy = createServer((request, response) => {
    keys.push(String(request.headers['idempotency-key']));
    response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '0' }).end('{"status":503}');
  }).listen(0, '127.0.0.1');
  await once(busy, 'listening');
  try {
    const { port } = busy.address() as AddressInfo;
    const heed = createHeedClient({ url: `http://127.0.0.1:${port}`, token: () => 'a-token', tries: 3 });
    const { error } = await heed.POST('/v1/interests', { body: { email: 'jo@mail.example' } });
    expect(error).toMatchObject({ status: 503 });
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  } finally {
    busy.closeAllConnections();
    busy.close();
  }
});
