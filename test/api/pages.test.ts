import { pageAssets } from '../../api/pages/page-assets';
import { demoOrganisations } from '../../prisma/demo-data';
import type { DescribedClient } from '../../prisma/seed';
import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { agrees } from '../support/case-on-record';

/** The pages behind personal links. GET shows, POST acts; nothing on them tells a stranger what they are about. */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());
afterEach(() => api.setClock({ ms: 0 }));

const day = 24 * 60 * 60_000;
const linkIn = (text: string): string => /\/[ac]\/[\w-]+/.exec(text)?.[0] ?? '';
const open = (link: string): Promise<Reply> => api.call(null, 'GET', link);
const formOn = ({ text }: Reply): string => /name="form" value="(\d+)"/.exec(text)?.[1] ?? '';
/** By the client themself, who knows the answer to their own question, or by a GP or contact. */
const send = (link: string, fields: Record<string, string>): Promise<Reply> =>
  api.call(null, 'POST', link, new URLSearchParams({ ...(link.startsWith('/c/') ? { guardAnswer } : {}), ...fields }));
const readByClient = (link: string): Promise<Reply> => send(link, {});
const guardAnswer = demoOrganisations[0].clients[0]?.words.guardAnswer ?? '';
/** Opens the page and sends its form. */
const answer = async (link: string, fields: Record<string, string>): Promise<Reply> =>
  send(link, { form: formOn(await open(link)), ...fields });

interface Asked {
  readonly client: DescribedClient;
  readonly caseId: string;
  readonly link: string;
}

/** A client who was asked; `link` is the one of the SMS. */
async function askedClient(): Promise<Asked & { readonly emailLink: string }> {
  const client = await api.cases.newClient();
  const caseId = await api.cases.raised(client);
  const [sms, email] = await api.cases.clientInformed(caseId);
  return { client, caseId, link: linkIn(sms?.text ?? ''), emailLink: linkIn(email?.text ?? '') };
}

/** A contact who was told, at this tier. */
async function toldContact(tier: 'attention' | 'concern' = 'concern'): Promise<Asked> {
  const client = await api.cases.newClient();
  const caseId = await api.cases.raised(client);
  await api.cases.clientAnswers(caseId, agrees('contact-1', tier));
  await api.cases.proceeds(caseId, 'contact-1');
  const { text } = await api.cases.told(caseId, 'contact-1', 'sms', `SM-${caseId}`);
  return { client, caseId, link: linkIn(text) };
}

const closed = (caseId: string) =>
  api.asOwner(
    `UPDATE cases SET status = 'closed', outcome_kind = 'client-safe', outcome_by_id = owner_id, closed_at = now()
     WHERE id = $1`,
    [caseId],
  );

/** contract.md §4: what nothing at "attention" may say. */
const telling =
  /\b(safety|health|mental|wellbeing|therapy|therapist|counselling|clinician|care plan|assessment|crisis|risk|suicide|self-harm)\b/i;

