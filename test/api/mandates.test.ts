import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';

/** The table as callers see it, and what a DPO may settle about it. contract.md §3 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const previewPath = '/v1/urgent-care/mandate-preview';
const rulesPath = '/v1/urgent-care/mandate-rules';

const silentChild = {
  immediacy: 'significant',
  answer: 'silent',
  recipient: 'safeguarding-authority',
  tier: 'summary',
  capacity: { state: 'presumed' },
  atRisk: 'child',
  coercionEvidence: false,
  harmToOthers: false,
  personInDanger: null,
  planPermission: false,
  legalRequirement: false,
};
const documentOnFile = { title: 'Appropriate policy document, safeguarding', approvedAt: '2026-01-12' };
const settled = { directCareEnabled: false, appropriatePolicyDocument: documentOnFile, closedRows: [] };

const preview = (changes: object = {}): Promise<Reply> =>
  api.call('practitioner', 'POST', previewPath, { ...silentChild, ...changes });
const settle = (changes: object): Promise<Reply> => api.call('dpo', 'PUT', rulesPath, { ...settled, ...changes });

async function unchanged(asking: () => Promise<Reply>): Promise<Reply> {
  const before = await api.onRecord();
  const reply = await asking();
  expect(await api.onRecord()).toEqual(before);
  return reply;
}

describe('a preview', () => {
  test('answers every matching row with its gateways and what must still be recorded, and records nothing', async () => {
    const reply = await unchanged(() => preview());
    expect(reply).toMatchObject({
      status: 200,
      body: {
        rulings: [
          {
            row: 4,
            result: 'needs-second-approval',
            gateways: { article6: '6(1)(ea)', article9: '9(2)(g) with DPA 2018 Sch 1 para 18' },
            needs: ['safeguarding-limb', 'balance'],
          },
        ],
        offers: [],
      },
    });
  });

  test.each<[string, object, object]>([
    ['a refusal that stands names row 9', { answer: 'refused', atRisk: 'no' }, { row: 9, result: 'refused' }],
    ['a watchful concern names row 10', { immediacy: 'watchful' }, { row: 10, result: 'refused' }],
    [
      'a contact at a summary names none',
      { recipient: 'contact-1', answer: 'consented', legalRequirement: true },
      { row: null, result: 'refused' },
    ],
    ['a court order waits for the DPO', { atRisk: 'no', legalRequirement: true }, { row: 8, result: 'needs-release' }],
    [
      'direct care is off in the demo',
      { recipient: 'gp', atRisk: 'no' },
      { row: 6, result: 'refused', closed: true, gateways: null },
    ],
  ])('%s', async (_what, changes, first) => {
    const { body } = await preview(changes);
    expect(body['rulings']).toMatchObject([first]);
    const refused = 'result' in first && first.result === 'refused';
    expect((body['offers'] as readonly string[]).length > 0).toBe(refused);
  });

  test('takes what a person did not judge as not found', async () => {
    const { immediacy, answer, recipient, tier } = silentChild;
    const { body } = await api.call('practitioner', 'POST', previewPath, { immediacy, answer, recipient, tier });
    expect(body['rulings']).toMatchObject([{ row: null, result: 'refused' }]);
  });

  test.each(['practitioner', 'dutyClinician', 'supervisor', 'dpo', 'admin'] as const)('%s may ask', async (who) => {
    expect((await api.call(who, 'POST', previewPath, silentChild)).status).toBe(200);
  });

  test('the platform may not, and nobody unknown', async () => {
    expect((await api.call('platform', 'POST', previewPath, silentChild)).status).toBe(403);
    expect((await api.call(null, 'POST', previewPath, silentChild)).status).toBe(401);
  });

  test.each<[string, object, string]>([
    ['an immediacy that does not exist', { immediacy: 'urgent' }, 'immediacy'],
    ['an answer that does not exist', { answer: 'maybe' }, 'answer'],
    ['a recipient who does not exist', { recipient: 'neighbour' }, 'recipient'],
    ['a capacity of nobody', { capacity: { state: 'doubtful' } }, 'capacity/state'],
    ['a time that is none', { capacity: { state: 'incapable', assessedAt: 'today' } }, 'capacity/assessedAt'],
    ['coercion as a word', { coercionEvidence: 'yes' }, 'coercionEvidence'],
    ['an answer that is left out', { answer: undefined }, 'answer'],
    ['somebody in danger who is no recipient', { personInDanger: 'neighbour' }, 'personInDanger'],
  ])('%s is 422 and named', async (_what, changes, at) => {
    const reply = await unchanged(() => preview(changes));
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path: at }] } });
  });

  test('a fact that nobody knows is 422', async () => {
    expect((await preview({ riskScore: 3 })).text).toContain('riskScore');
  });
});

describe('the rules of an organisation', () => {
  test('the demo has its policy document on file and direct care off', async () => {
    expect(await api.call('practitioner', 'GET', rulesPath)).toMatchObject({ status: 200, body: settled });
  });

  test('a row that the DPO closes is refused as closed, and opens when they open it again', async () => {
    expect(await settle({ closedRows: [4] })).toMatchObject({ status: 200, body: { ...settled, closedRows: [4] } });
    expect((await preview()).body['rulings']).toMatchObject([{ row: 4, result: 'refused', closed: true }]);
    expect((await settle({})).body).toEqual(settled);
    expect((await preview()).body['rulings']).toMatchObject([{ row: 4, result: 'needs-second-approval' }]);
  });

  test('without a policy document row 4 is closed', async () => {
    await settle({ appropriatePolicyDocument: null });
    expect((await preview()).body['rulings']).toMatchObject([{ row: 4, closed: true }]);
    await settle({});
  });

  test('direct care, once enabled, opens row 6 and nothing else', async () => {
    await settle({ directCareEnabled: true });
    const toGp = await preview({ recipient: 'gp', atRisk: 'no' });
    expect(toGp.body['rulings']).toMatchObject([{ row: 6, result: 'needs-second-approval' }]);
    expect((await preview({ atRisk: 'no' })).body['rulings']).toMatchObject([{ row: null, result: 'refused' }]);
    await settle({});
  });

  test('what was settled is audited under the DPO’s name', async () => {
    const count = (): Promise<{ n: number }[]> =>
      api.asOwner(
        `SELECT count(*)::int AS n FROM audit_entries WHERE action = 'mandate-rules.saved' AND actor_id = $1`,
        [api.demo.organisation.staff.dpo.id],
      );
    const [before] = await count();
    await settle({});
    expect(await count()).toEqual([{ n: Number(before?.n) + 1 }]);
  });

  test('another organisation keeps its own', async () => {
    await settle({ closedRows: [1] });
    expect((await api.call('supervisorElsewhere', 'GET', rulesPath)).body).toEqual(settled);
    await settle({});
  });

  test.each(['practitioner', 'dutyClinician', 'supervisor', 'admin', 'platform'] as const)(
    '%s may not change them',
    async (who) => {
      const reply = await unchanged(() => api.call(who, 'PUT', rulesPath, settled));
      expect(reply).toMatchObject({ status: 403, body: { type: 'urn:heed:problem:forbidden' } });
    },
  );

  test.each<[string, object]>([
    ['close the refusal of row 9', { closedRows: [9] }],
    ['close the refusal of row 10', { closedRows: [10] }],
    ['close a row that does not exist', { closedRows: [0] }],
    ['close a row twice', { closedRows: [4, 4] }],
    ['open a row', { openRows: [9] }],
    ['rest on a document without a date', { appropriatePolicyDocument: { title: 'A document' } }],
    [
      'rest on a document that is not approved yet',
      { appropriatePolicyDocument: { title: 'A', approvedAt: '2999-01-01' } },
    ],
  ])('nobody can %s', async (_what, changes) => {
    const reply = await unchanged(() => settle(changes));
    expect(reply.status).toBe(422);
  });
});

test('a row that is closed closes at once for cases under way', async () => {
  const { id } = await api.cases.toldCase(api.cases.client(0));
  await settle({ closedRows: [1] });
  const opened = await api.cases.openDisclosure(await api.cases.disclosureOrder(id, 'contact-1'));
  expect(opened).toEqual({ kind: 'withheld' });
  await settle({});
});
