import type { WhatHappened } from '../../workflows/sign-up/contract';
import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { registerByApi } from '../support/newcomers-by-api';
import { happensIn, linkSent } from '../support/sign-up-on-record';

/** `/s/{token}`: what is asked of a client who signs up. GET shows, POST acts. domain.md §2 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());
afterEach(() => api.setClock({ ms: 0 }));

const day = 24 * 60 * 60_000;
let step = 0;

async function asked() {
  const newcomer = await registerByApi(api);
  return { ...newcomer, link: await linkTo(newcomer.id) };
}
const linkTo = (signUpId: string): Promise<string> => {
  step += 1;
  return api.cases.transact((work) => linkSent(work, signUpId, step));
};
const happens = (signUpId: string, what: WhatHappened) =>
  api.cases.transact((work) => happensIn(work, signUpId, [what]));
const open = (link: string): Promise<Reply> => api.call(null, 'GET', link);
const formOn = ({ text }: Reply): string => /name="form" value="(\d+)"/.exec(text)?.[1] ?? '';
const send = (path: string, fields: Record<string, string>): Promise<Reply> =>
  api.call(null, 'POST', path, new URLSearchParams(fields));
const signature = { version: '1', signedName: 'Robin Unknown', agree: 'yes' };
/** Opens the page and sends its form, or one of those beside it. */
const submit = async (link: string, fields: Record<string, string>, beside = ''): Promise<Reply> =>
  send(link + beside, { form: formOn(await open(link)), ...fields });
const statusOf = async (id: string) => (await api.call('platform', 'GET', `/v1/sign-ups/${id}`)).body['status'];
const form = async (clientId: string) =>
  (await api.call('platform', 'GET', `/v1/clients/${clientId}/consent-form`)).body;

async function refused(asking: () => Promise<Reply>, status: number): Promise<Reply> {
  const before = await api.onRecord();
  const reply = await asking();
  expect(await api.onRecord()).toEqual(before);
  expect(reply.status).toBe(status);
  expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
  // Where it is known who asks, it goes by where they are.
  expect(reply.text).toMatch(/116 123|local emergency number, or 112/);
  return reply;
}

