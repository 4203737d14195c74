import { recordSignUpAct } from '../../records/sign-up/acts';
import { register } from '../../records/sign-up/register';
import type { Work } from '../../records/work';
import type { WhatHappened } from '../../workflows/sign-up/contract';
import { allocatingSignUp, beforeAllocation } from '../support/allocation-on-record';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { wrongCaseloads } from '../support/caseloads';
import { refusedBy } from '../support/refused';
import { happensIn, newcomer } from '../support/sign-up-on-record';

/** domain.md §2.6, contract.md §5: proposed with reasons, confirmed by a person, answered by the practitioner. */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());
beforeEach(async () => {
  api.setClock({ ms: 0 });
  for (const key of ['practitioner', 'secondPractitioner'] as const) {
    await saved(key, { caseloadLimit: 500, accepting: true, leaving: false, registration: inForce });
  }
});

const inForce = { body: 'HCPC', expires: '2031-01-01' };
/** Whatever a test did, each client has one place, and nobody else has one. */
afterEach(async () => {
  expect(await api.asOwner(wrongCaseloads)).toEqual([]);
});

const staff = () => api.demo.organisation.staff;
const saved = async (key: 'practitioner' | 'secondPractitioner', changes: object): Promise<void> => {
  const reply = await api.call('admin', 'PUT', `/v1/practitioners/${staff()[key].id}`, changes);
  expect(reply.status).toBe(200);
};
const caseloadOf = async (key: 'practitioner' | 'secondPractitioner'): Promise<number> =>
  Number((await api.call('admin', 'GET', `/v1/practitioners/${staff()[key].id}`)).body['caseload']);

const transact = <T>(work: (work: Work) => Promise<T>): Promise<T> =>
  api.records.withOrganisation(api.demo.organisation.id, new Date(), work);
const happens = (signUpId: string, ...happenings: readonly WhatHappened[]): Promise<void> =>
  transact((work) => happensIn(work, signUpId, happenings));

let registered = 0;
interface SignUpHere {
  readonly signUpId: string;
  readonly clientId: string;
}
const nextPerson = (preferences: object = {}) => {
  registered += 1;
  return { ...newcomer(registered), preferences };
};
/** Anxiety is what both of them work with; trauma is the first one's. */
const allocating = (preferences: object = { presentingNeed: 'trauma' }): Promise<SignUpHere> =>
  transact((work) => allocatingSignUp(work, api.cases.caller('supervisor'), nextPerson(preferences)));

const path = ({ signUpId }: SignUpHere, what: string): string => `/v1/sign-ups/${signUpId}/${what}`;
const look = async (signUp: SignUpHere, who: Who = 'supervisor'): Promise<Reply['body']> =>
  (await api.call(who, 'GET', path(signUp, 'allocation'))).body;
const decide = (signUp: SignUpHere, body: object, who: Who = 'supervisor'): Promise<Reply> =>
  api.call(who, 'POST', path(signUp, 'allocation-decisions'), body);
const confirm = (signUp: SignUpHere): Promise<Reply> => decide(signUp, { kind: 'confirm' });
const answer = (signUp: SignUpHere, who: Who, body: object): Promise<Reply> =>
  api.call(who, 'POST', path(signUp, 'allocation-answers'), body);
const object = (signUp: SignUpHere, who: Who = 'platform'): Promise<Reply> =>
  api.call(who, 'POST', path(signUp, 'allocation-objections'), { reason: 'I know her from school.' });
const practitionerOf = async ({ clientId }: SignUpHere): Promise<string | null> => {
  const [row] = await api.asOwner<{ id: string | null }>('SELECT practitioner_id AS id FROM clients WHERE id = $1', [
    clientId,
  ]);
  return row?.id ?? null;
};

const refused = (asking: () => Promise<Reply>): Promise<Reply> => refusedBy(api, asking);

