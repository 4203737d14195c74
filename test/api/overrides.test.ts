import type { Prisma } from '../../records/generated/client';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { agrees, overrideForAChild, refuses } from '../support/case-on-record';

/** Telling somebody without consent: proposed by one person, approved by another. contract.md §3, domain.md §3.4 and §3.5 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterEach(() => api.setClock({ ms: 0 }));
afterAll(() => api?.stop());

const minutes = (count: number): { ms: number } => ({ ms: count * 60_000 });
const pathOf = (id: string, what = ''): string => `/v1/urgent-care/cases/${id}${what}`;
const read = async (id: string) => (await api.call('supervisor', 'GET', pathOf(id))).body;
const decide = (id: string, body: object, by: Who = 'practitioner'): Promise<Reply> =>
  api.call(by, 'POST', pathOf(id, '/decisions'), body);
const propose = (id: string, changes: object = {}, by: Who = 'practitioner'): Promise<Reply> =>
  decide(id, { kind: 'override', ...overrideForAChild, ...changes }, by);
const factsWith = (changes: object): object => ({ facts: { ...overrideForAChild.facts, ...changes } });
const answer = (id: string, decisionId: unknown, body: object = {}, by: Who = 'supervisor'): Promise<Reply> =>
  api.call(by, 'POST', pathOf(id, '/approvals'), {
    decisionId,
    answer: 'approve',
    reason: 'I have read the case, and agree.',
    ...body,
  });
const problem = (name: string) => ({ type: `urn:heed:problem:${name}` });

/** A second concern about the client of this case. */
async function raiseAgain(id: string, immediacy: 'immediate' | 'significant'): Promise<void> {
  const { clientId } = await read(id);
  const concern = { clientId, concern: 'Has said goodbye to a friend.', immediacy, doneSoFar: '' };
  const reply = await api.call('dutyClinician', 'POST', '/v1/urgent-care/cases', {
    ...concern,
    clientFirst: { kind: 'inform' },
  });
  expect(reply.body['id']).toBe(id);
}

async function unchanged(asking: () => Promise<Reply>): Promise<Reply> {
  const before = await api.onRecord();
  const reply = await asking();
  expect(await api.onRecord()).toEqual(before);
  return reply;
}

/** More than the plan permits in an emergency. */
const inSummary = { disclosures: [{ recipient: 'gp', tier: 'summary' }] };

/** A client who was asked and has let their window pass; about the GP they said nothing. */
async function silentCase(immediacy: 'immediate' | 'significant' = 'significant'): Promise<string> {
  const id = await api.cases.raised(await api.cases.newClient(), immediacy);
  await api.cases.clientInformed(id);
  await api.cases.clientAnswers(id);
  return id;
}
async function refusedCase(immediacy: 'immediate' | 'significant' = 'significant'): Promise<string> {
  const id = await silentCase(immediacy);
  await api.cases.clientAnswers(id, refuses('gp'));
  return id;
}
async function proposedCase(changes: object = {}, of = silentCase): Promise<{ id: string; decisionId: string }> {
  const id = await of();
  const reply = await propose(id, changes);
  expect(reply).toMatchObject({ status: 201, body: { status: 'awaiting-approval' } });
  return { id, decisionId: String(reply.body['decisionId']) };
}
const actsOf = async (id: string): Promise<Prisma.JsonValue[]> =>
  (
    await api.asOwner<{ what: Prisma.JsonValue }>('SELECT what FROM case_acts WHERE case_id = $1 ORDER BY seq', [id])
  ).map(({ what }) => what);
const gpOf = async (id: string): Promise<unknown> =>
  ((await read(id))['recipients'] as readonly { recipient: string }[]).find(({ recipient }) => recipient === 'gp');