describe('the page', () => {
  test('shows the form in force, where to turn now, and tells a stranger nothing by its title', async () => {
    const { link } = await asked();
    const page = await open(link);
    expect(page.status).toBe(200);
    expect(page.text).toContain('<title>Message for you</title>');
    for (const part of [
      'If you are in danger now',
      'You can change your mind.',
      'Version 1',
      'Your full name',
      'I do not want to go on',
    ])
      expect(page.text).toContain(part);
    expect(page.text).not.toContain('Robin');
  });

  test('is signed with a name and a tick, shows that it was, and moves the sign-up on', async () => {
    const { id, clientId, link } = await asked();
    const reply = await submit(link, signature);
    expect([reply.status, reply.headers.get('location')]).toEqual([303, `${link}?received=signed`]);
    expect(await form(clientId)).toMatchObject({ signed: { version: 1, signedName: 'Robin Unknown', via: 'page' } });
    expect(await statusOf(id)).toBe('awaiting-assessment');
    const next = await open(`${link}?received=signed`);
    expect(next.text).toContain('We have your form');
    expect(next.text).toContain(`href="${link}/consent-form.pdf"`);
  });

  test('takes each form once', async () => {
    const { link } = await asked();
    const number = formOn(await open(link));
    const replies = await Promise.all([1, 2, 3].map(() => send(link, { form: number, ...signature })));
    expect(replies.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([303, 409, 409]);
    const { text } = await refused(() => send(`${link}/leave`, { form: number }), 409);
    expect(text).toContain('We have this form already.');
  });

  test('keeps what was filled in where something is missing', async () => {
    const { link } = await asked();
    const { text } = await submit(link, { version: '1', signedName: 'Robin Unknown' });
    expect(text).toMatch(/name="signedName"[^>]* value="Robin Unknown"/);
  });

  const wrong: readonly (readonly [string, Record<string, string>])[] = [
    ['without a tick', { version: '1', signedName: 'Robin' }],
    ['without a name', { ...signature, signedName: '  ' }],
    ['without a version', { signedName: 'Robin', agree: 'yes' }],
    ['with a name that is too long', { ...signature, signedName: 'R'.repeat(201) }],
  ];
  test.each(wrong)('signed %s is refused in plain words', async (_what, fields) => {
    const { link } = await asked();
    const number = formOn(await open(link));
    const { text } = await refused(() => send(link, { form: number, ...fields }), 422);
    expect(text).toMatch(/role="alert"[\s\S]*Please write your name/);
    await refused(() => send(link, fields), 422);
  });

  test('of an older version is refused, and asks to read the new one', async () => {
    const { link } = await asked();
    const number = formOn(await open(link));
    const { text } = await refused(() => send(link, { form: number, ...signature, version: '9' }), 409);
    expect(text).toContain('Please read and sign that one.');
  });

  test('asks for a newer version before it goes on', async () => {
    const { link, clientId } = await asked();
    await submit(link, signature);
    const text = 'We ask for your consent in other words. '.repeat(10);
    const inForceFrom = new Date(Date.now() + day).toISOString();
    await api.call('dpo', 'POST', '/v1/consent-form-versions', { text, inForceFrom });
    expect((await open(link)).text).toContain('The next step');
    api.setClock({ ms: day + 60_000 });
    expect((await open(link)).text).toContain('in other words');
    await submit(link, { ...signature, version: '2' });
    expect(await form(clientId)).toMatchObject({ signed: { version: 2 } });
    expect((await open(link)).text).toContain('The next step');
  });
});

describe('the copy', () => {
  test('is a PDF for the client alone, and kept by nobody on the way', async () => {
    const { link } = await asked();
    await submit(link, signature);
    const copy = await open(`${link}/consent-form.pdf`);
    expect(copy.status).toBe(200);
    expect(copy.headers.get('content-type')).toBe('application/pdf');
    expect(copy.headers.get('content-disposition')).toBe('attachment; filename=copy-of-your-form.pdf');
    expect(copy.headers.get('cache-control')).toBe('no-store');
    expect(copy.text.slice(0, 5)).toBe('%PDF-');
  });

  test('is not there before anything was signed', async () => {
    const { link } = await asked();
    await refused(() => open(`${link}/consent-form.pdf`), 404);
  });
});

describe('the ways out', () => {
  test.each(['withdraw', 'leave', 'renew'])(
    'what is refused at /%s leads on to their page in the language that is chosen there',
    async (way) => {
      const { link } = await asked();
      const { text } = await refused(() => send(`${link}/${way}`, { form: '9' }), 409);
      expect(text).toContain('<a href="?lang=cy"');
      const chosen = await open(`${link}/${way}?lang=cy`);
      expect([chosen.status, chosen.headers.get('location')]).toEqual([303, `${link}?lang=cy`]);
    },
  );

  test('whoever withdraws is asked to sign again, and nothing is processed until then', async () => {
    const { id, link, clientId } = await asked();
    await submit(link, signature);
    expect((await submit(link, {}, '/withdraw')).headers.get('location')).toBe(`${link}?received=withdrawn`);
    expect(await form(clientId)).toMatchObject({ signed: null, withdrawnAt: expect.any(String) });
    expect(await statusOf(id)).toBe('awaiting-consent-form');
    expect((await open(link)).text).toContain('Your full name');
  });

  test('whoever leaves has left, at any stage, and is kept like an interest', async () => {
    for (const stage of ['awaiting-consent-form', 'awaiting-assessment'] as const) {
      const { id, link, clientId } = await asked();
      if (stage === 'awaiting-assessment') await submit(link, signature);
      expect(await statusOf(id)).toBe(stage);
      expect((await submit(link, {}, '/leave')).status).toBe(303);
      expect(await statusOf(id)).toBe('left');
      const page = await open(link);
      expect(page.text).toContain('You have left your sign-up');
      expect(page.text).not.toContain(`action="${link}/leave"`);
      expect(
        await api.asOwner('SELECT FROM interests WHERE client_id = $1 AND ended_at IS NULL', [clientId]),
      ).toHaveLength(1);
    }
  });

  test.each(['expired', 'left'] as const)(
    'one whose sign-up has %s asks for a new link, and can go on',
    async (kind) => {
      const { id, link } = await asked();
      await happens(id, { kind });
      expect((await open(link)).text).toContain('Send me a new link');
      expect(await statusOf(id)).toBe(kind);
      expect((await submit(link, {}, '/renew')).headers.get('location')).toBe(`${link}?received=renewed`);
      expect(await statusOf(id)).toBe('awaiting-consent-form');
      expect((await open(link)).text).toContain('Your full name');
    },
  );

  test('a new link is sent to nobody who still has time', async () => {
    const { link } = await asked();
    const number = formOn(await open(link));
    const { text } = await refused(() => send(`${link}/renew`, { form: number }), 409);
    expect(text).toContain('There is nothing to send here now.');
  });

  test('nothing is asked of one who is enrolled', async () => {
    const { id, link } = await asked();
    await happens(id, { kind: 'enrolled' });
    expect((await open(link)).text).not.toContain('<form');
    for (const path of ['', '/renew']) {
      const { text } = await refused(() => send(link + path, { form: '0', ...signature }), 409);
      expect(text).toContain('There is nothing to send here now.');
    }
  });
});

describe('a link', () => {
  const over: readonly (readonly [string, () => Promise<string>])[] = [
    ['that nobody knows', async () => '/s/AAAAAAAAAAAAAAAAAAAAAA'],
    ['whose last letter was lost', async () => (await asked()).link.slice(0, -1)],
    [
      'that is two weeks old',
      async () => {
        const { link: old } = await asked();
        api.setClock({ ms: 14 * day });
        return old;
      },
    ],
  ];
  test.each(over)('%s is not valid any more, always in the same words', async (_which, make) => {
    const link = await make();
    const unknown = await open('/s/BBBBBBBBBBBBBBBBBBBBBB');
    for (const path of ['', '/consent-form.pdf']) {
      expect((await refused(() => open(link + path), 404)).text).toBe(unknown.text);
    }
    for (const path of ['', '/leave', '/withdraw', '/renew']) {
      expect((await refused(() => send(link + path, { form: '0', ...signature }), 404)).text).toBe(unknown.text);
    }
  });

  test('of a sign-up opens no page of urgent care', async () => {
    const { link } = await asked();
    for (const page of ['/c/', '/a/', '/h/']) expect((await open(link.replace('/s/', page))).status).toBe(404);
  });

  test('shows its own client’s sign-up only', async () => {
    const [one, other] = [await asked(), await asked()];
    await submit(one.link, signature);
    expect((await open(other.link)).text).toContain('Your full name');
    expect(await form(other.clientId)).toMatchObject({ signed: null });
  });
});

test('no GET changes anything, also when links are followed by scanners again and again', async () => {
  const { link, id, clientId } = await asked();
  await submit(link, signature);
  const expired = await asked();
  await happens(expired.id, { kind: 'expired' });
  const routes = [
    link,
    `${link}?received=signed`,
    ...['consent-form.pdf', 'leave', 'withdraw', 'renew'].map((path) => `${link}/${path}`),
    expired.link,
    `${expired.link}/renew`,
    `/v1/clients/${clientId}/consent-form`,
    `/v1/clients/${clientId}/consent-form/withdrawals`,
    '/v1/consent-form-versions',
    '/v1/interests',
    '/v1/sign-ups/requirements',
    ...['', '/links', '/leave'].map((path) => `/v1/sign-ups/${id}${path}`),
  ];
  const before = await api.onRecord();
  for (const method of ['GET', 'HEAD']) for (const route of routes) await api.call('platform', method, route);
  expect(await api.onRecord()).toEqual(before);
});