describe('the proposal', () => {
  test('is there at once, with the reasons of each and everybody who is excluded', async () => {
    await saved('secondPractitioner', { registration: { body: 'BACP', expires: '2020-01-01' } });
    const signUp = await allocating();
    expect(await look(signUp)).toEqual({
      status: 'allocating',
      proposed: staff().practitioner.id,
      standing: 'proposed',
      answerBy: null,
      ranking: [
        {
          practitionerId: staff().practitioner.id,
          reasons: [
            'Specialises in what you come for.',
            'Speaks your language.',
            'Has plenty of room for new clients.',
          ],
        },
      ],
      excluded: [
        {
          practitionerId: staff().secondPractitioner.id,
          reasons: ['Their professional registration is not in force.'],
        },
      ],
    });
  });

  test('ranks by the client’s own words', async () => {
    expect((await look(await allocating({ presentingNeed: 'bereavement' })))['proposed']).toBe(
      staff().secondPractitioner.id,
    );
  });

  test('leaves out whom the client does not want, and who is in a conflict of interest with them', async () => {
    const refusing = await allocating({ notWith: [staff().practitioner.id] });
    expect((await look(refusing))['proposed']).toBe(staff().secondPractitioner.id);

    const { id, clientId } = await transact((work) =>
      register(work, api.cases.caller('supervisor'), nextPerson({ presentingNeed: 'trauma' })),
    );
    const conflicts = `/v1/practitioners/${staff().practitioner.id}/conflicts`;
    const body = { clientId, reason: 'His brother.' };
    expect((await api.call('practitioner', 'POST', conflicts, body)).status).toBe(201);
    expect(await refused(() => api.call('practitioner', 'POST', conflicts, body))).toMatchObject({ status: 409 });
    await happens(id, ...beforeAllocation);
    const seen = await look({ signUpId: id, clientId });
    expect(seen).toMatchObject({ proposed: staff().secondPractitioner.id, excluded: [expect.anything()] });
    expect(JSON.stringify(seen)).not.toContain('brother');
  });

  test('says so where nobody suits', async () => {
    for (const key of ['practitioner', 'secondPractitioner'] as const) await saved(key, { accepting: false });
    expect(await look(await allocating())).toMatchObject({
      status: 'allocating',
      proposed: null,
      standing: 'no-match',
      ranking: [],
      excluded: [expect.anything(), expect.anything()],
    });
  });

  test('is not made before it is its turn, nor while a person talks to the client about safety', async () => {
    const { id: signUpId, clientId } = await transact((work) =>
      register(work, api.cases.caller('supervisor'), nextPerson()),
    );
    await happens(signUpId, { kind: 'safety-raised', concernId: 'c-1' }, ...beforeAllocation);
    const held = await look({ signUpId, clientId });
    expect(held).toMatchObject({ status: 'safety-conversation', proposed: null, ranking: [] });
    await happens(signUpId, { kind: 'safety-judged', concernId: 'c-1' });
    expect(await look({ signUpId, clientId })).toMatchObject({ status: 'allocating', standing: 'proposed' });
  });

  test('is for whoever is asked without how their colleagues were judged', async () => {
    const signUp = await allocating({ presentingNeed: 'anxiety' });
    const { proposed } = await look(signUp);
    const who = proposed === staff().practitioner.id ? 'practitioner' : 'secondPractitioner';
    const other = who === 'practitioner' ? 'secondPractitioner' : 'practitioner';
    expect(await look(signUp, who)).toMatchObject({ ranking: [{ practitionerId: proposed }], excluded: [] });
    expect((await refused(() => api.call(other, 'GET', path(signUp, 'allocation')))).status).toBe(403);
  });

  test('keeps its reasons from whoever reads the tables', async () => {
    await allocating();
    const rows = await api.asOwner<{ row: string }>(
      `SELECT a::text || encode(a.sealed, 'escape') AS row FROM allocations a`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) expect(row).not.toMatch(/Specialises|Speaks|trauma/);
  });
});

