import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { Router } from 'express';
import { createDesk, type DeskPage, type Show } from '../../api/console/frame/desk';
import { askedBy } from '../../api/http/authenticate';
import { addressOf, createLimits } from '../../api/http/limits';
import { problemHandler } from '../../api/http/problems';
import { demoOrganisations } from '../../prisma/demo-data';
import { type Counters, createCounters } from '../../records/counters';
import { newId } from '../../records/ids';
import { createLog } from '../../runtime/log';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { pathTo, places } from '../support/contract-table';
import { createDoor } from '../support/door';
import { registerByApi } from '../support/newcomers-by-api';

/** How much anybody may ask, and what is never refused for it. docs/adr/0025 */

const most = 5;
const guardAnswer = demoOrganisations[0].clients[0]?.words.guardAnswer ?? '';
let api: ApiUnderTest;
const limits = { perCredential: most, perLink: most, wrongLinksPerAddress: most, failedSignInsPerAddress: most };
beforeAll(async () => {
  api = await createApiUnderTest({ limits });
});
afterAll(() => api?.stop());
/** As if a minute had passed. */
const anew = () => api.asOwner('TRUNCATE limits.counts');
beforeEach(anew);

const cases = '/v1/urgent-care/cases';
const look = (who: Who): Promise<Reply> => api.call(who, 'GET', cases);
async function times<T>(count: number, act: (turn: number) => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let turn = 0; turn < count; turn += 1) all.push(await act(turn));
  return all;
}
const statuses = (replies: readonly { readonly status: number }[]): readonly number[] =>
  replies.map(({ status }) => status);

