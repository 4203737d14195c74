import type { z } from 'zod';
import { signUps } from '../../api/contract/sign-ups';
import { recordSignUpAct } from '../../records/sign-up/acts';
import { demographics } from '../../records/sign-up/demographics';
import type { Requirements } from '../../records/sign-up/requirements';
import { recordMessageStatus } from '../../records/urgent-care/record-message-status';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { registerByApi, unknownPerson } from '../support/newcomers-by-api';
import { refusedBy } from '../support/refused';
import { linkSent } from '../support/sign-up-on-record';

/** `POST /v1/sign-ups`: what is needed is said first, what is not needed is not asked for. domain.md §2.1 */

const { body: signUpBody } = signUps.endpoints.startSignUp;

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

let persons = 40;
/** Everything that a registration may say, of somebody new. */
const whole = () => {
  persons += 1;
  return {
    person: {
      ...unknownPerson(persons),
      username: 'robin',
      country: 'GB',
      language: 'pl',
      interpreter: 'bfi',
      homeAddress: '1 Station Road, Harrowby HR1 1AA',
      safeContact: { sms: true, email: false },
      demographics: { gender: 'woman', ethnicGroup: 'prefer-not-to-say' },
    },
    courseId: api.demo.organisation.courses[0]?.id,
    plan: 'standard',
    preferences: { presentingNeed: 'sleep', modality: 'video', accessibility: ['step-free'], times: ['evenings'] },
    sharing: { riskSummary: true, progressSummary: false },
    marketing: { email: true, sms: false, topics: ['courses'] },
    guard: { question: 'What did you see from your first bedroom?', answer: 'A blue door' },
  } satisfies z.input<typeof signUpBody>;
};
const minimal = () => {
  persons += 1;
  return { person: unknownPerson(persons) };
};
const register = (body: unknown, who: Who = 'platform') => api.call(who, 'POST', '/v1/sign-ups', body);
const refused = (asking: () => Promise<Reply>) => refusedBy(api, asking);
const refusedWith = async (body: unknown, path: string): Promise<Reply> => {
  const reply = await refused(() => register(body));
  expect(reply.status).toBe(422);
  expect(reply.body['errors']).toEqual(expect.arrayContaining([expect.objectContaining({ path })]));
  return reply;
};
const requirements = async (plan: string): Promise<Requirements> =>
  (await api.call('platform', 'GET', `/v1/sign-ups/requirements?plan=${plan}`)).body as unknown as Requirements;

/** Leaves the item at this path out. */
function without(body: ReturnType<typeof whole>, item: string): object {
  const copy: Record<string, unknown> = structuredClone(body);
  const [parent, child] = item.split('/');
  if (child === undefined) delete copy[parent ?? ''];
  else delete (copy['person'] as Record<string, unknown>)[child];
  return copy;
}

describe.each(['standard', 'urgent-care'] as const)('what is said to be needed for the plan "%s"', (plan) => {
  test('names every item that a registration takes, each once', async () => {
    const { required, optional } = await requirements(plan);
    const named = [...required, ...optional].map(({ item }) => item);
    const taken = Object.keys(signUpBody.shape).flatMap((key) =>
      key === 'person' ? Object.keys(signUpBody.shape.person.shape).map((part) => `person/${part}`) : [key],
    );
    expect(named.filter((item) => item !== 'consentForm' && !item.startsWith('plan/')).toSorted()).toEqual(
      taken.toSorted(),
    );
    expect(new Set(named).size).toBe(named.length);
  });

  test('is refused when it is left out at registration', async () => {
    const { required } = await requirements(plan);
    const now = required.filter(({ item, neededAt }) => neededAt === 'registration' && item !== 'plan');
    expect(now.map(({ item }) => item)).toContain('person/birthDate');
    for (const { item } of now) await refusedWith(without(whole(), item), item);
  });

  test('is not refused when it is optional, or needed later', async () => {
    const { required, optional } = await requirements(plan);
    const taken = [...optional, ...required.filter(({ neededAt }) => neededAt !== 'registration')]
      .map(({ item }) => item)
      .filter((item) => item !== 'consentForm' && !item.startsWith('plan/'));
    expect(taken).toContain('guard');
    for (const item of taken) {
      const { status, text } = await register(without({ ...whole(), plan: 'standard' }, item));
      expect({ item, status, text }).toMatchObject({ status: 202 });
    }
  });
});