describe('a person', () => {
  test('confirms it: a place is taken at once, and the practitioner has two working days to answer', async () => {
    // Friday afternoon before the last Monday of August, which is a bank holiday.
    api.setClock({ ms: new Date('2026-08-28T14:00:00Z').getTime() - Date.now() });
    const before = await caseloadOf('practitioner');
    const signUp = await allocating();
    expect(await confirm(signUp)).toMatchObject({
      status: 201,
      body: {
        status: 'awaiting-practitioner',
        proposed: staff().practitioner.id,
        standing: 'confirmed',
        answerBy: '2026-09-02T16:00:00.000Z',
      },
    });
    expect(await caseloadOf('practitioner')).toBe(before + 1);
    expect((await refused(() => confirm(signUp))).body).toMatchObject({ signUpStatus: 'awaiting-practitioner' });
  });

  test('does not confirm another one than they believe', async () => {
    const signUp = await allocating();
    const believed = { kind: 'confirm', practitionerId: staff().secondPractitioner.id };
    expect(await refused(() => decide(signUp, believed))).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:another-is-proposed' },
    });
  });

  test('chooses another one, with a reason', async () => {
    const before = await caseloadOf('secondPractitioner');
    const signUp = await allocating();
    const chosen = { kind: 'choose', practitionerId: staff().secondPractitioner.id, reason: 'They have met.' };
    expect(await decide(signUp, chosen)).toMatchObject({
      status: 201,
      body: { proposed: staff().secondPractitioner.id, standing: 'confirmed' },
    });
    expect(await caseloadOf('secondPractitioner')).toBe(before + 1);
  });

  test('does not choose one who is excluded, and is told why', async () => {
    await saved('secondPractitioner', { leaving: true });
    const signUp = await allocating();
    const chosen = { kind: 'choose', practitionerId: staff().secondPractitioner.id, reason: 'They have met.' };
    expect(await refused(() => decide(signUp, chosen))).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:practitioner-excluded', reasons: ['Is leaving us.'] },
    });
  });

  test('may ask once more somebody who declined', async () => {
    const signUp = await allocating();
    await confirm(signUp);
    await answer(signUp, 'practitioner', { answer: 'decline', reason: 'On leave.' });
    const chosen = { kind: 'choose', practitionerId: staff().practitioner.id, reason: 'Leave was put off.' };
    expect(await decide(signUp, chosen)).toMatchObject({ status: 201, body: { standing: 'confirmed' } });
  });

  test('who confirms one that no longer suits is told so, and there is a new proposal', async () => {
    const signUp = await allocating();
    await saved('practitioner', { registration: { body: 'HCPC', expires: '2026-01-01' } });
    expect(await confirm(signUp)).toMatchObject({
      status: 409,
      body: {
        type: 'urn:heed:problem:practitioner-excluded',
        reasons: ['Their professional registration is not in force.'],
      },
    });
    expect(await look(signUp)).toMatchObject({ status: 'allocating', proposed: staff().secondPractitioner.id });
  });

  test('who confirms one whose caseload has filled up is told so, and there is a new proposal', async () => {
    const signUp = await allocating();
    await saved('practitioner', { caseloadLimit: await caseloadOf('practitioner') });
    const reply = await confirm(signUp);
    expect(reply.status).toBe(409);
    expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await look(signUp)).toMatchObject({ proposed: staff().secondPractitioner.id, standing: 'proposed' });
  });

  test('says that none suits: a supervisor sees to it, and chooses', async () => {
    const signUp = await allocating();
    expect(await decide(signUp, { kind: 'none-suitable', reason: 'Needs a clinic.' }, 'admin')).toMatchObject({
      status: 201,
      body: { status: 'allocating', proposed: null },
    });
    expect(await refused(() => confirm(signUp))).toMatchObject({ status: 409 });
    const chosen = { kind: 'choose', practitionerId: staff().practitioner.id, reason: 'After all.' };
    expect((await decide(signUp, chosen)).status).toBe(201);
  });

  test('does not turn down another one than they believe', async () => {
    const signUp = await allocating();
    const believed = { practitionerId: staff().secondPractitioner.id, reason: 'Needs a clinic.' };
    expect(await refused(() => decide(signUp, { kind: 'none-suitable', ...believed }))).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:another-is-proposed' },
    });
    const proposed = { ...believed, practitionerId: staff().practitioner.id };
    expect(await decide(signUp, { kind: 'none-suitable', ...proposed })).toMatchObject({
      status: 201,
      body: { status: 'allocating', proposed: null },
    });
  });
});