describe('a credential', () => {
  test('hears how much is left of its minute', async () => {
    const [first, second] = await times(2, () => look('supervisor'));
    for (const [reply, remaining] of [
      [first, most - 1],
      [second, most - 2],
    ] as const) {
      expect(reply?.headers.get('ratelimit-limit')).toBe(String(most));
      expect(reply?.headers.get('ratelimit-remaining')).toBe(String(remaining));
      expect(Number(reply?.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
      expect(Number(reply?.headers.get('ratelimit-reset'))).toBeLessThanOrEqual(60);
    }
  });

  test('that asks more than it may is 429 until the minute is over, and nobody else is', async () => {
    const replies = await times(most + 1, () => look('secondSupervisor'));
    expect(statuses(replies)).toEqual([...Array.from({ length: most }, () => 200), 429]);
    const refused = replies.at(-1);
    expect(refused?.body).toMatchObject({ type: 'urn:heed:problem:too-many-requests', status: 429 });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused?.headers.get('ratelimit-remaining')).toBe('0');
    expect((await look('dpo')).status).toBe(200);
  });

  test('is never refused a concern, an assessment with its safety answers, or a withdrawal', async () => {
    const robin = await registerByApi(api);
    await times(most + 2, () => look('platform'));
    expect((await look('platform')).status).toBe(429);

    const concern = { clientId: api.cases.client(0).id, concern: 'A concern.', immediacy: 'significant' };
    const raised = await api.call('platform', 'POST', cases, concern);
    expect(raised.status).toBe(202);
    const withdrawal = { recipients: ['gp'], via: 'platform' };
    const withdrawn = await api.call(
      'platform',
      'POST',
      `${cases}/${String(raised.body['id'])}/withdrawals`,
      withdrawal,
    );
    expect(withdrawn.status).toBe(201);

    const answers = [1, 1, 1, 1, 1, 1, 1, 1, 2];
    const assessment = { instrument: 'PHQ-9', version: '1', answers };
    const told = await api.call('platform', 'POST', `/v1/sign-ups/${robin.id}/assessment`, assessment);
    // Its form is not signed; what matters is heard all the same.
    expect(told).toMatchObject({ status: 409, body: { type: 'urn:heed:problem:consent-form-missing' } });
    const raisedSince = await api.asOwner('SELECT 1 FROM safety_concerns WHERE client_id = $1', [robin.clientId]);
    expect(raisedSince).toHaveLength(1);
  });

  const saidOfCases = places.filter(({ at, endpoint }) => at.startsWith(`${cases}/`) && endpoint.method === 'post');
  const saidOfPlans = places.filter(({ name }) => ['saveUrgentCarePlan', 'recordContactDecline'].includes(name));
  test.each([...saidOfCases, ...saidOfPlans])('is never refused $name', async ({ at, endpoint }) => {
    await times(most + 1, () => look('dutyClinician'));
    const reply = await api.call('dutyClinician', endpoint.method.toUpperCase(), pathTo(at, newId), endpoint.example);
    expect(reply.headers.get('ratelimit-remaining')).toBe('0');
    expect(reply.status).not.toBe(429);
  });
});

describe('a request without a valid token', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const neighbour = '203.0.113.250';
  let tests = 0;
  let there: string;
  // What a process knows for a flood it knows for a minute: each test has an address of its own.
  beforeEach(() => {
    tests += 1;
    there = `203.0.113.${tests}`;
  });
  const concern = () => ({ clientId: api.cases.client(0).id, concern: 'A concern.', immediacy: 'significant' });
  const tooOften = async (): Promise<void> => {
    await times(most + 1, () => api.call('no.token.atall', 'GET', cases, undefined, from(there)));
  };

  test.each([
    ['none', () => null],
    ['one that is none', () => 'no.token.atall'],
    ['one that is over', () => api.tokenWith({ lifetimeSeconds: -3_600 })],
    ['one of another provider', () => api.tokenWith({ issuer: 'https://id.example' })],
  ])('is 401 until the count of its address is over, and then 429: with %s', async (_what, token) => {
    const replies = await times(most + 1, async () => api.call(await token(), 'GET', cases, undefined, from(there)));
    expect(statuses(replies)).toEqual([...Array.from({ length: most }, () => 401), 429]);
    const refused = replies.at(-1);
    expect(refused?.body).toMatchObject({ type: 'urn:heed:problem:too-many-requests' });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused?.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect((await api.call(await token(), 'GET', cases, undefined, from(neighbour))).status).toBe(401);
  });

  test('keeps nobody out who asks from the same address with a valid one', async () => {
    await tooOften();
    expect((await api.call('supervisor', 'GET', cases, undefined, from(there))).status).toBe(200);
    expect((await api.call('platform', 'POST', cases, concern(), from(there))).status).toBe(202);
    expect((await api.call('no.token.atall', 'GET', cases, undefined, from(there))).status).toBe(429);
  });

  test('is told that it is the token if it raises a concern, so that it is raised with another at once', async () => {
    await tooOften();
    const over = await api.tokenWith({ lifetimeSeconds: -3_600 });
    const reply = await api.call(over, 'POST', cases, concern(), from(there));
    expect(reply).toMatchObject({ status: 401, body: { type: 'urn:heed:problem:not-authenticated' } });
    expect(reply.headers.get('retry-after')).toBeNull();
  });

  test('is no failed sign-in when the token is valid and its role may not', async () => {
    await times(most + 2, () => api.call('practitioner', 'GET', '/v1/erasures', undefined, from(there)));
    expect((await api.call(null, 'GET', cases, undefined, from(there))).status).toBe(401);
  });

  test('is known to every process', async () => {
    await tooOften();
    const elsewhere = createCounters(api.config);
    const counter = elsewhere.counter('failed-sign-in', most);
    expect(await counter.count(there)).toMatchObject({ isOver: true });
    expect(await counter.count('203.0.113.251')).toMatchObject({ isOver: false });
    await elsewhere.close();
  });
});

