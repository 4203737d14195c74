import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';

/** What people say of what they owe a case: call-backs and aftercare. domain.md §3.2 and §3.11 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const answerTask = (by: Who, caseId: string, body: object): Promise<Reply> =>
  api.call(by, 'POST', `/v1/urgent-care/cases/${caseId}/tasks`, { note: 'By phone.', ...body });
const raised = async (): Promise<string> => api.cases.raised(await api.cases.newClient());
const checkpointsOf = async (caseId: string): Promise<readonly unknown[]> => {
  const { body } = await api.call('supervisor', 'GET', `/v1/urgent-care/cases/${caseId}`);
  return (body['checkpoints'] as readonly { kind: unknown }[]).map(({ kind }) => kind);
};
const actsIn = (caseId: string) =>
  api.asOwner(`SELECT what FROM case_acts WHERE case_id = $1 ORDER BY seq DESC LIMIT 1`, [caseId]);
const asksForACall = (caseId: string): Promise<Reply> =>
  api.call('platform', 'POST', `/v1/urgent-care/cases/${caseId}/client-answers`, { callBack: true, via: 'platform' });

describe('"please call me"', () => {
  test('is a checkpoint for the owner, with a deadline, beside the decision', async () => {
    const caseId = await raised();
    expect((await asksForACall(caseId)).status).toBe(201);
    const { body } = await api.call('practitioner', 'GET', `/v1/urgent-care/cases/${caseId}`);
    expect(body['checkpoints']).toEqual([
      expect.objectContaining({ kind: 'decision' }),
      expect.objectContaining({
        kind: 'call-back',
        waitingFor: { role: 'owner', staffId: api.demo.organisation.staff.practitioner.id },
        dueAt: expect.any(String),
      }),
    ]);
  });

  test('is done when the owner says so', async () => {
    const caseId = await raised();
    await asksForACall(caseId);
    expect((await answerTask('practitioner', caseId, { kind: 'call-back', answer: 'done' })).status).toBe(201);
    expect(await checkpointsOf(caseId)).toEqual(['decision']);
    expect(await actsIn(caseId)).toEqual([{ what: { kind: 'task-done', task: 'call-back' } }]);
  });

  test('is done when an answer was heard by voice', async () => {
    const caseId = await raised();
    await asksForACall(caseId);
    const heard = { answers: [{ recipient: 'gp', answer: 'refuse' }], via: 'phone' };
    await api.call('practitioner', 'POST', `/v1/urgent-care/cases/${caseId}/client-answers`, heard);
    expect(await checkpointsOf(caseId)).toEqual(['decision']);
  });
});

describe('telling the client what was shared', () => {
  const inAnHour = () => new Date(Date.now() + 60 * 60_000).toISOString();

  test('can be put off with a reason, which the workflow learns as an instant alone', async () => {
    const caseId = await raised();
    const until = inAnHour();
    const wait = { kind: 'tell-client', answer: 'wait', note: 'Asleep in hospital.', until };
    expect((await answerTask('practitioner', caseId, wait)).status).toBe(201);
    expect(await actsIn(caseId)).toEqual([{ what: { kind: 'telling-put-off', until: Date.parse(until) } }]);
  });

  test('cannot be put off without a reason, into the past, or when the client knows', async () => {
    const caseId = await raised();
    const wait = { kind: 'tell-client', answer: 'wait', until: inAnHour() };
    expect((await answerTask('practitioner', caseId, { ...wait, note: ' ' })).status).toBe(422);
    const past = { ...wait, until: new Date(Date.now() - 1_000).toISOString() };
    expect((await answerTask('practitioner', caseId, past)).status).toBe(422);
  });
});

describe('is refused', () => {
  test.each([
    ['what nobody is asked for', 409, 'practitioner' as const, { kind: 'ask-client', answer: 'done' }],
    ['a review by who is no supervisor', 403, 'practitioner' as const, { kind: 'override-review', answer: 'done' }],
    ['by somebody else’s practitioner', 403, 'secondPractitioner' as const, { kind: 'call-back', answer: 'done' }],
    ['an answer that the task does not have', 422, 'practitioner' as const, { kind: 'call-back', answer: 'wait' }],
  ])('%s: %i', async (_what, status, by, body) => {
    const caseId = await raised();
    expect((await answerTask(by, caseId, body)).status).toBe(status);
  });
});

test('staff who open the case read first whom an ambulance is for, where, and how to call them; the platform does not', async () => {
  const client = await api.cases.newClient();
  const caseId = await api.cases.raised(client);
  const seen = await api.call('dutyClinician', 'GET', `/v1/urgent-care/cases/${caseId}`);
  expect(Object.keys(seen.body)[0]).toBe('client');
  expect(seen.body['client']).toEqual({
    name: client.name,
    location: expect.stringContaining('Mill Lane'),
    callBackNumber: client.mobile,
  });
  expect((await api.call('platform', 'GET', `/v1/urgent-care/cases/${caseId}`)).body).not.toHaveProperty('client');
});