test('a plan for urgent care needs more, and later', async () => {
  const { required } = await requirements('urgent-care');
  const later = required.filter(({ neededAt }) => neededAt === 'plan-complete').map(({ item }) => item);
  expect(later).toEqual(
    expect.arrayContaining(['person/homeAddress', 'person/country', 'plan/gp', 'plan/contact-2.mobile']),
  );
  expect((await requirements('standard')).required.map(({ neededAt }) => neededAt)).not.toContain('plan-complete');
});

test('whatever a plan lacks at first was told before', async () => {
  const { clientId } = await registerByApi(api, { plan: 'urgent-care' });
  const { body } = await api.call('supervisor', 'GET', `/v1/clients/${clientId}/urgent-care-plan`);
  const told = (await requirements('urgent-care')).required.map(({ item }) => item);
  const lacks = body['lacks'] as readonly string[];
  expect(lacks).toContain('homeAddress');
  for (const name of lacks) {
    expect(told.some((item) => item === `person/${name}` || item.startsWith(`plan/${name}`))).toBe(true);
  }
});

test('every answer that may be given of oneself is listed, and each is taken', async () => {
  const { demographics: listed } = await requirements('standard');
  expect(listed).toEqual(demographics);
  for (const [name, values] of Object.entries(listed)) {
    const { person } = minimal();
    const chosen = { [name]: values[0] };
    expect((await register({ person: { ...person, demographics: chosen } })).status).toBe(202);
  }
});

test('requirements of a plan that does not exist are 422', async () => {
  const reply = await refused(() => api.call('platform', 'GET', '/v1/sign-ups/requirements?plan=gold'));
  expect(reply).toMatchObject({ status: 422, body: { errors: [{ path: 'plan' }] } });
});

test('nothing is agreed to by saying nothing, and "prefer not to say" is not kept', async () => {
  const { person } = minimal();
  const { body } = await register({ person: { ...person, demographics: { religion: 'prefer-not-to-say' } } });
  const [row] = await api.asOwner<{ signup: Buffer; client: Buffer }>(
    'SELECT s.sealed AS signup, c.sealed AS client FROM sign_ups s JOIN clients c ON c.id = s.client_id WHERE s.id = $1',
    [body['id']],
  );
  const clientId = String(body['clientId']);
  const opened = await api.cases.transact(async (work) => ({
    signUp: await work.open(clientId, row?.signup ?? Buffer.of()),
    client: await work.open(clientId, row?.client ?? Buffer.of()),
  }));
  expect(opened.signUp).toMatchObject({
    sharing: { riskSummary: false, progressSummary: false },
    marketing: { email: false, sms: false, topics: [] },
  });
  expect(opened.client).toMatchObject({ demographics: {} });
});

describe('refused with where', () => {
  const person = (changes: object) => {
    const made = minimal();
    return { person: { ...made.person, ...changes } };
  };
  const tomorrow = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 10);
  const wrong: readonly (readonly [what: string, body: () => object, path: string])[] = [
    ['a country by its name', () => person({ country: 'Britain' }), 'person/country'],
    ['a country in small letters', () => person({ country: 'gb' }), 'person/country'],
    ['a birth date in the future', () => person({ birthDate: tomorrow }), 'person/birthDate'],
    ['a birth date of long ago', () => person({ birthDate: '1850-01-01' }), 'person/birthDate'],
    ['a day that no month has', () => person({ birthDate: '1990-02-30' }), 'person/birthDate'],
    ['an email address that is none', () => person({ email: 'robin' }), 'person/email'],
    ['a landline', () => person({ mobile: '+441632960001' }), 'mobile'],
    ['a mobile without its country', () => person({ mobile: '07700900391' }), 'person/mobile'],
    ['a language that is no tag', () => person({ language: 'English please' }), 'person/language'],
    [
      'demographics outside the list',
      () => person({ demographics: { gender: 'female' } }),
      'person/demographics/gender',
    ],
    ['demographics that nobody asks for', () => person({ demographics: { income: '1' } }), 'person/demographics'],
    ['a field of a person that nobody knows', () => person({ nickname: 'Rob' }), 'person'],
    ['a field that nobody knows', () => ({ ...minimal(), referrer: 'friend' }), ''],
    ['a plan that does not exist', () => ({ ...minimal(), plan: 'gold' }), 'plan'],
    ['a question without an answer', () => ({ ...minimal(), guard: { question: 'Which?' } }), 'guard/answer'],
    [
      'a sharing that is no yes or no',
      () => ({ ...minimal(), sharing: { riskSummary: 'yes' } }),
      'sharing/riskSummary',
    ],
  ];
  test.each(wrong)('%s', async (_what, body, path) => {
    await refusedWith(body(), path);
  });

  test('a refusal repeats nothing of what was written', async () => {
    const reply = await refusedWith(person({ demographics: { gender: 'Bellweather' } }), 'person/demographics/gender');
    expect(reply.text).not.toContain('Bellweather');
  });
});