describe('the client’s page', () => {
  test('begins with where to turn now, before everything else', async () => {
    for (const reply of [await open((await askedClient()).link), await open('/c/AAAAAAAAAAAAAAAAAAAAAA')]) {
      const main = reply.text.slice(reply.text.indexOf('<main'));
      const lines = ['999', '111', '116 123', '85258', '18000', 'This is not an emergency service.'];
      for (const line of lines) {
        expect(main).toContain(line);
        expect(main.indexOf(line)).toBeLessThan(main.indexOf('<h1'));
      }
    }
  });

  test('names nobody: not the client, not their people, not what was said', async () => {
    const { client, link } = await askedClient();
    await answer(link, { gp: 'concern', 'contact-1': 'refuse' });
    const reply = await open(link);
    const { gp, contacts } = client.urgentCarePlan;
    const names = [client.name, gp?.name, ...contacts.map((contact) => contact?.name)].filter(Boolean);
    expect(names).toHaveLength(4);
    for (const word of names.flatMap((name) => (name ?? '').split(' ')).filter((word) => word !== 'Dr')) {
      expect(reply.text).not.toMatch(new RegExp(`\\b${word}\\b`));
    }
    for (const said of ['Did not come', 'Called twice', client.mobile, client.email])
      expect(reply.text).not.toContain(said);
  });

  test('takes an answer, shows it, and takes another one later', async () => {
    const { caseId, link } = await askedClient();
    const taken = await answer(link, { gp: 'refuse', 'contact-1': 'attention', callBack: 'yes' });
    expect(taken).toMatchObject({ status: 303 });
    expect(taken.headers.get('location')).toBe(`${link}?received`);
    expect(await answersOf(caseId)).toEqual([
      { recipient: 'gp', answer: 'refuse', tier: null },
      { recipient: 'contact-1', answer: 'agree', tier: 'attention' },
    ]);
    const shown = await readByClient(link);
    expect(shown.text).toMatch(/name="gp" type="radio" value="refuse" checked/);
    expect(shown.text).toMatch(/name="contact-1" type="radio" value="attention" checked/);
    expect((await answer(link, { gp: 'concern' })).status).toBe(303);
    expect(await answersOf(caseId)).toContainEqual({ recipient: 'gp', answer: 'agree', tier: 'concern' });
  });

  test('takes back with one press what was agreed', async () => {
    const { caseId, link } = await askedClient();
    await answer(link, { gp: 'concern' });
    expect((await answer(link, { action: 'withdraw' })).status).toBe(303);
    const withdrawn = await api.asOwner(
      `SELECT FROM consents WHERE case_id = $1 AND answer = 'agree' AND withdrawn_at IS NOT NULL`,
      [caseId],
    );
    expect(withdrawn).toHaveLength(1);
  });

  test('says no for each person with one press, and asks nothing more', async () => {
    const { caseId, link } = await askedClient();
    expect((await readByClient(link)).text).toContain('value="refuse"');
    expect((await answer(link, { action: 'refuse' })).status).toBe(303);
    expect(await answersOf(caseId)).toEqual([
      { recipient: 'gp', answer: 'refuse', tier: null },
      { recipient: 'contact-1', answer: 'refuse', tier: null },
      { recipient: 'contact-2', answer: 'refuse', tier: null },
    ]);
  });

  test('asks for a call with one press, which counts as no answer about anybody', async () => {
    const { caseId, link } = await askedClient();
    expect((await answer(link, { callBack: 'yes' })).status).toBe(303);
    expect(await answersOf(caseId)).toEqual([]);
    expect(await api.asOwner('SELECT FROM case_acts WHERE case_id = $1', [caseId])).not.toHaveLength(0);
  });

  test('that was sent without a word is shown again, and ends nobody’s time to answer', async () => {
    const { caseId, link } = await askedClient();
    const form = formOn(await readByClient(link));
    const shown = await send(link, { form, action: 'answer' });
    expect(shown.status).toBe(422);
    expect(await api.asOwner('SELECT FROM case_acts WHERE case_id = $1', [caseId])).toEqual([]);
    expect(shown.text).toMatch(/role="alert"[\s\S]*Pick an answer/);
    expect((await send(link, { form, gp: 'refuse' })).status).toBe(303);
  });

  test('offers no contact a summary', async () => {
    const { text } = await readByClient((await askedClient()).link);
    expect(text).toContain('name="gp" type="radio" value="summary"');
    expect(text).not.toContain('name="contact-1" type="radio" value="summary"');
  });

  const answersOf = (caseId: string) =>
    api.asOwner('SELECT recipient, answer, tier FROM consents WHERE case_id = $1 ORDER BY id', [caseId]);
});

describe('a contact’s page', () => {
  test('at "attention" says nothing of anybody', async () => {
    const { client, link } = await toldContact('attention');
    const { text } = await open(link);
    const shown = text.replace(/<[^>]*>/g, ' ');
    expect(shown).not.toMatch(telling);
    for (const word of client.name.split(' ')) expect(shown).not.toMatch(new RegExp(`\\b${word}\\b`));
  });

  test('at "concern" says whom it is about, until the client takes that back', async () => {
    const { client, caseId, link } = await toldContact();
    expect((await open(link)).text).toContain(client.name);
    await api.cases.clientAnswers(caseId, { recipient: 'contact-1', answer: 'refuse' });
    const after = await open(link);
    expect(after.status).toBe(200);
    expect(after.text).not.toContain(client.name);
  });

  test('tells of 999, and takes each answer', async () => {
    const { caseId, link } = await toldContact();
    expect((await open(link)).text).toContain('tel:999');
    for (const said of ['cannot', 'acting']) {
      expect((await answer(link, { answer: said })).status).toBe(303);
      const now = await api.asOwner(
        `SELECT acknowledgement FROM case_recipients WHERE case_id = $1 AND recipient = 'contact-1'`,
        [caseId],
      );
      expect(now).toEqual([{ acknowledgement: said }]);
    }
  });
});

/** Refused, in plain words for a person, and nothing saved. */
async function refused(asking: () => Promise<Reply>, status: number): Promise<Reply> {
  const before = await api.onRecord();
  const reply = await asking();
  expect(reply.status).toBe(status);
  expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
  expect(await api.onRecord()).toEqual(before);
  return reply;
}

