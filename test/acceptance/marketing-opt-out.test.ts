import { sandboxGroup } from '../../local/sandbox/sendgrid/suppression-groups';
import { aPlatform } from '../support/marketing-on-record';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** From an opt-out to its proof: SendGrid's group, a platform, and those who hear that it does not answer. domain.md §4 */

const { secret } = aPlatform;
let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld({ sandbox: { platform: { secret, token: async () => token } } });
  const { organisation } = world.heed.demo;
  token = await world.heed.tokenOf('platform', organisation.id, ['platform']);
  const url = `${world.heed.sandbox.url}/platform/opt-outs`;
  await asked('admin', 'POST', '/v1/marketing/lists', { kind: 'webhook', name: 'Courses', url, secret });
  await asked('admin', 'POST', '/v1/marketing/lists', {
    kind: 'sendgrid-group',
    name: sandboxGroup.name,
    groupId: sandboxGroup.id,
  });
}, 90_000);
afterAll(() => world?.stop());

interface Proof {
  readonly id: string;
  readonly status: string;
  readonly completedAt: string | null;
  readonly lists: readonly {
    readonly kind: string;
    readonly confirmedHow: string | null;
    readonly timesTold: number;
  }[];
  readonly alarms: readonly { readonly alarm: string; readonly dueAt: string; readonly recordedAt: string | null }[];
}

async function asked(who: 'platform' | 'admin', method: string, path: string, body?: object): Promise<Proof> {
  const { organisation } = world.heed.demo;
  const subject = who === 'admin' ? organisation.staff.admin.id : 'platform';
  const response = await fetch(world.heed.url + path, {
    method,
    headers: {
      authorization: `Bearer ${await world.heed.tokenOf(subject, organisation.id, [who])}`,
      'content-type': 'application/json',
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(response.status).toBeLessThan(300);
  return (await response.json()) as Proof;
}
const proof = (id: string) => asked('platform', 'GET', `/v1/marketing/opt-outs/${id}`);
const optsOut = async (index: number): Promise<string> => {
  const clientId = world.heed.demo.organisation.clients[index]?.id;
  return (await asked('platform', 'POST', '/v1/marketing/opt-outs', { clientId, source: 'phone' })).id;
};
/** Days in which little happens. */
const passes = async (duration: string): Promise<void> => {
  await world.letPass(duration);
  await world.settle();
};
const pagesTo = (who: 'admin' | 'dpo', words: RegExp): number =>
  world.heed.sandbox
    .messages({ to: world.heed.demo.organisation.staff[who].mobile })
    .filter(({ text }) => words.test(text)).length;

test('every list is told and confirms, each in its way, and nobody has to hear of it', async () => {
  const id = await optsOut(0);
  await until('it is complete', async () => (await proof(id)).completedAt !== null);
  const { email, mobile } = world.heed.demo.organisation.clients[0] ?? {};
  expect(await proof(id)).toMatchObject({
    status: 'complete',
    completedAt: expect.any(String),
    lists: [
      { kind: 'webhook', confirmedHow: 'platform', timesTold: 1 },
      { kind: 'sendgrid-group', confirmedHow: 'read-back', timesTold: 1 },
    ],
  });
  expect(world.heed.sandbox.platform.heard()).toMatchObject([
    {
      addresses: [
        { channel: 'email', address: email },
        { channel: 'sms', address: mobile },
      ],
    },
  ]);
  await world.fastForward('P8D');
  expect([pagesTo('admin', /opted out/), pagesTo('dpo', /opted out/)]).toEqual([0, 0]);
});

test('a platform that never confirms: admin hears on day five, the DPO on day six, and on day seven it is a breach', async () => {
  world.heed.sandbox.platform.confirms(false);
  const id = await optsOut(1);
  await until('all are told', async () => (await proof(id)).lists.every(({ timesTold }) => timesTold > 0));
  expect(await proof(id)).toMatchObject({ status: 'under-way', lists: [{ confirmedHow: null }, {}] });

  await passes('P4DT23H');
  expect(pagesTo('admin', /five days ago/)).toBe(0);
  await passes('PT2H');
  await until('admin hears of it', () => pagesTo('admin', /five days ago/) > 0);
  expect([pagesTo('admin', /five days ago/), pagesTo('dpo', /six days ago/)]).toEqual([1, 0]);
  await passes('P1D');
  await until('the DPO hears of it', () => pagesTo('dpo', /six days ago/) > 0);
  expect([pagesTo('dpo', /six days ago/), pagesTo('dpo', /on record as a breach/)]).toEqual([1, 0]);
  await passes('P1D');
  await until('the DPO is paged', () => pagesTo('dpo', /on record as a breach/) > 0);
  expect(pagesTo('dpo', /on record as a breach/)).toBe(1);

  const late = await proof(id);
  expect(late).toMatchObject({ status: 'breached', completedAt: null });
  for (const { dueAt, recordedAt } of late.alarms) {
    expect(Date.parse(recordedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(dueAt));
  }

  world.heed.sandbox.platform.confirms(true);
  await passes('P1D');
  await until('the list has confirmed', async () => (await proof(id)).completedAt !== null);
  expect(await proof(id)).toMatchObject({ status: 'breached', completedAt: expect.any(String) });
}, 60_000);