describe('an override', () => {
  test('waits for a supervisor: nobody is told, and the case says whom it waits for', async () => {
    const id = await silentCase();
    const reply = await propose(id);
    const { decisionId } = reply.body;
    expect(reply).toMatchObject({
      status: 201,
      body: {
        status: 'awaiting-approval',
        rulings: [{ recipient: 'gp', tier: 'concern', row: 4, result: 'needs-second-approval', offers: [] }],
      },
    });
    expect(await read(id)).toMatchObject({
      status: 'awaiting-approval',
      checkpoint: {
        kind: 'second-approval',
        decisionId,
        waitingFor: { role: 'supervisor', staffId: api.demo.organisation.staff.supervisor.id },
      },
    });
    expect(await gpOf(id)).toMatchObject({ status: 'no-mandate', mandate: null });
    expect((await actsOf(id)).at(-1)).toEqual({ kind: 'override-proposed', decisionId, mayProceedUnapproved: false });
  });

  test('is told in the timeline with its row, its reason and what was considered instead', async () => {
    const { id } = await proposedCase();
    const { text } = await api.call('supervisor', 'GET', pathOf(id, '/timeline'));
    for (const words of ['on row 4', overrideForAChild.reason, overrideForAChild.alternativesConsidered]) {
      expect(text).toContain(words);
    }
  });

  test('of a supervisor goes to the other one', async () => {
    const id = await silentCase();
    await propose(id, {}, 'supervisor');
    expect(await read(id)).toMatchObject({
      checkpoint: { waitingFor: { staffId: api.demo.organisation.staff.secondSupervisor.id } },
    });
  });

  test('in danger may go ahead alone after its window, never where the client refused', async () => {
    const silent = await silentCase('immediate');
    await propose(silent, inSummary);
    expect((await actsOf(silent)).at(-1)).toMatchObject({ mayProceedUnapproved: true });
    const refused = await refusedCase('immediate');
    const harm = { row: 7, disclosures: [{ recipient: 'gp', tier: 'concern' }], ...factsWith({ harmToOthers: true }) };
    expect((await propose(refused, harm)).status).toBe(201);
    expect((await actsOf(refused)).at(-1)).toMatchObject({ mayProceedUnapproved: false });
  });

  test('that a second concern makes immediate may go ahead alone, at its window counted from the proposal', async () => {
    const silent = await silentCase();
    const { body } = await propose(silent, inSummary);
    api.setClock(minutes(5));
    await raiseAgain(silent, 'immediate');
    const [raised, news] = (await actsOf(silent)).slice(-2);
    const [proposal] = await api.asOwner<{ at: Date }>(
      'SELECT proposed_at AS at FROM proposals WHERE decision_id = $1',
      [body['decisionId']],
    );
    const mayProceedAt = (proposal?.at.getTime() ?? 0) + minutes(20).ms;
    expect(raised).toEqual({ kind: 'immediacy-raised', immediacy: 'immediate', mayProceedAt });
    expect(news).toEqual({ kind: 'news-for-owner' });
  });

  test.each([
    ['where the client refused', refusedCase, { row: 7, ...factsWith({ harmToOthers: true }) }],
    [
      'where the law asks for it, and the DPO releases',
      silentCase,
      { row: 8, ...factsWith({ legalRequirement: true }) },
    ],
  ])('and never goes ahead alone %s', async (_where, of, changes) => {
    const { id } = await proposedCase(changes, of);
    await raiseAgain(id, 'immediate');
    expect((await actsOf(id)).at(-2)).toEqual({ kind: 'immediacy-raised', immediacy: 'immediate' });
  });

  test('to the police, in the overriding public interest', async () => {
    const id = await refusedCase();
    const reply = await propose(id, {
      disclosures: [{ recipient: 'police', tier: 'summary' }],
      row: 7,
      ...factsWith({ harmToOthers: true }),
    });
    expect(reply).toMatchObject({ status: 201, body: { rulings: [{ recipient: 'police', row: 7 }] } });
  });

  test('that the law asks for waits for the DPO', async () => {
    const id = await refusedCase();
    const { body } = await propose(id, { row: 8, ...factsWith({ legalRequirement: true }) });
    expect(await read(id)).toMatchObject({
      checkpoint: { kind: 'second-approval', waitingFor: { role: 'dpo', staffId: api.demo.organisation.staff.dpo.id } },
    });
    expect((await answer(id, body['decisionId'])).status).toBe(403);
    expect((await answer(id, body['decisionId'], {}, 'dpo')).status).toBe(201);
    expect(await gpOf(id)).toMatchObject({ mandate: { kind: 'law', row: 8, tier: 'concern' } });
  });

  test('about somebody at risk who refused: the safeguarding authority first', async () => {
    const id = await refusedCase();
    const coerced = { row: 5, ...factsWith({ atRisk: 'adult-at-risk', coercionEvidence: true }) };
    const early = await unchanged(() => propose(id, coerced));
    expect(early).toMatchObject({
      status: 422,
      body: {
        ...problem('override-incomplete'),
        needs: ['safeguarding-authority-told-first'],
        rulings: [{ row: 5, offers: [expect.stringMatching(/safeguarding authority first/)] }],
      },
    });
    const authority = await propose(id, {
      ...coerced,
      row: 4,
      disclosures: [{ recipient: 'safeguarding-authority', tier: 'summary' }],
    });
    expect((await answer(id, authority.body['decisionId'])).status).toBe(201);
    await api.cases.told(id, 'safeguarding-authority', 'email', 'an-email');
    expect((await propose(id, coerced)).status).toBe(201);
  });

  test('who refuses everybody refuses the authorities too', async () => {
    const id = await silentCase('immediate');
    await api.cases.clientAnswers(id, refuses('gp'), refuses('contact-1'), refuses('contact-2'));
    const toAuthority = { disclosures: [{ recipient: 'safeguarding-authority', tier: 'summary' }] };
    expect(await unchanged(() => propose(id, toAuthority))).toMatchObject({
      status: 422,
      body: { rulings: [{ row: 9 }] },
    });
    const coerced = { ...toAuthority, row: 5, ...factsWith({ atRisk: 'adult-at-risk', coercionEvidence: true }) };
    expect((await propose(id, coerced)).status).toBe(201);
    expect((await actsOf(id)).at(-1)).toMatchObject({ mayProceedUnapproved: false });
  });

  test('for somebody who lacks capacity says who assessed it, when, and on what grounds', async () => {
    const id = await refusedCase('immediate');
    const unsaid = { row: 3, ...factsWith({ capacity: { state: 'assessed-lacking' } }) };
    expect(await unchanged(() => propose(id, unsaid))).toMatchObject({
      status: 422,
      body: {
        ...problem('override-incomplete'),
        needs: ['capacity-assessor', 'capacity-assessed-at', 'capacity-grounds'],
      },
    });
    const capacity = {
      state: 'assessed-lacking',
      assessor: 'Dr Farrow',
      assessedAt: '2026-11-20T10:00:00Z',
      grounds: 'Could not weigh what was said to them.',
    };
    expect((await propose(id, { row: 3, ...factsWith({ capacity }) })).status).toBe(201);
  });
});

