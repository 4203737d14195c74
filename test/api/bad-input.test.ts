import { newId } from '../../records/ids';
import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { refusedBy } from '../support/refused';

/** Each bad input has its clear answer, and nothing is half saved. contract.md §7 */

let api: ApiUnderTest;
let caseId: string;
let caseElsewhere: string;

beforeAll(async () => {
  api = await createApiUnderTest();
  caseId = await api.cases.raised(api.cases.client(0));
  await api.cases.clientInformed(caseId);
  const [clientElsewhere] = api.demo.otherOrganisation.clients;
  const raised = await api.call('supervisorElsewhere', 'POST', cases, { ...concern(), clientId: clientElsewhere?.id });
  caseElsewhere = String(raised.body['id']);
});
afterAll(() => api?.stop());

const cases = '/v1/urgent-care/cases';
const concern = () => ({
  clientId: api.cases.client(1).id,
  concern: 'Said goodbye in an odd way at the end of the session.',
  immediacy: 'significant',
  clientFirst: { kind: 'inform' },
  doneSoFar: 'Called twice.',
});
const person = () => ({ description: 'His flatmate, Ravi.', knownBy: api.cases.client(1).id });
const without = (field: string): object =>
  Object.fromEntries(Object.entries(concern()).filter(([name]) => name !== field));

const refused = (asking: () => Promise<Reply>) => refusedBy(api, asking);

const raise = (body: unknown) => refused(() => api.call('practitioner', 'POST', cases, body));

describe('a concern', () => {
  test('that is not JSON is 400', async () => {
    expect(await raise('{"clientId": ')).toMatchObject({
      status: 400,
      body: { type: 'urn:heed:problem:malformed-json' },
    });
  });

  test.each([['"a text"'], ['17'], ['null']])('that is %s is refused', async (body) => {
    expect([400, 422]).toContain((await raise(body)).status);
  });

  test.each([['[]'], ['{}']])('that is %s is 422', async (body) => {
    expect((await raise(body)).status).toBe(422);
  });

  test('that has no body at all is 422', async () => {
    expect((await raise(undefined)).status).toBe(422);
  });

  test('that is not said to be JSON is 415', async () => {
    const plain = { 'content-type': 'text/plain' };
    const reply = await refused(() => api.call('practitioner', 'POST', cases, concern(), plain));
    expect(reply).toMatchObject({ status: 415, body: { type: 'urn:heed:problem:unsupported-media-type' } });
  });

  test('that is larger than 100 kB is 413', async () => {
    const body = { ...concern(), doneSoFar: 'x'.repeat(120_000) };
    expect(await raise(body)).toMatchObject({ status: 413, body: { type: 'urn:heed:problem:body-too-large' } });
  });

  const wrong: readonly (readonly [string, () => object, string])[] = [
    ['an immediacy that does not exist', () => ({ ...concern(), immediacy: 'high-risk' }), 'immediacy'],
    ['no immediacy', () => without('immediacy'), 'immediacy'],
    ['no concern', () => without('concern'), 'concern'],
    ['a blank concern', () => ({ ...concern(), concern: '  ' }), 'concern'],
    ['a concern that is too long', () => ({ ...concern(), concern: 'x'.repeat(5_001) }), 'concern'],
    ['a concern that is no text', () => ({ ...concern(), concern: 7 }), 'concern'],
    ['a client that is no id', () => ({ ...concern(), clientId: 'jo' }), 'clientId'],
    [
      'a way of telling the client that does not exist',
      () => ({ ...concern(), clientFirst: { kind: 'maybe' } }),
      'clientFirst/kind',
    ],
    [
      'a reason where none is taken',
      () => ({ ...concern(), clientFirst: { kind: 'inform', reason: 'x' } }),
      'clientFirst',
    ],
    ['neither client nor person', () => without('clientId'), 'clientId'],
    ['both client and person', () => ({ ...concern(), person: person() }), 'clientId'],
    ['a person known by nobody', () => ({ ...without('clientId'), person: { description: 'Ravi' } }), 'person/knownBy'],
    [
      'a person not described',
      () => ({ ...without('clientId'), person: { knownBy: person().knownBy } }),
      'person/description',
    ],
    [
      'a person with more than that',
      () => ({ ...without('clientId'), person: { ...person(), mobile: '+447700900001' } }),
      'person',
    ],
  ];
  test.each(wrong)('with %s is 422 and says where', async (_what, body, path) => {
    const reply = await raise(body());
    expect(reply).toMatchObject({ status: 422, body: { type: 'urn:heed:problem:invalid-input' } });
    expect(reply.body['errors']).toEqual(expect.arrayContaining([expect.objectContaining({ path })]));
  });

  test('with a field that nobody knows is 422 and names it', async () => {
    const reply = await raise({ ...concern(), severity: 'high' });
    expect(reply.status).toBe(422);
    expect(reply.body['detail']).toContain('severity');
    expect(JSON.stringify(reply.body['errors'])).toContain('severity');
  });

  test('with several things wrong names each', async () => {
    const reply = await raise({ ...concern(), concern: '', immediacy: 'soon' });
    const errors = reply.body['errors'] as readonly { path: string }[];
    expect(errors.map(({ path }) => path).toSorted()).toEqual(['concern', 'immediacy']);
  });

  test('is refused without repeating what was written in it', async () => {
    const reply = await raise({ ...concern(), immediacy: 'Jo Bellweather' });
    expect(reply.text).not.toContain('Bellweather');
  });
});