describe('the practitioner who is asked', () => {
  test('accepts: the client is theirs and enrolled, and the place stays taken', async () => {
    const before = await caseloadOf('practitioner');
    const signUp = await allocating();
    await confirm(signUp);
    expect((await answer(signUp, 'practitioner', { answer: 'accept' })).status).toBe(201);
    expect(await look(signUp)).toMatchObject({ status: 'enrolled', standing: 'accepted' });
    expect(await practitionerOf(signUp)).toBe(staff().practitioner.id);
    expect(await caseloadOf('practitioner')).toBe(before + 1);
    expect(await api.asOwner('SELECT FROM enrolments WHERE client_id = $1', [signUp.clientId])).toHaveLength(1);
    expect(await refused(() => answer(signUp, 'practitioner', { answer: 'accept' }))).toMatchObject({
      status: 409,
      body: { signUpStatus: 'enrolled' },
    });
  });

  test('declines: the place is free again, and the next one is proposed', async () => {
    const before = await caseloadOf('practitioner');
    const signUp = await allocating();
    await confirm(signUp);
    expect((await answer(signUp, 'practitioner', { answer: 'decline', reason: 'On leave.' })).status).toBe(201);
    expect(await caseloadOf('practitioner')).toBe(before);
    expect(await look(signUp)).toMatchObject({
      status: 'allocating',
      proposed: staff().secondPractitioner.id,
      excluded: [{ practitionerId: staff().practitioner.id, reasons: ['Can’t take you on at the moment.'] }],
    });
  });

  test('does not accept with a registration that has lapsed since, or in a conflict of interest that came up', async () => {
    const signUp = await allocating();
    await confirm(signUp);
    const accepting = () => answer(signUp, 'practitioner', { answer: 'accept' });
    await saved('practitioner', { accepting: false, registration: { body: 'HCPC', expires: '2026-01-01' } });
    expect((await refused(accepting)).body).toMatchObject({
      reasons: ['Their professional registration is not in force.'],
    });
    await saved('practitioner', { registration: inForce });
    const conflicts = `/v1/practitioners/${staff().practitioner.id}/conflicts`;
    await api.call('practitioner', 'POST', conflicts, { clientId: signUp.clientId, reason: 'A cousin.' });
    expect(await refused(accepting)).toMatchObject({
      status: 409,
      body: { reasons: ['Can’t work with you because of a conflict of interest.'] },
    });
    expect((await answer(signUp, 'practitioner', { answer: 'decline', reason: 'A cousin.' })).status).toBe(201);
  });

  test('is the only one who may answer, and only once somebody has confirmed', async () => {
    const signUp = await allocating();
    const accepting = (who: Who) => () => answer(signUp, who, { answer: 'accept' });
    expect((await refused(accepting('practitioner'))).status).toBe(409);
    await confirm(signUp);
    expect((await refused(accepting('secondPractitioner'))).status).toBe(403);
  });

  test('does not answer while a person talks to the client about safety; the time to answer begins anew then', async () => {
    const signUp = await allocating();
    const { answerBy } = (await confirm(signUp)).body;
    await happens(signUp.signUpId, { kind: 'safety-raised', concernId: 'c-2' });
    const accepting = () => answer(signUp, 'practitioner', { answer: 'accept' });
    expect(await refused(accepting)).toMatchObject({ status: 409, body: { signUpStatus: 'safety-conversation' } });
    expect(await refused(() => confirm(signUp))).toMatchObject({
      status: 409,
      body: { signUpStatus: 'safety-conversation' },
    });

    await api.records.withOrganisation(api.demo.organisation.id, new Date(Date.now() + 7 * 24 * 60 * 60_000), (work) =>
      recordSignUpAct(work, signUp.signUpId, { kind: 'safety-judged', concernId: 'c-2' }),
    );
    const later = await look(signUp);
    expect(later).toMatchObject({ status: 'awaiting-practitioner', standing: 'confirmed' });
    expect(new Date(String(later['answerBy'])).getTime()).toBeGreaterThan(new Date(String(answerBy)).getTime());
    expect((await accepting()).status).toBe(201);
  });
});

test('whoever is proposed asks for a plan, and only a duty clinician or a supervisor takes that back', async () => {
  const signUp = await allocating();
  const needing = (who: Who, needed: boolean) =>
    api.call(who, 'POST', path(signUp, 'plan-needs'), { needed, note: 'Wants nobody told.' });
  expect((await needing('practitioner', true)).body['status']).toBe('planning-urgent-care');
  expect((await refused(() => needing('practitioner', false))).status).toBe(403);
  expect(await needing('supervisor', false)).toMatchObject({ status: 201, body: { status: 'allocating' } });
});