test('a minor is declined kindly, and told who is there for them', async () => {
  const { person } = minimal();
  const year = new Date().getUTCFullYear() - 17;
  const reply = await refused(() => register({ person: { ...person, birthDate: `${year}-01-01` } }));
  expect(reply).toMatchObject({ status: 422, body: { type: 'urn:heed:problem:adults-only' } });
  for (const number of ['0800 1111', '85258', '999']) expect(reply.body['detail']).toContain(number);
});

test('a course of another organisation is 404, in the same words as one that nobody has', async () => {
  const theirs = await refused(() => register({ ...minimal(), courseId: api.demo.otherOrganisation.courses[0]?.id }));
  const unknown = await refused(() => register({ ...minimal(), courseId: '01980000-0000-7000-8000-000000000000' }));
  expect(theirs).toMatchObject({ status: 404, text: unknown.text });
});

describe('somebody who is registered already', () => {
  test.each([
    ['by the same mobile', (known: ReturnType<typeof unknownPerson>) => ({ mobile: known.mobile })],
    ['by the same address', (known: ReturnType<typeof unknownPerson>) => ({ email: known.email })],
    [
      'by the address in other letters',
      (known: ReturnType<typeof unknownPerson>) => ({ email: known.email.toUpperCase() }),
    ],
  ])('%s is a conflict that says nothing of them', async (_how, same) => {
    const { person: known, clientId } = await registerByApi(api);
    const { person } = minimal();
    const reply = await refused(() => register({ person: { ...person, ...same(known) } }));
    expect(reply).toMatchObject({ status: 409, body: { type: 'urn:heed:problem:already-registered' } });
    for (const told of [clientId, known.lastName, known.email, known.mobile]) expect(reply.text).not.toContain(told);
  });

  test.each([
    ['with spaces', (mobile: string) => mobile.replace('+447700', '+44 7700 ')],
    ['with the nought of calls from inside', (mobile: string) => mobile.replace('+44', '+440')],
    ['without its country', (mobile: string) => mobile.replace('+44', '0')],
  ])('is not taken for another one by a mobile %s', async (_how, spelling) => {
    const { person: known } = await registerByApi(api);
    const { person } = minimal();
    expect((await refused(() => register({ person: { ...person, mobile: spelling(known.mobile) } }))).status).toBe(422);
  });

  test('is registered once, however many try at once', async () => {
    const body = minimal();
    const replies = await Promise.all(Array.from({ length: 6 }, () => register(body)));
    expect(replies.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      202, 409, 409, 409, 409, 409,
    ]);
  });
});

test.each(['practitioner', 'dutyClinician', 'dpo'] as const)('a %s registers nobody', async (who) => {
  expect((await refused(() => register(minimal(), who))).status).toBe(403);
});

describe('a client to whom nothing is safe to write', () => {
  const asked = () =>
    api.asOwner(`SELECT audience, channel FROM dispatches WHERE template = 'sign-up-asks-telephone' ORDER BY channel`);
  const written = (id: string, step: number) => api.cases.transact((work) => linkSent(work, id, step));

  test('is telephoned: admin are asked once, and nobody for one who can be written to', async () => {
    const { id: other } = await registerByApi(api);
    await written(other, 1);
    expect(await asked()).toEqual([]);

    const { person } = minimal();
    const { body } = await register({ person: { ...person, safeContact: { sms: false, email: false } } });
    for (const _try of [1, 2]) await written(String(body['id']), 1);
    const [admin, ...others] = await asked();
    expect(admin).toEqual({ audience: 'staff', channel: 'email' });
    expect(others).toEqual([{ audience: 'staff', channel: 'sms' }]);
  });
});