describe('a client', () => {
  test('whom nobody knows, and one of another organisation, are 404 in the very same words', async () => {
    const [theirs] = api.demo.otherOrganisation.clients;
    const unknown = await raise({ ...concern(), clientId: newId() });
    const elsewhere = await raise({ ...concern(), clientId: theirs?.id });
    expect(unknown.status).toBe(404);
    expect(elsewhere).toMatchObject({ status: unknown.status, text: unknown.text });
  });

  test('of another organisation, as the one who knows somebody, is 404 in the same words', async () => {
    const [theirs] = api.demo.otherOrganisation.clients;
    const about = (knownBy: string | undefined) => ({ ...without('clientId'), person: { ...person(), knownBy } });
    const unknown = await raise(about(newId()));
    const elsewhere = await raise(about(theirs?.id));
    expect(unknown.status).toBe(404);
    expect(elsewhere).toMatchObject({ status: unknown.status, text: unknown.text });
  });

  test('whose plan is incomplete is no reason to refuse: the case says what it lacks', async () => {
    const client = api.demo.organisation.clients.find(({ urgentCarePlan }) => !urgentCarePlan.complete);
    const raised = await api.call('practitioner', 'POST', cases, { ...concern(), clientId: client?.id });
    expect(raised.status).toBe(202);
    const read = await api.call('supervisor', 'GET', `${cases}/${String(raised.body['id'])}`);
    expect(read.body['lacks']).toEqual(['gp', 'contact-2.mobile']);
  });
});

const outcome = { kind: 'client-safe', note: 'Safe at home.' };
const withCase: readonly (readonly [method: string, path: string, body: object | undefined])[] = [
  ['GET', '', undefined],
  ['GET', '/timeline', undefined],
  ['POST', '/client-answers', { answers: [], callBack: true, via: 'phone' }],
  ['POST', '/withdrawals', { recipients: 'all', via: 'phone' }],
  ['POST', '/acknowledgements', { recipient: 'contact-1', answer: 'acting', via: 'phone' }],
  ['POST', '/decisions', { kind: 'call', note: 'Calling now.' }],
  ['POST', '/stand-down', { outcome }],
  ['POST', '/human-outcomes', outcome],
  ['POST', '/emergency-calls', { at: '2026-11-01T10:00:00Z', by: 'Dr Amara Obi', note: '' }],
];

describe.each(withCase)('%s of a case%s', (method, path, body) => {
  const ask = (id: string) => refused(() => api.call('supervisor', method, `${cases}/${id}${path}`, body));

  test('is 404 in the very same words for one of another organisation, an unknown one, and what is no id', async () => {
    const unknown = await ask(newId());
    expect(unknown.status).toBe(404);
    for (const id of [caseElsewhere, 'no-id', '1', '%00', `${caseId}x`]) {
      expect(await ask(id)).toMatchObject({ status: 404, text: unknown.text });
    }
  });
});

