import { type StaffKey, staffKeys } from '../../prisma/demo-data';
import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';

/** contract.md §3, "Who may". The practitioner is the owner of the case, the second one treats somebody else. */

let api: ApiUnderTest;
let caseId: string;

/** How things are called, so that nobody sees them who may not. */
const words = {
  concern: 'Texted that the garden gate would stay open.',
  doneSoFar: 'Left a voicemail with the neighbour.',
  note: 'Talked about the allotment.',
};
const outcome = { kind: 'client-safe', note: words.note };

beforeAll(async () => {
  api = await createApiUnderTest();
  caseId = await undecidedCase();
});
afterAll(() => api?.stop());

const cases = '/v1/urgent-care/cases';
let clientsTaken = 0;
const nextClient = (): string => {
  clientsTaken += 1;
  return api.cases.client(clientsTaken - 1).id;
};
const raise = (who: Asker): Promise<Reply> => {
  const { note: _note, ...said } = words;
  return api.call(who, 'POST', cases, { clientId: nextClient(), immediacy: 'significant', ...said });
};
/** A case whose client has answered, so that it waits for a decision. */
async function undecidedCase(): Promise<string> {
  const id = String((await raise('practitioner')).body['id']);
  const answers = { answers: [{ recipient: 'contact-1', answer: 'agree', tier: 'concern' }], via: 'phone' };
  expect((await api.call('practitioner', 'POST', `${cases}/${id}/client-answers`, answers)).status).toBe(201);
  return id;
}

type Asker = StaffKey | 'platform';
const everybody: readonly Asker[] = ['platform', ...staffKeys];
const byWhetherTheyMay = (...who: readonly Asker[]) => everybody.map((asker) => ({ asker, may: who.includes(asker) }));
const rota: readonly Asker[] = ['dutyClinician', 'supervisor', 'secondSupervisor'];

/** What a refused one is told: nothing of the case. */
async function refused(asking: () => Promise<Reply>): Promise<void> {
  const before = await api.onRecord();
  const reply = await asking();
  expect(reply).toMatchObject({ status: 403, body: { type: 'urn:heed:problem:forbidden' } });
  expect(await api.onRecord()).toEqual(before);
}

describe.each(byWhetherTheyMay('platform', 'practitioner', 'secondPractitioner', ...rota))(
  'raise a concern: $asker',
  ({ asker, may }) => {
    test(may ? 'may' : 'may not', async () => {
      if (!may) return refused(() => raise(asker));
      clientsTaken = 1;
      expect((await raise(asker)).status).toBe(202);
    });
  },
);

describe.each(byWhetherTheyMay('platform', 'practitioner', 'dpo', ...rota))('read: $asker', ({ asker, may }) => {
  test.each([`/${'case'}`, '/timeline'])(`${may ? 'may' : 'may not'} read %s`, async (path) => {
    const ask = () => api.call(asker, 'GET', `${cases}/${caseId}${path === '/case' ? '' : path}`);
    if (!may) return refused(ask);
    expect((await ask()).status).toBe(200);
  });

  test(`${may ? 'finds' : 'does not find'} it in the list`, async () => {
    const reply = await api.call(asker, 'GET', `${cases}?limit=100`);
    const items = (reply.body['items'] ?? []) as readonly { readonly id: string }[];
    expect(items.some(({ id }) => id === caseId)).toBe(may);
  });
});

describe('the platform', () => {
  test('reads status and checkpoints, and no words', async () => {
    for (const path of ['', '/timeline']) {
      const { text } = await api.call('platform', 'GET', `${cases}/${caseId}${path}`);
      const staff = Object.values(api.demo.organisation.staff).map(({ name }) => name);
      for (const word of [...Object.values(words), ...staff, 'The client agrees']) expect(text).not.toContain(word);
    }
    const { body } = await api.call('platform', 'GET', `${cases}/${caseId}`);
    expect(body).toMatchObject({ status: 'deciding', checkpoints: [{ kind: 'decision' }] });
    for (const field of ['concern', 'doneSoFar', 'about']) expect(body).not.toHaveProperty(field);
  });

  test('sees neither a note in the outcome nor one in the list', async () => {
    const id = await undecidedCase();
    await api.call('supervisor', 'POST', `${cases}/${id}/stand-down`, { outcome });
    for (const path of [`${cases}/${id}`, `${cases}?limit=100`, `${cases}/${id}/timeline`]) {
      const { status, text } = await api.call('platform', 'GET', path);
      expect(status).toBe(200);
      for (const word of Object.values(words)) expect(text).not.toContain(word);
    }
  });
});