describe('a client whom no message reaches', () => {
  const asked = (id: string) =>
    api.asOwner(`SELECT workflow_id FROM outbox_entries WHERE payload->'input'->>'about' = 'client-not-reached'
      AND payload->'input'->>'subjectId' IN (SELECT id::text FROM dispatches WHERE sign_up_id = '${id}')`);
  const fails = (dispatchId: string) =>
    api.cases.transact((work) =>
      recordMessageStatus(work, { dispatchId, status: 'failed-permanent', errorCode: '30005', vendorId: null }),
    );
  const sentTo = async (id: string): Promise<readonly string[]> => {
    await api.cases.transact((work) => linkSent(work, id, 1));
    const sent = await api.asOwner<{ id: string }>('SELECT id FROM dispatches WHERE sign_up_id = $1 ORDER BY seq', [
      id,
    ]);
    return sent.map((message) => message.id);
  };

  test('is got in touch with by admin, once, when the last of their messages has failed', async () => {
    const { id } = await registerByApi(api);
    const [bySms = '', byEmail = ''] = await sentTo(id);
    await fails(bySms);
    expect(await asked(id)).toEqual([]);
    await fails(byEmail);
    await fails(byEmail);
    expect(await asked(id)).toHaveLength(1);
  });

  test('is left alone after a death', async () => {
    const { id, clientId } = await registerByApi(api);
    const messages = await sentTo(id);
    await api.asOwner('UPDATE clients SET held = true WHERE id = $1', [clientId]);
    for (const message of messages) await fails(message);
    expect(await asked(id)).toEqual([]);
  });
});

describe('a new link', () => {
  const renew = (id: string, who: Who = 'platform') => api.call(who, 'POST', `/v1/sign-ups/${id}/links`);

  test('is sent while the client is asked for something', async () => {
    const { id } = await registerByApi(api);
    expect(await renew(id, 'admin')).toMatchObject({ status: 202, body: { id, status: 'awaiting-consent-form' } });
    const signals = await api.asOwner<{ payload: { argument: { kind: string } } }>(
      `SELECT payload FROM outbox_entries WHERE workflow_id = $1 AND kind = 'signal'`,
      [`sign-up/${id}`],
    );
    expect(signals.map(({ payload }) => payload.argument.kind)).toEqual(['link-renewed']);
  });

  test('lets one who left go on where they stopped, in a process of its own', async () => {
    const { id, clientId } = await registerByApi(api);
    const form = `/v1/clients/${clientId}/consent-form`;
    const signature = { version: 1, signedName: 'Robin', signedAt: new Date().toISOString(), document: null };
    expect((await api.call('platform', 'PUT', form, signature)).status).toBe(200);
    await api.call('platform', 'POST', `/v1/sign-ups/${id}/leave`);
    expect(await renew(id)).toMatchObject({ status: 202, body: { id, status: 'awaiting-assessment' } });
    const starts = await api.asOwner<{ again: boolean }>(
      `SELECT (payload->>'again')::boolean AS again FROM outbox_entries
       WHERE workflow_id = $1 AND kind = 'start' ORDER BY seq`,
      [`sign-up/${id}`],
    );
    expect(starts.map(({ again }) => again)).toEqual([false, true]);
  });

  test('does not go round a form that was withdrawn after leaving', async () => {
    const { id, clientId } = await registerByApi(api);
    const form = `/v1/clients/${clientId}/consent-form`;
    const signature = { version: 1, signedName: 'Robin', signedAt: new Date().toISOString(), document: null };
    await api.call('platform', 'PUT', form, signature);
    await api.call('platform', 'POST', `/v1/sign-ups/${id}/leave`);
    expect((await api.call('platform', 'POST', `${form}/withdrawals`)).status).toBe(201);
    expect((await renew(id)).body['status']).toBe('awaiting-consent-form');
  });

  test('is sent to nobody who is enrolled, and by nobody else', async () => {
    const { id } = await registerByApi(api);
    expect((await refused(() => renew(id, 'practitioner'))).status).toBe(403);
    expect((await refused(() => renew(id, 'supervisorElsewhere'))).status).toBe(403);
    await api.cases.transact((work) => recordSignUpAct(work, id, { kind: 'enrolled' }));
    expect(await refused(() => renew(id))).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:no-link-needed', status: 409 },
    });
  });
});