describe('an override is refused whole, and nothing is recorded', () => {
  test('where the refusal stands: row 9, and what would be lawful instead', async () => {
    const id = await refusedCase();
    const reply = await unchanged(() => propose(id, factsWith({ atRisk: 'no' })));
    expect(reply).toMatchObject({
      status: 422,
      body: { ...problem('override-refused'), rulings: [{ recipient: 'gp', row: 9, result: 'refused' }] },
    });
    expect(reply.text).toMatch(/Talk with the client again/);
  });

  test('where nobody has judged anything: what is left out is claimed by nobody', async () => {
    const id = await silentCase();
    expect(await unchanged(() => propose(id, { facts: {} }))).toMatchObject({
      status: 422,
      body: { ...problem('override-refused'), rulings: [{ row: 6, result: 'refused' }] },
    });
  });

  test('where every one of them consented', async () => {
    const id = await silentCase();
    await api.cases.clientAnswers(id, agrees('gp'));
    expect(await unchanged(() => propose(id))).toMatchObject({ status: 422, body: problem('override-not-needed') });
  });

  test('where one of them consented and the other did not', async () => {
    const id = await silentCase();
    await api.cases.clientAnswers(id, agrees('contact-1'));
    const disclosures = ['gp', 'contact-1'].map((recipient) => ({ recipient, tier: 'concern' }));
    expect(await unchanged(() => propose(id, { disclosures }))).toMatchObject({
      status: 422,
      body: {
        ...problem('override-refused'),
        rulings: [
          { recipient: 'gp', row: 4, result: 'needs-second-approval' },
          { recipient: 'contact-1', row: 1, result: 'allowed' },
        ],
      },
    });
  });

  test('where another row than the one named would carry it', async () => {
    const id = await silentCase();
    expect(await unchanged(() => propose(id, { row: 7 }))).toMatchObject({
      status: 422,
      body: { ...problem('override-refused'), rulings: [{ row: 4, result: 'needs-second-approval' }] },
    });
  });

  test('where the DPO has closed the row', async () => {
    const id = await silentCase();
    const rules = (await api.call('dpo', 'GET', '/v1/urgent-care/mandate-rules')).body;
    await api.call('dpo', 'PUT', '/v1/urgent-care/mandate-rules', { ...rules, closedRows: [4] });
    const reply = await unchanged(() => propose(id));
    await api.call('dpo', 'PUT', '/v1/urgent-care/mandate-rules', rules);
    expect(reply).toMatchObject({ status: 422, body: { rulings: [{ row: 4, result: 'refused' }] } });
  });

  test.each<[string, object, string]>([
    ['no disclosure', { disclosures: [] }, 'disclosures'],
    [
      'a recipient twice',
      { disclosures: [...overrideForAChild.disclosures, ...overrideForAChild.disclosures] },
      'disclosures',
    ],
    [
      'a recipient who does not exist',
      { disclosures: [{ recipient: 'neighbour', tier: 'concern' }] },
      'disclosures/0/recipient',
    ],
    ['row 9', { row: 9 }, 'row'],
    ['a word for a reason', { reason: 'Because.' }, 'reason'],
    ['no alternatives', { alternativesConsidered: '' }, 'alternativesConsidered'],
    ['facts that nobody knows', { facts: { riskScore: 3 } }, 'facts'],
    ['a capacity that is none', { facts: { capacity: { state: 'doubtful' } } }, 'facts/capacity/state'],
    ['an immediacy of its own', { immediacy: 'immediate' }, ''],
  ])('%s is 422 and named', async (_what, changes, path) => {
    const id = await silentCase();
    const reply = await unchanged(() => propose(id, changes));
    expect(reply).toMatchObject({ status: 422, body: problem('invalid-input') });
    const errors = reply.body['errors'] as readonly { path: string }[];
    expect(errors.map(({ path: at }) => at)).toContain(path);
  });

  test('a contact who must never be contacted', async () => {
    const id = await silentCase();
    const { clientId } = (await read(id)) as { clientId: string };
    await api.asOwner(`UPDATE urgent_care_plans SET never_contact = '{contact-2}' WHERE client_id = $1`, [clientId]);
    const disclosures = [{ recipient: 'contact-2', tier: 'concern' }];
    expect(await unchanged(() => propose(id, { disclosures }))).toMatchObject({
      status: 422,
      body: problem('never-contact'),
    });
  });

  test('an authority whose address the organisation does not have', async () => {
    const id = await silentCase();
    await api.asOwner('UPDATE organisations SET police_email = NULL, police_phone = NULL WHERE id = $1', [
      api.demo.organisation.id,
    ]);
    const disclosures = [{ recipient: 'police', tier: 'concern' }];
    const reply = await unchanged(() => propose(id, { disclosures }));
    await api.asOwner(`UPDATE organisations SET police_email = 'liaison@police.example' WHERE id = $1`, [
      api.demo.organisation.id,
    ]);
    expect(reply).toMatchObject({ status: 422, body: problem('no-address') });
  });

  test('before the client had their turn', async () => {
    const id = await api.cases.raised(await api.cases.newClient());
    expect(await unchanged(() => propose(id))).toMatchObject({ status: 409, body: problem('client-first') });
  });

  test('while another proposal waits: 409 names it', async () => {
    const { id, decisionId } = await proposedCase();
    expect(await unchanged(() => propose(id))).toMatchObject({
      status: 409,
      body: { ...problem('approval-awaited'), decisionId },
    });
  });

  test('after the end: 409 with the outcome', async () => {
    const id = await silentCase();
    await api.call('practitioner', 'POST', pathOf(id, '/stand-down'), {
      outcome: { kind: 'client-safe', note: 'Home.' },
    });
    expect(await unchanged(() => propose(id))).toMatchObject({
      status: 409,
      body: { ...problem('case-ended'), outcome: { kind: 'client-safe' } },
    });
  });

  test.each(['secondPractitioner', 'dpo', 'admin', 'platform'] as const)('by %s, who may not decide', async (who) => {
    const id = await silentCase();
    expect((await unchanged(() => propose(id, {}, who))).status).toBe(403);
  });
});