describe('a link', () => {
  const over: readonly (readonly [string, () => Promise<string>])[] = [
    ['nobody knows', async () => '/c/AAAAAAAAAAAAAAAAAAAAAA'],
    [
      'of a closed case',
      async () => {
        const { caseId, link } = await askedClient();
        await closed(caseId);
        return link;
      },
    ],
    ['of another kind', async () => (await toldContact()).link.replace('/a/', '/c/')],
    [
      'after fourteen days',
      async () => {
        const { link } = await askedClient();
        api.setClock({ ms: 14 * day + 1_000 });
        return link;
      },
    ],
    [
      'changed in one letter',
      async () => {
        const { link } = await askedClient();
        return link.slice(0, -2) + (link.at(-2) === 'A' ? 'B' : 'A') + link.at(-1);
      },
    ],
  ];
  test.each(over)('%s is not valid any more, always in the same words', async (_which, make) => {
    const link = await make();
    const unknown = await open('/c/AAAAAAAAAAAAAAAAAAAAAA');
    expect((await refused(() => open(link), 404)).text).toBe(unknown.text);
    const form = { form: '0', gp: 'concern' };
    expect((await refused(() => send(link, form), 404)).text).toBe(unknown.text);
  });

  test('of a contact is not valid any more when the case was closed', async () => {
    const { caseId, link } = await toldContact();
    await closed(caseId);
    await refused(() => open(link), 404);
    await refused(() => send(link, { form: '0', answer: 'acting' }), 404);
  });

  test('of a client is no contact’s', async () => {
    const { link } = await askedClient();
    await refused(() => send(link.replace('/c/', '/a/'), { form: '0', answer: 'acting' }), 404);
  });

  test('is good until its fourteenth day', async () => {
    const { link } = await askedClient();
    api.setClock({ ms: 14 * day - 60_000 });
    expect((await open(link)).status).toBe(200);
  });

  test('has 128 random bits, one for each message', async () => {
    const { link, emailLink } = await askedClient();
    for (const one of [link, emailLink]) expect(Buffer.from(one.slice(3), 'base64url')).toHaveLength(16);
    expect(link).not.toBe(emailLink);
    expect((await open(emailLink)).status).toBe(200);
  });
});

describe('a form', () => {
  test('is taken once, however often it is sent', async () => {
    const { link } = await askedClient();
    const form = formOn(await open(link));
    expect((await send(link, { form, gp: 'concern' })).status).toBe(303);
    await refused(() => send(link, { form, gp: 'concern' }), 409);
    await refused(() => send(link, { form, action: 'withdraw' }), 409);
  });

  test('is taken once when it is sent many times at once', async () => {
    const { caseId, link } = await askedClient();
    const form = formOn(await open(link));
    const replies = await Promise.all(Array.from({ length: 8 }, () => send(link, { form, gp: 'concern' })));
    const taken = replies.filter(({ status }) => status === 303);
    expect([taken.length, replies.filter(({ status }) => status === 409).length]).toEqual([1, 7]);
    expect(await api.asOwner('SELECT FROM consents WHERE case_id = $1', [caseId])).toHaveLength(1);
  });

  test('of a contact is taken once too', async () => {
    const { link } = await toldContact();
    const form = formOn(await open(link));
    expect((await send(link, { form, answer: 'acting' })).status).toBe(303);
    await refused(() => send(link, { form, answer: 'cannot' }), 409);
  });

  const wrong: readonly (readonly [string, Record<string, string>])[] = [
    ['without its number', { gp: 'concern', action: 'answer' }],
    ['with another number', { form: 'x', gp: 'concern' }],
    ['with a choice that does not exist', { form: '0', gp: 'everything' }],
    ['that would tell a contact a summary', { form: '0', 'contact-1': 'summary' }],
    ['with an action that does not exist', { form: '0', action: 'delete' }],
  ];
  test.each(wrong)('%s is 422', async (_what, fields) => {
    const { link } = await askedClient();
    await refused(() => send(link, fields), 422);
  });

  test('of a contact with an answer that does not exist is 422', async () => {
    const { link } = await toldContact();
    for (const said of ['perhaps', 'acknowledged']) {
      await refused(() => send(link, { form: '0', answer: said }), 422);
    }
  });

  test('from the future is refused: it was never shown', async () => {
    const { link } = await askedClient();
    await refused(() => send(link, { form: '5', gp: 'concern' }), 409);
  });

  test('that is too large is 413', async () => {
    const { link } = await askedClient();
    await refused(() => send(link, { form: '0', gp: 'x'.repeat(30_000) }), 413);
  });

  test('is refused in words for a person, with where to turn now', async () => {
    const { link } = await askedClient();
    const { text } = await refused(() => send(link, { form: '0', gp: 'everything' }), 422);
    expect(text).toContain('116 123');
    expect(text).not.toMatch(/Invalid (input|option)|expected/);
  });
});

test('no GET changes anything, also when links are followed by scanners again and again', async () => {
  const { caseId, link, emailLink } = await askedClient();
  const told = await toldContact();
  const cases = '/v1/urgent-care/cases';
  const routes = [
    link,
    `${link}?received`,
    emailLink,
    told.link,
    cases,
    `${cases}?status=queued&limit=5`,
    `${cases}/${caseId}`,
    `${cases}/${caseId}/timeline`,
    ...['decisions', 'stand-down', 'client-answers', 'withdrawals'].map((path) => `${cases}/${caseId}/${path}`),
    '/v1/urgent-care/policy',
    '/livez',
    '/readyz',
    '/webhooks/twilio/inbound',
    '/webhooks/twilio/status',
    '/webhooks/sendgrid/events',
    `${pageAssets.at}/page.css`,
    '/',
  ];
  const before = await api.onRecord();
  const keys = await api.inKeys('SELECT * FROM data_keys ORDER BY subject_id');
  for (const method of ['GET', 'HEAD', 'GET']) for (const route of routes) await api.call('supervisor', method, route);
  expect(await api.onRecord()).toEqual(before);
  expect(await api.inKeys('SELECT * FROM data_keys ORDER BY subject_id')).toEqual(keys);
});