describe('somebody at the console', () => {
  let counters: Counters;
  let server: Server;
  beforeAll(async () => {
    counters = createCounters(api.config);
    const { ofConsole } = createLimits(counters, limits, async () => false);
    const anything = express()
      .use((request, _response, next) => {
        askedBy(request, { ...api.cases.caller('practitioner'), credential: request.get('x-test-who') ?? '' });
        next();
      })
      .use(ofConsole, (_request, response) => void response.end())
      .use(problemHandler(createLog('test', 'silent')));
    server = createServer(anything).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.close();
    await counters.close();
  });
  const asks = (who: string, { method = 'GET', path = '/', headers = {} } = {}): Promise<Response> => {
    const { port } = server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { ...headers, 'x-test-who': who } });
  };
  const byItself = { headers: { 'x-asked-by': 'page' } };

  test('looks as often as may be, then waits for the rest of the minute, and nobody else does', async () => {
    const replies = await times(most + 1, () => asks('one'));
    expect(statuses(replies)).toEqual([...Array.from({ length: most }, () => 200), 429]);
    expect(Number(replies.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await asks('another')).status).toBe(200);
  });

  test('is never refused what they do', async () => {
    const replies = await times(most + 1, () => asks('one', { method: 'POST' }));
    expect(new Set(statuses(replies))).toEqual(new Set([200]));
    await times(most + 1, () => asks('one'));
    expect((await asks('one', { method: 'POST' })).status).toBe(200);
  });

  test('waits too with what a form of theirs only looks for, and never with what it does', async () => {
    const router = Router();
    const { ofLooks: limitLooks } = createLimits(counters, limits, async () => false);
    const show: Show = (_request, response, status) => void response.status(status).end();
    const { records } = api;
    const deps = { records, clock: () => new Date(), tell: () => undefined, permit: () => undefined, limitLooks };
    const page: DeskPage = {
      ...{ path: '/form', template: '', view: async () => ({}), look: async () => ({}) },
      isStep: (given) => given['go'] !== 'save',
      act: async () => '/done',
    };
    const putUp = createDesk({ ...deps, show, requireShown: () => undefined }, router, Router());
    putUp(page, undefined);
    const desk = express()
      .use(express.urlencoded({ extended: false }), (request, _response, next) => {
        askedBy(request, api.cases.caller('practitioner'));
        next();
      })
      .use(router, problemHandler(createLog('test', 'silent')));
    const its = createServer(desk).listen(0, '127.0.0.1');
    await once(its, 'listening');
    const sends = (go: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${(its.address() as AddressInfo).port}/form`, {
        method: 'POST',
        body: new URLSearchParams({ go, form: randomUUID() }),
        redirect: 'manual',
      });
    const looked = await times(most + 1, () => sends('look'));
    expect(statuses(looked)).toEqual([...Array.from({ length: most }, () => 200), 429]);
    const done = await times(most + 1, () => sends('save'));
    expect(new Set(statuses(done))).toEqual(new Set([303]));
    its.close();
  });

  test('keeps all of their own looks, however often an open page asks by itself', async () => {
    const replies = [...(await times(most, () => asks('reader', byItself))), await asks('reader', { path: '/live' })];
    expect(statuses(replies)).toEqual([...Array.from({ length: most }, () => 200), 429]);
    expect((await asks('reader')).status).toBe(200);
  });
});

describe('over several processes', () => {
  test('all count together, and no credential, link or address can be read in what they keep', async () => {
    const [here, there] = [createCounters(api.config), createCounters(api.config)];
    const counters = [here.counter('test', 3), there.counter('test', 3)];
    const counted = [];
    for (const counter of [...counters, ...counters]) counted.push(await counter.count('192.0.2.1'));
    expect(counted.map(({ remaining, isOver }) => ({ remaining, isOver }))).toEqual([
      { remaining: 2, isOver: false },
      { remaining: 1, isOver: false },
      { remaining: 0, isOver: false },
      { remaining: 0, isOver: true },
    ]);
    const kept = await api.asOwner<{ key: string }>('SELECT key FROM limits.counts');
    expect(kept).toHaveLength(1);
    expect(kept[0]?.key).toMatch(/^test:[\w-]{43}$/);
    await Promise.all([here.close(), there.close()]);
  });

  test('each counts by itself while the database is away, and refuses nobody who asks within measure', async () => {
    const { hostname, port } = new URL(api.config.DATABASE_URL);
    const door = await createDoor(`${hostname}:${port}`);
    const behind = new URL(api.config.DATABASE_URL);
    behind.host = door.address;
    const alone = createCounters({ ...api.config, DATABASE_URL: behind.href });
    const counter = alone.counter('test', 2);
    await door.shut();
    expect(await counter.count('while it is shut')).toMatchObject({ remaining: 1, isOver: false });
    await door.hang();
    expect(await counter.count('while it hangs')).toMatchObject({ remaining: 1, isOver: false });
    expect(await counter.count('while it hangs')).toMatchObject({ remaining: 0, isOver: false });
    expect(await counter.count('while it hangs')).toMatchObject({ remaining: 0, isOver: true });
    await door.shut();
    await alone.close();
  });
});

describe('a personal link', () => {
  const page = (link: string, headers: Record<string, string> = {}): Promise<Reply> =>
    api.call(null, 'GET', link, undefined, headers);
  /** Of a client who was asked. */
  const newLink = async (): Promise<string> => {
    const [sms] = await api.cases.clientInformed(await api.cases.raised(await api.cases.newClient()));
    return /\/c\/[\w-]+/.exec(sms?.text ?? '')?.[0] ?? '';
  };
  const refuses = (link: string, headers: Record<string, string> = {}): Promise<Reply> =>
    api.call(null, 'POST', link, new URLSearchParams({ guardAnswer, form: '0', gp: 'refuse' }), headers);

  test('that is opened too often says so to a person, and whom to call', async () => {
    const link = await newLink();
    const replies = await times(most + 1, () => page(link));
    expect(statuses(replies)).toEqual([...Array.from({ length: most }, () => 200), 429]);
    const refused = replies.at(-1);
    expect(refused?.headers.get('content-type')).toMatch(/html/);
    expect(refused?.text).toMatch(/999/);
    expect(refused?.text).toMatch(/116 123/);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('takes an answer although it was opened too often', async () => {
    const link = await newLink();
    await times(most + 1, () => page(link));
    expect((await refuses(link)).status).toBe(303);
  });

  test('is one link, however its address is written', async () => {
    const link = await newLink();
    const [, token = ''] = link.split('/c/');
    const inHex = (count: number): string =>
      token.slice(0, count).replaceAll(/./g, (one) => `%${one.charCodeAt(0).toString(16)}`) + token.slice(count);
    const replies = await times(most + 1, (turn) => page(`/c/${inHex(turn)}`));
    expect(statuses(replies)).toEqual([...Array.from({ length: most }, () => 200), 429]);
  });

  test('that was never anybody’s is not tried from one address for ever', async () => {
    const from = { 'x-forwarded-for': '198.51.100.7' };
    const tried = (turn: number): Promise<Reply> => page(`/c/AAAAAAAAAAAAAAAAAAAAA${turn}`, from);
    expect(statuses(await times(most + 1, tried))).toEqual([...Array.from({ length: most }, () => 404), 429]);
    const elsewhere = { 'x-forwarded-for': '198.51.100.8' };
    expect((await page('/c/AAAAAAAAAAAAAAAAAAAAAB', elsewhere)).status).toBe(404);
  });

  test('is shown and answered, whatever else was tried from the same address', async () => {
    const from = { 'x-forwarded-for': '198.51.100.9' };
    await times(most + 1, (turn) => page(`/c/BAAAAAAAAAAAAAAAAAAAA${turn}`, from));
    const link = await newLink();
    expect((await page(link, from)).status).toBe(200);
    expect((await refuses(link, from)).status).toBe(303);
  });

  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('the address %s counts as %s', (ip, as) => expect(addressOf(ip)).toBe(as));
});