test('a sign-up is read by the practitioner who is proposed in it, or treats its client, and by no other', async () => {
  const signUp = await allocating();
  const reading = (who: Who) => api.call(who, 'GET', `/v1/sign-ups/${signUp.signUpId}`);
  const needing = (who: Who) => api.call(who, 'POST', path(signUp, 'plan-needs'), { needed: false, note: 'None.' });
  const theirsAlone = async (): Promise<void> => {
    expect((await reading('practitioner')).status).toBe(200);
    expect((await refused(() => reading('secondPractitioner'))).status).toBe(403);
  };
  await theirsAlone();
  expect((await needing('practitioner')).status).toBe(201);
  expect((await refused(() => needing('secondPractitioner'))).status).toBe(403);
  await confirm(signUp);
  await theirsAlone();
  await answer(signUp, 'practitioner', { answer: 'accept' });
  await theirsAlone();
});

describe('the client', () => {
  test('objects to a proposal: a person reviews it, and that one is not proposed again', async () => {
    const before = await caseloadOf('practitioner');
    const signUp = await allocating();
    await confirm(signUp);
    expect((await object(signUp)).status).toBe(201);
    expect(await look(signUp)).toMatchObject({ status: 'allocating', proposed: null, standing: 'objected' });
    expect(await caseloadOf('practitioner')).toBe(before);
    const chosen = { kind: 'choose', practitionerId: staff().practitioner.id, reason: 'No.' };
    expect(await refused(() => decide(signUp, chosen))).toMatchObject({
      status: 409,
      body: { reasons: ['You asked for somebody else.'] },
    });
    expect((await refused(() => object(signUp))).status).toBe(409);
  });

  test('objects after the practitioner accepted: who stays until a supervisor has reassigned the client', async () => {
    const signUp = await allocating();
    await confirm(signUp);
    await answer(signUp, 'practitioner', { answer: 'accept' });
    expect((await object(signUp)).status).toBe(201);
    expect(await practitionerOf(signUp)).toBe(staff().practitioner.id);
    const told = await api.asOwner(`SELECT FROM outbox_entries WHERE workflow_id LIKE 'staff-notice/client-objects/%'`);
    expect(told).toHaveLength(1);

    const [first, second] = [await caseloadOf('practitioner'), await caseloadOf('secondPractitioner')];
    const reassigned = { practitionerId: staff().secondPractitioner.id, reason: 'The client asked.' };
    const target = `/v1/clients/${signUp.clientId}/practitioner`;
    expect((await api.call('supervisor', 'PUT', target, reassigned)).status).toBe(200);
    expect(await practitionerOf(signUp)).toBe(staff().secondPractitioner.id);
    expect([await caseloadOf('practitioner'), await caseloadOf('secondPractitioner')]).toEqual([first - 1, second + 1]);
    expect((await refused(() => api.call('supervisor', 'PUT', target, reassigned))).status).toBe(409);
    const back = { practitionerId: staff().practitioner.id, reason: 'There is nobody else.' };
    expect(await refused(() => api.call('supervisor', 'PUT', target, back))).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:practitioner-excluded', reasons: ['You asked for somebody else.'] },
    });
  });

  test('is not reassigned to somebody with whom they did not want to work from the beginning', async () => {
    const notWith = [staff().secondPractitioner.id];
    const signUp = await allocating({ presentingNeed: 'trauma', notWith });
    await confirm(signUp);
    await answer(signUp, 'practitioner', { answer: 'accept' });
    const reassigned = { practitionerId: staff().secondPractitioner.id, reason: 'Is leaving.' };
    const asking = () => api.call('supervisor', 'PUT', `/v1/clients/${signUp.clientId}/practitioner`, reassigned);
    expect(await refused(asking)).toMatchObject({ status: 409, body: { reasons: ['You asked for somebody else.'] } });
  });

  test('leaves: nobody keeps a place for them', async () => {
    const before = await caseloadOf('practitioner');
    const signUp = await allocating();
    await confirm(signUp);
    await happens(signUp.signUpId, { kind: 'left' });
    expect(await caseloadOf('practitioner')).toBe(before);
    expect(await look(signUp)).toMatchObject({ status: 'left', proposed: null, standing: 'withdrawn' });
  });
});