test('whoever may read the words reads them', async () => {
  const { body } = await api.call('dpo', 'GET', `${cases}/${caseId}`);
  expect(body).toMatchObject({ concern: words.concern, doneSoFar: words.doneSoFar });
});

const answers = { answers: [{ recipient: 'gp', answer: 'refuse' }], via: 'phone' };
const heard: readonly (readonly [string, object])[] = [
  ['client-answers', answers],
  ['withdrawals', { recipients: ['gp'], via: 'phone' }],
];
describe.each(byWhetherTheyMay('platform', 'practitioner', ...rota))(
  'record what was heard: $asker',
  ({ asker, may }) => {
    test.each(heard)(`${may ? 'may' : 'may not'} record %s`, async (path, body) => {
      const ask = () => api.call(asker, 'POST', `${cases}/${caseId}/${path}`, body);
      if (!may) return refused(ask);
      expect((await ask()).status).toBe(201);
    });
  },
);

describe.each(byWhetherTheyMay('practitioner', ...rota))('decide: $asker', ({ asker, may }) => {
  const decisions: readonly (readonly [string, string, object])[] = [
    ['decide', 'decisions', { kind: 'call', note: words.note }],
    ['decide to stand down', 'decisions', { kind: 'stand-down', outcome }],
    ['stand down', 'stand-down', { outcome }],
  ];
  test.each(decisions)(`${may ? 'may' : 'may not'} %s`, async (_what, path, body) => {
    const ask = (id: string) => api.call(asker, 'POST', `${cases}/${id}/${path}`, body);
    if (!may) return refused(() => ask(caseId));
    clientsTaken = 2;
    expect((await ask(await undecidedCase())).status).toBe(201);
  });

  test(`${may ? 'may' : 'may not'} say what came of it`, async () => {
    const ask = (id: string) => api.call(asker, 'POST', `${cases}/${id}/human-outcomes`, outcome);
    if (!may) return refused(() => ask(caseId));
    const { id } = await api.cases.toldCase(api.cases.client(3));
    const acting = { recipient: 'contact-1', answer: 'acting', via: 'phone' };
    expect((await api.call('practitioner', 'POST', `${cases}/${id}/acknowledgements`, acting)).status).toBe(201);
    expect((await ask(id)).status).toBe(201);
  });
});

describe('the policy', () => {
  const policy = '/v1/urgent-care/policy';
  const staff = everybody.filter((asker) => asker !== 'platform');

  test.each(byWhetherTheyMay(...staff))('read by $asker: $may', async ({ asker, may }) => {
    if (!may) return refused(() => api.call(asker, 'GET', policy));
    expect((await api.call(asker, 'GET', policy)).status).toBe(200);
  });

  test.each(byWhetherTheyMay('supervisor', 'secondSupervisor'))('saved by $asker: $may', async ({ asker, may }) => {
    const { version: _version, ...body } = (await api.call('supervisor', 'GET', policy)).body;
    if (!may) return refused(() => api.call(asker, 'PUT', policy, body));
    expect((await api.call(asker, 'PUT', policy, body)).status).toBe(200);
  });
});

test('anybody of the staff may record that they called 999, at any time', async () => {
  for (const asker of everybody.filter((one) => one !== 'platform')) {
    const call = { at: '2026-11-01T10:00:00Z', by: 'A passer-by', note: '' };
    expect((await api.call(asker, 'POST', `${cases}/${caseId}/emergency-calls`, call)).status).toBe(201);
  }
});