describe('a second approval', () => {
  test('gives the mandate with its row and gateways, and the disclosure begins', async () => {
    const { id, decisionId } = await proposedCase();
    expect(await answer(id, decisionId)).toMatchObject({ status: 201, body: { id, status: 'disclosing' } });
    expect(await gpOf(id)).toMatchObject({ status: 'queued', mandate: { kind: 'override', row: 4, tier: 'concern' } });
    expect((await read(id))['checkpoints']).toEqual([]);
    const mandates = await api.asOwner('SELECT article6, article9, table_version FROM mandates WHERE case_id = $1', [
      id,
    ]);
    expect(mandates).toEqual([
      { article6: '6(1)(ea)', article9: '9(2)(g) with DPA 2018 Sch 1 para 18', table_version: 1 },
    ]);
    expect((await actsOf(id)).at(-1)).toEqual({ kind: 'override-approved', decisionId, recipients: ['gp'] });
  });

  test('that is declined goes back to the decision, and the reason is on the case', async () => {
    const { id, decisionId } = await proposedCase();
    const reply = await answer(id, decisionId, { answer: 'decline', reason: 'Call their mother first.' });
    expect(reply).toMatchObject({ status: 201, body: { status: 'deciding' } });
    expect(await read(id)).toMatchObject({ checkpoint: { kind: 'decision', decisionId: null } });
    expect((await api.call('practitioner', 'GET', pathOf(id, '/timeline'))).text).toContain('Call their mother first.');
    expect((await actsOf(id)).at(-1)).toEqual({ kind: 'override-declined', decisionId });
    expect((await propose(id)).status).toBe(201);
  });

  test('is never the proposer’s own: 403 says why', async () => {
    const id = await silentCase();
    const { body } = await propose(id, {}, 'supervisor');
    const reply = await unchanged(() => answer(id, body['decisionId'], {}, 'supervisor'));
    expect(reply).toMatchObject({ status: 403, body: { detail: expect.stringMatching(/proposed this yourself/) } });
    expect((await answer(id, body['decisionId'], {}, 'secondSupervisor')).status).toBe(201);
  });

  test.each(['practitioner', 'secondPractitioner', 'dutyClinician', 'dpo', 'admin', 'platform'] as const)(
    'is not %s’s to give',
    async (who) => {
      const { id, decisionId } = await proposedCase();
      expect((await unchanged(() => answer(id, decisionId, {}, who))).status).toBe(403);
    },
  );

  test('of a proposal that is not known, or was answered already: 409 names it', async () => {
    const { id, decisionId } = await proposedCase();
    const unknown = '0198f000-0000-7000-8000-000000000000';
    expect(await unchanged(() => answer(id, unknown))).toMatchObject({
      status: 409,
      body: { ...problem('nothing-awaited'), decisionId: unknown },
    });
    await answer(id, decisionId);
    expect(await unchanged(() => answer(id, decisionId, {}, 'secondSupervisor'))).toMatchObject({
      status: 409,
      body: { decisionId, detail: expect.stringMatching(/approved already/) },
    });
  });

  test('of another case’s proposal is as unknown', async () => {
    const { decisionId } = await proposedCase();
    const { id } = await proposedCase();
    expect(await unchanged(() => answer(id, decisionId))).toMatchObject({ status: 409 });
  });

  test('after the end: 409 with the outcome', async () => {
    const { id, decisionId } = await proposedCase();
    await api.call('practitioner', 'POST', pathOf(id, '/stand-down'), {
      outcome: { kind: 'client-safe', note: 'Home.' },
    });
    expect(await unchanged(() => answer(id, decisionId))).toMatchObject({
      status: 409,
      body: { outcome: { kind: 'client-safe' } },
    });
  });

  test('two supervisors who answer at once: one of them is heard', async () => {
    const { id, decisionId } = await proposedCase();
    const replies = await Promise.all([answer(id, decisionId), answer(id, decisionId, {}, 'secondSupervisor')]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  });

  test.each<[string, object]>([
    ['no reason', { reason: '' }],
    ['an answer that is none', { answer: 'perhaps' }],
    ['a decision that is none', { decisionId: 'the-last-one' }],
    ['a field that nobody knows', { tier: 'summary' }],
  ])('with %s is 422', async (_what, changes) => {
    const { id, decisionId } = await proposedCase();
    expect((await unchanged(() => answer(id, decisionId, changes))).status).toBe(422);
  });
});

describe('while approval is awaited', () => {
  test('a client who refuses brings it back to the decision', async () => {
    const { id, decisionId } = await proposedCase();
    await api.cases.clientAnswers(id, refuses('gp'));
    expect(await read(id)).toMatchObject({ status: 'deciding', checkpoint: { kind: 'decision' } });
    expect(await actsOf(id)).toContainEqual({ kind: 'proposal-fell', decisionId });
    expect(await unchanged(() => answer(id, decisionId))).toMatchObject({ status: 409 });
  });

  test('a client who agrees brings it back to the decision: no override is needed', async () => {
    const { id } = await proposedCase();
    await api.cases.clientAnswers(id, agrees('gp'));
    expect(await read(id)).toMatchObject({ status: 'deciding' });
    expect((await decide(id, { kind: 'proceed', recipients: ['gp'] })).status).toBe(201);
  });

  test('an answer about somebody else changes nothing of it', async () => {
    const { id, decisionId } = await proposedCase();
    await api.cases.clientAnswers(id, agrees('contact-1'));
    expect(await read(id)).toMatchObject({ status: 'awaiting-approval', checkpoint: { decisionId } });
    expect((await answer(id, decisionId)).status).toBe(201);
  });

  test('a withdrawal of everything brings it back to the decision', async () => {
    const { id } = await proposedCase();
    await api.call('practitioner', 'POST', pathOf(id, '/withdrawals'), { recipients: 'all', via: 'phone' });
    expect(await read(id)).toMatchObject({ status: 'deciding' });
  });

  test('to ask the client again leaves nothing to approve', async () => {
    const { id, decisionId } = await proposedCase();
    expect((await decide(id, { kind: 'ask-again' })).status).toBe(201);
    expect(await answer(id, decisionId)).toMatchObject({ status: 409, body: { decisionId } });
  });

  test('to call the client leaves it waiting', async () => {
    const { id, decisionId } = await proposedCase();
    expect((await decide(id, { kind: 'call' })).status).toBe(201);
    expect(await read(id)).toMatchObject({ status: 'awaiting-approval', checkpoint: { decisionId } });
  });

  test('to tell somebody by consent leaves it waiting beside that', async () => {
    const { id, decisionId } = await proposedCase();
    await api.cases.clientAnswers(id, agrees('contact-1'));
    await decide(id, { kind: 'proceed', recipients: ['contact-1'] });
    expect(await read(id)).toMatchObject({ status: 'disclosing', checkpoint: { kind: 'second-approval' } });
    expect((await answer(id, decisionId)).status).toBe(201);
    expect(await gpOf(id)).toMatchObject({ mandate: { kind: 'override' } });
  });

  test('a row that the DPO closes meanwhile cannot be approved any more', async () => {
    const { id, decisionId } = await proposedCase();
    const rules = (await api.call('dpo', 'GET', '/v1/urgent-care/mandate-rules')).body;
    await api.call('dpo', 'PUT', '/v1/urgent-care/mandate-rules', { ...rules, closedRows: [4] });
    const reply = await unchanged(() => answer(id, decisionId));
    await api.call('dpo', 'PUT', '/v1/urgent-care/mandate-rules', rules);
    expect(reply).toMatchObject({ status: 409, body: problem('no-longer-lawful') });
    expect((await answer(id, decisionId, { answer: 'decline' })).status).toBe(201);
  });
});

describe('to go ahead unapproved', () => {
  const inDanger = (): Promise<string> => silentCase('immediate');
  const goAhead = (id: string, decisionId: string, by: Who = 'practitioner'): Promise<Reply> =>
    decide(id, { kind: 'proceed-unapproved', decisionId, reason: 'No supervisor has answered in time.' }, by);

  test('is too early while the supervisors have time to answer: 409 says from when', async () => {
    const { id, decisionId } = await proposedCase(inSummary, inDanger);
    api.setClock(minutes(19));
    const reply = await unchanged(() => goAhead(id, decisionId));
    expect(reply).toMatchObject({ status: 409, body: { ...problem('approval-window-open'), decisionId } });
    expect(Date.parse(String(reply.body['mayProceedAt']))).toBeGreaterThan(Date.now());
  });

  test('gives the mandate after the window, and says so on the case', async () => {
    const { id, decisionId } = await proposedCase(inSummary, inDanger);
    api.setClock(minutes(21));
    expect(await goAhead(id, decisionId)).toMatchObject({ status: 201, body: { status: 'in-force' } });
    expect(await read(id)).toMatchObject({ status: 'disclosing', checkpoints: [] });
    expect(await gpOf(id)).toMatchObject({ mandate: { kind: 'override', row: 4 } });
    expect((await actsOf(id)).at(-1)).toEqual({ kind: 'override-proceeded', decisionId, recipients: ['gp'] });
    const { text } = await api.call('supervisor', 'GET', pathOf(id, '/timeline'));
    expect(text).toContain('No supervisor has answered in time.');
    expect(await answer(id, decisionId)).toMatchObject({ status: 409 });
  });

  test('is the proposer’s alone', async () => {
    const { id, decisionId } = await proposedCase(inSummary, inDanger);
    api.setClock(minutes(21));
    expect((await unchanged(() => goAhead(id, decisionId, 'dutyClinician'))).status).toBe(403);
  });

  test('is not for what is only significant', async () => {
    const { id, decisionId } = await proposedCase();
    api.setClock(minutes(600));
    expect(await unchanged(() => goAhead(id, decisionId))).toMatchObject({
      status: 422,
      body: problem('approval-required'),
    });
  });

  test('is never against a refusal', async () => {
    const harm = { row: 7, ...factsWith({ harmToOthers: true }) };
    const { id, decisionId } = await proposedCase(harm, () => refusedCase('immediate'));
    api.setClock(minutes(600));
    expect(await unchanged(() => goAhead(id, decisionId))).toMatchObject({
      status: 422,
      body: problem('approval-required'),
    });
  });

  test('is nothing for a decision that waits for no approval', async () => {
    const { id, decisionId } = await proposedCase(inSummary, inDanger);
    await answer(id, decisionId, { answer: 'decline' });
    api.setClock(minutes(21));
    expect(await unchanged(() => goAhead(id, decisionId))).toMatchObject({ status: 409, body: { decisionId } });
  });
});

describe('not telling the client first', () => {
  const raise = async (by: Who = 'practitioner', changes: object = {}): Promise<Reply> =>
    api.call(by, 'POST', '/v1/urgent-care/cases', {
      clientId: (await api.cases.newClient()).id,
      concern: 'He reads her messages.',
      immediacy: 'significant',
      clientFirst: { kind: 'do-not-inform', reason: 'Whoever reads her phone is the danger.' },
      ...changes,
    });
  async function raisedCase(): Promise<{ id: string; decisionId: string }> {
    const reply = await raise();
    const id = String(reply.body['id']);
    const { checkpoint } = (await read(id)) as { checkpoint: { decisionId: string } };
    return { id, decisionId: checkpoint.decisionId };
  }

  test('is asked of a supervisor before anything else', async () => {
    const reply = await raise();
    expect(reply).toMatchObject({ status: 202, body: { status: 'awaiting-approval', joined: false } });
    expect(await read(String(reply.body['id']))).toMatchObject({
      status: 'awaiting-approval',
      checkpoint: { kind: 'second-approval', waitingFor: { role: 'supervisor' }, decisionId: expect.any(String) },
    });
  });

  test('approved: straight to the decision, and the client counts as not asked', async () => {
    const { id, decisionId } = await raisedCase();
    expect((await propose(id)).body).toMatchObject(problem('client-first'));
    expect(await answer(id, decisionId)).toMatchObject({ status: 201, body: { status: 'deciding' } });
    expect(await read(id)).toMatchObject({ checkpoint: { kind: 'decision' } });
    expect((await actsOf(id)).at(-1)).toEqual({ kind: 'not-informing-approved', decisionId });
    expect((await propose(id, { row: 6 })).body).toMatchObject(problem('override-refused'));
    expect((await propose(id)).status).toBe(201);
  });

  test('declined: the client is told, as always', async () => {
    const { id, decisionId } = await raisedCase();
    const reply = await answer(id, decisionId, { answer: 'decline' });
    expect(reply).toMatchObject({ status: 201, body: { status: 'informing-client' } });
    expect((await actsOf(id)).at(-1)).toEqual({ kind: 'not-informing-declined', decisionId });
  });

  test('never goes ahead unapproved', async () => {
    const { id, decisionId } = await raisedCase();
    api.setClock(minutes(600));
    const reply = await unchanged(() =>
      decide(id, { kind: 'proceed-unapproved', decisionId, reason: 'No supervisor has answered.' }),
    );
    expect(reply).toMatchObject({ status: 422, body: problem('approval-required') });
  });

  test('falls when the client speaks: it is decided with their answer', async () => {
    const { id, decisionId } = await raisedCase();
    await api.cases.clientAnswers(id, agrees('gp'));
    expect(await read(id)).toMatchObject({ status: 'deciding' });
    expect(await answer(id, decisionId)).toMatchObject({ status: 409 });
  });

  test('is never answered by who raised it', async () => {
    const id = String((await raise('supervisor')).body['id']);
    const { checkpoint } = (await read(id)) as { checkpoint: { decisionId: string; waitingFor: object } };
    expect(checkpoint.waitingFor).toMatchObject({ staffId: api.demo.organisation.staff.secondSupervisor.id });
    expect((await unchanged(() => answer(id, checkpoint.decisionId))).status).toBe(403);
  });

  test('is a person’s to propose: the platform may not', async () => {
    expect((await raise('platform')).status).toBe(403);
  });

  test('needs a reason of at least a sentence', async () => {
    expect((await raise('practitioner', { clientFirst: { kind: 'do-not-inform', reason: 'Danger.' } })).status).toBe(
      422,
    );
  });
});