test('a client who has died is asked for no more, and nobody is asked for them or keeps a place', async () => {
  const before = await caseloadOf('practitioner');
  const signUp = await allocating();
  await confirm(signUp);
  const concern = {
    clientId: signUp.clientId,
    concern: 'Not seen since Friday.',
    immediacy: 'immediate',
    doneSoFar: '',
  };
  const clientFirst = { kind: 'inform' };
  const raised = await api.call('supervisor', 'POST', '/v1/urgent-care/cases', { ...concern, clientFirst });
  const outcome = { kind: 'deceased', note: 'The police called.' };
  const ended = `/v1/urgent-care/cases/${String(raised.body['id'])}/stand-down`;
  expect((await api.call('supervisor', 'POST', ended, { outcome })).status).toBeLessThan(300);
  expect(await look(signUp)).toMatchObject({ status: 'left', proposed: null, standing: 'withdrawn' });
  expect(await caseloadOf('practitioner')).toBe(before);
  const links = `/v1/sign-ups/${signUp.signUpId}/links`;
  expect(await refused(() => api.call('admin', 'POST', links))).toMatchObject({
    status: 409,
    body: { type: 'urn:heed:problem:client-held' },
  });
});

describe('what is not as it should be', () => {
  test.each<[string, object]>([
    ['no kind', {}],
    ['another kind', { kind: 'automatic' }],
    ['a choice of nobody', { kind: 'choose', reason: 'So.' }],
    ['a choice without a reason', { kind: 'choose', practitionerId: '01980000-0000-7001-8001-000000000001' }],
    [
      'a choice with an empty reason',
      { kind: 'choose', practitionerId: '01980000-0000-7001-8001-000000000001', reason: ' ' },
    ],
    ['no reason why none suits', { kind: 'none-suitable' }],
    ['a field that nobody knows', { kind: 'confirm', score: 1 }],
  ])('a decision with %s is 422', async (_what, body) => {
    const signUp = await allocating();
    expect((await refused(() => decide(signUp, body))).status).toBe(422);
  });

  test('a choice of somebody who is no practitioner is 404', async () => {
    const signUp = await allocating();
    const chosen = { kind: 'choose', practitionerId: staff().dpo.id, reason: 'So.' };
    expect((await refused(() => decide(signUp, chosen))).status).toBe(404);
  });

  test.each<[string, object]>([
    ['no answer', {}],
    ['another answer', { answer: 'perhaps' }],
    ['no reason to decline', { answer: 'decline' }],
  ])('an answer with %s is 422', async (_what, body) => {
    const signUp = await allocating();
    await confirm(signUp);
    expect((await refused(() => answer(signUp, 'practitioner', body))).status).toBe(422);
  });

  test('an objection without a reason is 422, and one without a proposal 409', async () => {
    const signUp = await allocating();
    const bare = () => api.call('platform', 'POST', path(signUp, 'allocation-objections'), {});
    expect((await refused(bare)).status).toBe(422);
    const { id: signUpId, clientId } = await transact((work) =>
      register(work, api.cases.caller('supervisor'), nextPerson()),
    );
    expect((await refused(() => object({ signUpId, clientId }))).status).toBe(409);
  });

  test('a sign-up of another organisation is not there', async () => {
    const signUp = await allocating();
    expect((await refused(() => decide(signUp, { kind: 'confirm' }, 'supervisorElsewhere'))).status).toBe(404);
    expect((await api.call('supervisorElsewhere', 'GET', path(signUp, 'allocation'))).status).toBe(404);
  });
});

describe('who may', () => {
  const everybody: readonly Who[] = ['platform', 'practitioner', 'dutyClinician', 'supervisor', 'dpo', 'admin'];
  const may: readonly (readonly [string, string, object, readonly Who[]])[] = [
    ['decide', 'allocation-decisions', { kind: 'confirm' }, ['supervisor', 'admin']],
    ['answer', 'allocation-answers', { answer: 'accept' }, ['practitioner']],
    ['object', 'allocation-objections', { reason: 'So.' }, ['platform', 'supervisor', 'admin']],
  ];
  test.each(may)('%s', async (_what, where, body, those) => {
    const signUp = await allocating();
    for (const who of everybody.filter((one) => !those.includes(one))) {
      const reply = await refused(() => api.call(who, 'POST', path(signUp, where), body));
      expect({ who, status: reply.status }).toEqual({ who, status: 403 });
    }
  });
});
