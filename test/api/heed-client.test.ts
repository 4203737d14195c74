import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
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

  test('a problem names each place that is wrong', async () => {
    const { error } = await platform().POST('/v1/interests', { body: { email: 'no address' } });
    expect(error?.errors?.map(({ path }) => path)).toEqual(['email']);
  });
});

describe('against a server on a bad day', () => {
  const interest = { body: { email: 'jo@mail.example' } };

  test('what Heed cannot take now is sent again under the same key, and given up in the end', async () => {
    const server = await serverThat((response) => {
      response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '0' }).end(problem(503));
    });
    const heed = createHeedClient({ url: server.url, token: () => 'a-token', tries: 3 });
    const { error } = await heed.POST('/v1/interests', interest);
    expect(error).toMatchObject({ status: 503 });
    expect(server.keys).toHaveLength(3);
    expect(new Set(server.keys).size).toBe(1);
  });

  test('whoever gives up is not sent for again', async () => {
    const server = await serverThat((response) => {
      response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' }).end(problem(503));
    });
    const heed = createHeedClient({ url: server.url, token: () => 'a-token' });
    const asked = heed.POST('/v1/interests', { ...interest, signal: AbortSignal.timeout(100) });
    await expect(asked).rejects.toThrow(/abort/i);
    expect(server.keys).toHaveLength(1);
  });

  test('a token that is over is replaced, and the request sent again under the same key', async () => {
    const server = await serverThat((response, bearer) => {
      if (bearer === 'Bearer new') response.writeHead(202, { 'content-type': 'application/json' }).end('{}');
      else response.writeHead(401, { 'content-type': 'application/problem+json' }).end(problem(401));
    });
    const refused: (string | undefined)[] = [];
    const token = (given?: string): string => {
      refused.push(given);
      return given === undefined ? 'old' : 'new';
    };
    const { response } = await createHeedClient({ url: server.url, token }).POST('/v1/interests', interest);
    expect(response.status).toBe(202);
    expect(refused).toEqual([undefined, 'old']);
    expect(server.keys).toHaveLength(2);
    expect(new Set(server.keys).size).toBe(1);
  });

  test('who has no other token hears that theirs is refused', async () => {
    const server = await serverThat((response) => {
      response.writeHead(401, { 'content-type': 'application/problem+json' }).end(problem(401));
    });
    const heed = createHeedClient({ url: server.url, token: () => 'the only one' });
    expect((await heed.POST('/v1/interests', interest)).error).toMatchObject({ status: 401 });
    expect(server.keys).toHaveLength(1);
  });

  test.each(['<h1>Bad gateway</h1>', ''])('a proxy that answers "%s" is a problem too', async (page) => {
    const server = await serverThat((response) => {
      response.writeHead(502, { 'content-type': 'text/html', 'content-length': page.length }).end(page);
    });
    const heed = createHeedClient({ url: server.url, token: () => 'a-token' });
    const answered = await heed.POST('/v1/interests', interest);
    expect(() => answerOf(answered)).toThrow(HeedProblem);
    expect(() => answerOf(answered)).toThrow(`${server.url}/v1/interests answered 502 about:blank`);
  });
});

const problem = (status: number): string => JSON.stringify({ type: 'urn:heed:problem:test', status });

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Notes the idempotency key of each request that comes. */
async function serverThat(answers: (response: ServerResponse, authorization: string | undefined) => void) {
  const keys: unknown[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key']);
    answers(response, request.headers.authorization);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys };
}
