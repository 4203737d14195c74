import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { webhooksOut } from '../../api/contract/webhooks-out';
import { openApiText } from '../../local/openapi';
import { newId } from '../../records/ids';
import { projectRoot } from '../../runtime/project-root';
import { type ApiUnderTest, createApiUnderTest } from '../support/api';
import { pathTo, places } from '../support/contract-table';

/** The contract that platforms build on. */

const run = promisify(execFile);

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

test('each endpoint has a name and a place of its own', () => {
  expect(new Set(places.map(({ name }) => name)).size).toBe(places.length);
  expect(new Set(places.map(({ endpoint, at }) => `${endpoint.method} ${at}`)).size).toBe(places.length);
});

test('each body has an example that would be taken', () => {
  const wrong = places.filter(({ endpoint: { body, example } }) => body && !body.safeParse(example).success);
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test('each webhook that Heed sends has an example that is one', () => {
  const wrong = Object.entries(webhooksOut).filter(
    ([type, { message, example }]) => !isDeepStrictEqual(message.safeParse(example).data, { ...Object(example), type }),
  );
  expect(wrong.map(([type]) => type)).toEqual([]);
});

test.each(places)('$name is answered by a route, and to nobody without a token', async ({ endpoint, at }) => {
  const address = pathTo(at, newId);
  expect((await api.call(null, endpoint.method.toUpperCase(), address)).status).toBe(401);
  const reply = await api.call('admin', endpoint.method.toUpperCase(), address);
  expect(reply.body['detail']).not.toBe('There is nothing at this address.');
});

test('openapi.json and the types of the client are those of the contract: otherwise npm run openapi', async () => {
  expect(readFileSync(path.join(projectRoot, 'openapi.json'), 'utf8')).toBe(openApiText());
  const made = ['openapi.json', '--alphabetize', '--output', 'client/api.d.ts', '--check'];
  await run(process.execPath, ['node_modules/openapi-typescript/bin/cli.js', ...made], { cwd: projectRoot });
});

test('the document can be read without anything from elsewhere', async () => {
  const document = await api.call(null, 'GET', '/openapi.json');
  expect(document.body).toMatchObject({ openapi: '3.1.1', info: { title: 'Heed' } });
  expect((await api.call(null, 'GET', '/docs')).headers.get('location')).toBe('/docs/');
  const page = await api.call(null, 'GET', '/docs/');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const parts = [...page.text.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, name = '']) => name);
  expect(parts).toHaveLength(3);
  for (const part of parts) {
    expect((await api.call(null, 'GET', new URL(part, 'http://heed/docs/').pathname)).status).toBe(200);
  }
});