describe('what is said of a case', () => {
  const wrong: readonly (readonly [path: string, what: string, body: object, at: string])[] = [
    [
      'client-answers',
      'an answer that does not exist',
      { answers: [{ recipient: 'gp', answer: 'perhaps' }], via: 'phone' },
      'answers/0/answer',
    ],
    [
      'client-answers',
      'an agreement without a tier',
      { answers: [{ recipient: 'gp', answer: 'agree' }], via: 'phone' },
      'answers/0/tier',
    ],
    [
      'client-answers',
      'a recipient that does not exist',
      { answers: [{ recipient: 'mother', answer: 'refuse' }], via: 'phone' },
      'answers/0/recipient',
    ],
    ['client-answers', 'no word on how it was heard', { answers: [] }, 'via'],
    ['withdrawals', 'nobody named', { recipients: [], via: 'phone' }, 'recipients'],
    ['withdrawals', 'a way that does not exist', { recipients: 'all', via: 'pigeon' }, 'via'],
    ['acknowledgements', 'an answer that does not exist', { recipient: 'gp', answer: 'maybe' }, 'answer'],
    ['decisions', 'a kind that does not exist', { kind: 'wait', note: '' }, 'kind'],
    ['decisions', 'nobody to tell', { kind: 'proceed', recipients: [], note: '' }, 'recipients'],
    ['decisions', 'one recipient twice', { kind: 'proceed', recipients: ['gp', 'gp'], note: '' }, 'recipients'],
    [
      'decisions',
      'an outcome without a note',
      { kind: 'stand-down', outcome: { kind: 'client-safe' } },
      'outcome/note',
    ],
    ['stand-down', 'an outcome that does not exist', { outcome: { kind: 'fine', note: 'Fine.' } }, 'outcome/kind'],
    ['human-outcomes', 'a blank note', { kind: 'client-safe', note: ' ' }, 'note'],
    ['emergency-calls', 'a time without an offset', { at: '2026-11-01T10:00:00', by: 'Dr Obi', note: '' }, 'at'],
    ['emergency-calls', 'nobody who called', { at: '2026-11-01T10:00:00Z', note: '' }, 'by'],
  ];
  test.each(wrong)('%s with %s is 422 and says where', async (path, _what, body, at) => {
    const reply = await refused(() => api.call('supervisor', 'POST', `${cases}/${caseId}/${path}`, body));
    expect(reply).toMatchObject({ status: 422, body: { type: 'urn:heed:problem:invalid-input' } });
    const errors = reply.body['errors'] as readonly { path: string }[];
    expect(errors.map(({ path: where }) => where)).toContain(at);
  });

  const impossible: readonly (readonly [path: string, what: string, body: object, problem: string])[] = [
    [
      'client-answers',
      'of someone whom the plan does not have',
      { answers: [{ recipient: 'police', answer: 'refuse' }], via: 'phone' },
      'unknown-recipient',
    ],
    [
      'client-answers',
      'of one recipient twice',
      {
        answers: [
          { recipient: 'gp', answer: 'refuse' },
          { recipient: 'gp', answer: 'agree', tier: 'concern' },
        ],
        via: 'phone',
      },
      'answered-twice',
    ],
    [
      'client-answers',
      'that a contact is told a summary',
      { answers: [{ recipient: 'contact-1', answer: 'agree', tier: 'summary' }], via: 'phone' },
      'tier-not-possible',
    ],
    [
      'withdrawals',
      'from someone whom the plan does not have',
      { recipients: ['police'], via: 'phone' },
      'unknown-recipient',
    ],
  ];
  test.each(impossible)('%s %s are 422', async (path, _what, body, problem) => {
    const reply = await refused(() => api.call('supervisor', 'POST', `${cases}/${caseId}/${path}`, body));
    expect(reply).toMatchObject({ status: 422, body: { type: `urn:heed:problem:${problem}` } });
  });

  const tooEarly: readonly (readonly [path: string, what: string, body: object, problem: string])[] = [
    [
      'decisions',
      'before the client had their turn',
      { kind: 'proceed', recipients: ['contact-1'], note: '' },
      'client-first',
    ],
    ['acknowledgements', 'of someone who was told nothing', { recipient: 'contact-1', answer: 'acting' }, 'not-told'],
    ['human-outcomes', 'while nobody waits for one', outcome, 'no-outcome-awaited'],
  ];
  test.each(tooEarly)('%s %s are 409', async (path, _what, body, problem) => {
    const reply = await refused(() => api.call('supervisor', 'POST', `${cases}/${caseId}/${path}`, body));
    expect(reply).toMatchObject({ status: 409, body: { type: `urn:heed:problem:${problem}` } });
  });

  test.each([
    ['?status=open', 'status'],
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?cursor=here', 'cursor'],
    ['?ownerId=me', 'ownerId'],
  ])('a list asked for with %s is 422', async (query, path) => {
    const reply = await refused(() => api.call('supervisor', 'GET', `${cases}${query}`));
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });
});

test('an address where nothing is, is 404', async () => {
  expect((await refused(() => api.call('supervisor', 'GET', '/v1/nothing'))).status).toBe(404);
  expect((await refused(() => api.call(null, 'GET', '/nothing'))).status).toBe(404);
});
