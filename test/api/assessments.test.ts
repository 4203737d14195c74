import fc from 'fast-check';
import { englishSafetyPageLetter } from '../../activities/messaging/letters/english';
import { openSafetyPage } from '../../records/safety/page';
import type { SafetyView } from '../../records/safety/read';
import { recordSignUpAct } from '../../records/sign-up/acts';
import { safetyConversationWorkflowId } from '../../workflows/safety-conversation/contract';
import { type ApiUnderTest, createApiUnderTest, type Reply, type Who } from '../support/api';
import { malformedWithSafetyAnswer } from '../support/malformed-assessments';
import { cleanAnswers as clean } from '../support/newcomers';
import { type RegisteredByApi, registerByApi, signedByApi, unknownPerson } from '../support/newcomers-by-api';
import { refusedBy } from '../support/refused';

/** `POST /v1/sign-ups/{id}/assessment` and what a person does about a safety answer. domain.md §2.3 and §2.4 */

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());
afterEach(() => api.setClock({ ms: 0 }));

const withSafetyAnswer = clean['PHQ-9'].with(8, 2);
const phq9 = (answers: unknown, changes: object = {}) => ({ instrument: 'PHQ-9', version: '1', answers, ...changes });

const submit = (
  { id }: { readonly id: string },
  body: unknown,
  { who = 'platform', headers = {} }: { who?: Who; headers?: Record<string, string> } = {},
): Promise<Reply> => api.call(who, 'POST', `/v1/sign-ups/${id}/assessment`, body, headers);
const safetyOf = async ({ id }: { readonly id: string }): Promise<SafetyView['items']> =>
  (await api.call('dutyClinician', 'GET', `/v1/sign-ups/${id}/safety`)).body['items'] as SafetyView['items'];
const statusOf = async ({ id }: { readonly id: string }) =>
  (await api.call('platform', 'GET', `/v1/sign-ups/${id}`)).body['status'];
const acknowledge = ({ id }: { readonly id: string }, who: Who = 'dutyClinician') =>
  api.call(who, 'POST', `/v1/sign-ups/${id}/safety-acknowledgements`, {});
const judge = ({ id }: { readonly id: string }, changes: object = {}, who: Who = 'dutyClinician') =>
  api.call(who, 'POST', `/v1/sign-ups/${id}/safety-judgements`, {
    note: 'We talked for an hour; she has somebody with her.',
    urgentCarePlanNeeded: false,
    openCase: false,
    ...changes,
  });

const signed = () => signedByApi(api);
const outbox = async (concernId: string) =>
  (
    await api.asOwner<{ kind: string }>('SELECT kind FROM outbox_entries WHERE workflow_id = $1 ORDER BY seq', [
      safetyConversationWorkflowId(concernId),
    ])
  ).map(({ kind }) => kind);
/** Each time that it was raised somebody is paged: by the start of its process, or by a signal to it. */
async function pagesOf(signUp: { readonly id: string }): Promise<number> {
  const [concern] = await safetyOf(signUp);
  if (!concern) return 0;
  expect(await outbox(concern.id)).toHaveLength(concern.timesRaised);
  return concern.timesRaised;
}

describe('what is submitted', () => {
  test('is answered with what it comes to, and three clean ones lead to a practitioner', async () => {
    const robin = await signed();
    expect(await submit(robin, phq9([0, 1, 2, 3, 0, 1, 2, 3, 0]))).toMatchObject({
      status: 201,
      body: { total: 12, band: 'moderate', caseness: true, safetyAnswers: [] },
    });
    expect(await statusOf(robin)).toBe('awaiting-assessment');
    for (const instrument of ['GAD-7', 'CORE-10'] as const) {
      const reply = await submit(robin, { instrument, version: '1', answers: clean[instrument] });
      expect(reply).toMatchObject({ status: 201, body: { total: 0, caseness: false, safetyAnswers: [] } });
    }
    expect(await statusOf(robin)).toBe('allocating');
    expect(await safetyOf(robin)).toEqual([]);
  });

  test('is kept where nobody reads it without the client’s key', async () => {
    const robin = await signed();
    await submit(robin, phq9([3, 3, 3, 3, 3, 3, 3, 3, 3]));
    const rows = await api.asOwner<{ row: Readonly<Record<string, unknown>> }>(
      `SELECT to_jsonb(t) - 'sealed' || '{}' AS row FROM assessments t WHERE sign_up_id = $1
       UNION ALL SELECT to_jsonb(t) - 'sealed' FROM safety_concerns t WHERE sign_up_id = $1`,
      [robin.id],
    );
    expect(rows).toHaveLength(2);
    // As a whole value: an id is random, and may well have the total in it.
    expect(rows.flatMap(({ row }) => Object.values(row)).map(String)).not.toContain('27');
    const text = JSON.stringify(rows);
    for (const telling of ['severe', 'better off', 'answers', '"risk']) expect(text).not.toContain(telling);
  });

  test.each<[string, unknown, object]>([
    ['an answer out of range', phq9(clean['PHQ-9'].with(3, 4)), { path: 'answers/3', item: 4 }],
    ['an answer as text', phq9([0, 0, 0, '2', 0, 0, 0, 0, 0]), { path: 'answers/3', item: 4 }],
    ['an item that is missing', phq9(clean['PHQ-9'].slice(0, 8)), { path: 'answers/8', item: 9 }],
    ['one that is not asked', phq9([...clean['PHQ-9'], 0]), { path: 'answers/9', item: 10 }],
    ['an answer that was not given', phq9([null, ...clean['PHQ-9'].slice(1)]), { path: 'answers/0', item: 1 }],
    ['no list', phq9('000000000'), { path: 'answers' }],
    ['another version', phq9(clean['PHQ-9'], { version: '2' }), { path: 'version' }],
    ['a questionnaire that is none', phq9(clean['PHQ-9'], { instrument: 'BDI' }), { path: 'instrument' }],
  ])('is refused by name for %s, and nothing is kept', async (_what, body, named) => {
    const robin = await signed();
    const reply = await refusedBy(api, () => submit(robin, body));
    expect(reply).toMatchObject({ status: 422, body: { errors: [named] } });
  });

  test('is refused before the form is signed, a second time, and once the sign-up is over', async () => {
    const unsigned = await registerByApi(api);
    expect(await refusedBy(api, () => submit(unsigned, phq9(clean['PHQ-9'])))).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:consent-form-missing' },
    });
    const robin = await signed();
    await submit(robin, phq9(clean['PHQ-9']));
    expect(await refusedBy(api, () => submit(robin, phq9(clean['PHQ-9'])))).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:already-submitted' },
    });
    await api.cases.transact((work) => recordSignUpAct(work, robin.id, { kind: 'expired' }));
    const late = { instrument: 'GAD-7', version: '1', answers: clean['GAD-7'] };
    expect(await refusedBy(api, () => submit(robin, late))).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:sign-up-over', ended: 'expired' },
    });
  });

  test('is taken from the platform and those who treat the client, and from nobody else', async () => {
    for (const who of ['platform', 'dutyClinician', 'supervisor'] as const) {
      expect((await submit(await signed(), phq9(clean['PHQ-9']), { who })).status).toBe(201);
    }
    const robin = await signed();
    for (const who of ['practitioner', 'dpo', 'admin'] as const) {
      expect((await submit(robin, phq9(clean['PHQ-9']), { who })).status).toBe(403);
    }
    expect((await submit(robin, phq9(withSafetyAnswer), { who: 'supervisorElsewhere' })).status).toBe(404);
    expect(await safetyOf(robin)).toEqual([]);
  });
});

describe('a safety answer pages', () => {
  test('and holds the sign-up, when all is well with the submission', async () => {
    const robin = await signed();
    expect(await submit(robin, phq9(withSafetyAnswer))).toMatchObject({ status: 201, body: { safetyAnswers: [9] } });
    expect(await statusOf(robin)).toBe('safety-conversation');
    expect(await pagesOf(robin)).toBe(1);
    expect(await safetyOf(robin)).toMatchObject([
      {
        status: 'open',
        raised: [
          {
            via: 'platform',
            answers: [
              {
                instrument: 'PHQ-9',
                item: 9,
                answer: 2,
                asked: expect.stringMatching(/better off dead/),
                answered: 'More than half the days',
              },
            ],
          },
        ],
        taken: null,
        judgement: null,
      },
    ]);
  });

  test.each(malformedWithSafetyAnswer)('although the submission is refused for %s', async (_what, body) => {
    const robin = await signed();
    const reply = await submit(robin, body, { headers: { 'content-type': 'application/json' } });
    expect([400, 422]).toContain(reply.status);
    expect(await pagesOf(robin)).toBe(1);
    expect(await statusOf(robin)).toBe('safety-conversation');
  });

  test('although its body says that it is no JSON', async () => {
    const robin = await signed();
    const headers = { 'content-type': 'text/plain' };
    expect((await submit(robin, JSON.stringify(phq9(withSafetyAnswer)), { headers })).status).toBe(415);
    expect(await pagesOf(robin)).toBe(1);
  });

  test('although it stands in generated garbage', async () => {
    const robin = await signed();
    let pages = 0;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 2 }), fc.string(), async (garbage, key) => {
        const { status } = await submit(robin, { [`${key}-`]: garbage, [`${key}+`]: [phq9(withSafetyAnswer)] });
        expect(status).toBe(422);
        pages += 1;
        expect((await safetyOf(robin))[0]?.timesRaised).toBeGreaterThanOrEqual(pages);
      }),
      { numRuns: 25 },
    );
  });

  test('although the form is not signed', async () => {
    const robin = await registerByApi(api);
    expect((await submit(robin, phq9(withSafetyAnswer))).body['type']).toBe('urn:heed:problem:consent-form-missing');
    expect(await pagesOf(robin)).toBe(1);
    expect(await statusOf(robin)).toBe('safety-conversation');
  });

  test('although it was submitted before, and again after a judgement', async () => {
    const robin = await signed();
    await submit(robin, phq9(clean['PHQ-9']));
    expect((await submit(robin, phq9(withSafetyAnswer))).body['type']).toBe('urn:heed:problem:already-submitted');
    expect(await pagesOf(robin)).toBe(1);
    await submit(robin, phq9(withSafetyAnswer));
    expect(await pagesOf(robin)).toBe(2);
    await judge(robin);
    await submit(robin, phq9(withSafetyAnswer));
    expect(await safetyOf(robin)).toMatchObject([{ status: 'open', timesRaised: 1 }, { status: 'judged' }]);
    expect(await statusOf(robin)).toBe('safety-conversation');
  });

  test.each(['expired', 'left'] as const)(
    'although the sign-up has %s: the concern then stands alone',
    async (kind) => {
      const robin = await signed();
      await api.cases.transact((work) => recordSignUpAct(work, robin.id, { kind }));
      expect((await submit(robin, phq9(withSafetyAnswer))).body['type']).toBe('urn:heed:problem:sign-up-over');
      expect(await pagesOf(robin)).toBe(1);
      expect(await statusOf(robin)).toBe(kind);
      expect((await judge(robin)).status).toBe(201);
      expect(await statusOf(robin)).toBe(kind);
    },
  );

  test.each(['expired', 'left'] as const)(
    'and one that has %s waits for it as soon as its link is renewed',
    async (kind) => {
      const [robin, ada] = [await signed(), await signed()];
      for (const { id } of [robin, ada]) {
        await api.cases.transact((work) => recordSignUpAct(work, id, { kind }));
      }
      for (const signUp of [robin, ada]) await submit(signUp, phq9(withSafetyAnswer));
      const renew = ({ id }: RegisteredByApi) =>
        api.cases.transact((work) => recordSignUpAct(work, id, { kind: 'link-renewed' }));
      expect(await renew(robin)).toBe('safety-conversation');
      await judge(robin);
      expect(await statusOf(robin)).toBe('awaiting-assessment');

      await judge(ada, { urgentCarePlanNeeded: true });
      expect(await renew(ada)).toBe('awaiting-assessment');
      for (const instrument of ['GAD-7', 'CORE-10'] as const) {
        await submit(ada, { instrument, version: '1', answers: clean[instrument] });
      }
      await submit(ada, phq9(clean['PHQ-9']));
      expect(await statusOf(ada)).toBe('planning-urgent-care');
    },
  );

  test('although whoever brings it may not submit', async () => {
    const robin = await signed();
    expect((await submit(robin, phq9(withSafetyAnswer), { who: 'admin' })).status).toBe(403);
    expect(await pagesOf(robin)).toBe(1);
  });

  test('although its key was used with another body, or is none; sent again with its key it pages once', async () => {
    const robin = await signed();
    const headers = { 'idempotency-key': `key of ${robin.id}` };
    expect((await submit(robin, phq9(clean['PHQ-9']), { headers })).status).toBe(201);
    const other = await submit(robin, phq9(withSafetyAnswer), { headers });
    expect(other.body['type']).toBe('urn:heed:problem:idempotency-key-reused');
    expect(await pagesOf(robin)).toBe(1);
    await submit(robin, phq9(withSafetyAnswer), { headers: { 'idempotency-key': 'k'.repeat(300) } });
    expect(await pagesOf(robin)).toBe(2);

    const ada = await signed();
    const once = { headers: { 'idempotency-key': `key of ${ada.id}` } };
    const first = await submit(ada, phq9(withSafetyAnswer), once);
    expect((await submit(ada, phq9(withSafetyAnswer), once)).text).toBe(first.text);
    expect(await pagesOf(ada)).toBe(1);
  });

  test('once for each of many that come at the same moment, and they are one conversation', async () => {
    const robin = await signed();
    const replies = await Promise.all(Array.from({ length: 8 }, () => submit(robin, phq9(withSafetyAnswer))));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await safetyOf(robin)).toMatchObject([{ timesRaised: 8 }]);
  });
});

describe('a person', () => {
  const waiting = async (): Promise<RegisteredByApi> => {
    const robin = await signed();
    await submit(robin, phq9(withSafetyAnswer));
    return robin;
  };

  test('reads first whom to call, where, on what number and in which language; every look is audited', async () => {
    const homeAddress = '1 Station Road, Harrowby HR1 1AA';
    const person = { ...unknownPerson(99), homeAddress, country: 'GB', language: 'pl', interpreter: 'pl' };
    const robin = await registerByApi(api, { person });
    const look = async (who: Who) => (await api.call(who, 'GET', `/v1/sign-ups/${robin.id}/safety`)).body;
    expect(await look('dutyClinician')).toEqual({ items: [] });
    await submit(robin, phq9(withSafetyAnswer));
    for (const who of ['dutyClinician', 'supervisor'] as const) {
      expect((await look(who))['client']).toEqual({
        name: `Robin ${person.lastName}`,
        location: homeAddress,
        callBackNumber: person.mobile,
        country: 'GB',
        language: 'pl',
        interpreter: 'pl',
        safeContact: { sms: true, email: true },
      });
    }
    expect((await refusedBy(api, () => api.call('admin', 'GET', `/v1/sign-ups/${robin.id}/safety`))).status).toBe(403);
    const { dutyClinician, supervisor, practitioner } = api.demo.organisation.staff;
    await api.asOwner('UPDATE clients SET practitioner_id = $1 WHERE id = $2', [practitioner.id, robin.clientId]);
    expect(Object.keys(await look('practitioner'))).toEqual(['items']);
    expect(
      await api.asOwner(
        "SELECT actor_id FROM audit_entries WHERE client_id = $1 AND action = 'safety.read' ORDER BY seq",
        [robin.clientId],
      ),
    ).toEqual([dutyClinician, dutyClinician, supervisor, practitioner].map(({ id }) => ({ actor_id: id })));
  });

  test('takes it, and hands it on to whoever takes it after them', async () => {
    const robin = await waiting();
    const { dutyClinician, supervisor } = api.demo.organisation.staff;
    const first = await acknowledge(robin);
    expect(first).toMatchObject({ status: 201, body: { takenBy: dutyClinician.id } });
    expect((await acknowledge(robin)).text).toBe(first.text);
    expect(await acknowledge(robin, 'supervisor')).toMatchObject({ status: 201, body: { takenBy: supervisor.id } });
    expect(await safetyOf(robin)).toMatchObject([{ taken: { by: supervisor.id } }]);
    expect(await statusOf(robin)).toBe('safety-conversation');
  });

  test('judges in words, and the sign-up goes on', async () => {
    const robin = await waiting();
    expect(await judge(robin)).toMatchObject({ status: 201, body: { caseId: null } });
    expect(await statusOf(robin)).toBe('awaiting-assessment');
    const [judged] = await safetyOf(robin);
    expect(judged).toMatchObject({
      status: 'judged',
      judgement: { by: api.demo.organisation.staff.dutyClinician.id, urgentCarePlanNeeded: false },
    });
    expect(judged?.judgement?.note).toContain('We talked for an hour');
    expect(await outbox(judged?.id ?? '')).toEqual(['start', 'signal']);
  });

  test('who finds that a plan is needed has one asked for', async () => {
    const robin = await waiting();
    await judge(robin, { urgentCarePlanNeeded: true });
    for (const instrument of ['GAD-7', 'CORE-10'] as const) {
      await submit(robin, { instrument, version: '1', answers: clean[instrument] });
    }
    expect(await statusOf(robin)).toBe('planning-urgent-care');
  });

  test('who finds danger opens a case from there', async () => {
    const robin = await waiting();
    const { body } = await judge(robin, { openCase: true }, 'supervisor');
    const opened = await api.call('supervisor', 'GET', `/v1/urgent-care/cases/${String(body['caseId'])}`);
    expect(opened).toMatchObject({ status: 200, body: { immediacy: 'immediate', clientId: robin.clientId } });
    expect((await safetyOf(robin))[0]?.judgement?.caseId).toBe(body['caseId']);
  });

  describe('who does not say how much they read', () => {
    const refusedFor = async (robin: RegisteredByApi, who: Who = 'dutyClinician') =>
      expect(await refusedBy(api, () => judge(robin, {}, who))).toMatchObject({
        status: 409,
        body: { type: 'urn:heed:problem:answered-again', timesRaised: 2 },
      });

    test('judges no answer that came after they looked, until they have looked again', async () => {
      const robin = await waiting();
      await safetyOf(robin);
      await submit(robin, phq9(withSafetyAnswer));
      await refusedFor(robin);
      await safetyOf(robin);
      expect((await judge(robin)).status).toBe(201);
    });

    test('judges no second answer of which only somebody else has heard', async () => {
      const robin = await waiting();
      await submit(robin, phq9(withSafetyAnswer));
      await refusedFor(robin, 'supervisor');
      await safetyOf(robin);
      await refusedFor(robin, 'supervisor');
      expect((await judge(robin)).status).toBe(201);
    });

    test('judges a second answer once they are paged about it, and not before', async () => {
      const robin = await waiting();
      const [concern] = await safetyOf(robin);
      await submit(robin, phq9(withSafetyAnswer));
      await refusedFor(robin);
      await api.cases.transact((work) =>
        openSafetyPage(work, englishSafetyPageLetter, {
          concernId: String(concern?.id),
          organisationId: work.organisationId,
          step: 1,
          at: work.at.getTime(),
          page: 'news',
          rung: 0,
        }),
      );
      await refusedFor(robin, 'supervisor');
      expect((await judge(robin)).status).toBe(201);
    });
  });

  test('does not judge what they have not read, nor what nobody answered', async () => {
    const robin = await waiting();
    await submit(robin, phq9(withSafetyAnswer));
    expect(await refusedBy(api, () => judge(robin, { timesRaised: 1 }))).toMatchObject({
      status: 409,
      body: { type: 'urn:heed:problem:answered-again', timesRaised: 2 },
    });
    expect((await judge(robin, { timesRaised: 2 })).status).toBe(201);
    for (const asking of [() => judge(robin), () => acknowledge(robin)]) {
      expect(await refusedBy(api, asking)).toMatchObject({
        status: 409,
        body: { type: 'urn:heed:problem:no-safety-answer' },
      });
    }
  });

  test.each(['platform', 'practitioner', 'dpo', 'admin'] as const)(
    '%s neither takes, judges nor reads it',
    async (who) => {
      const robin = await waiting();
      const reading = () => api.call(who, 'GET', `/v1/sign-ups/${robin.id}/safety`);
      for (const asking of [() => acknowledge(robin, who), () => judge(robin, {}, who), reading]) {
        expect((await refusedBy(api, asking)).status).toBe(403);
      }
    },
  );

  test.each<[string, object]>([
    ['no note', { note: ' ' }],
    ['a grade', { risk: 'low' }],
    ['no word about a plan', { urgentCarePlanNeeded: null }],
  ])('is refused with %s', async (_what, changes) => {
    const robin = await waiting();
    expect((await refusedBy(api, () => judge(robin, changes))).status).toBe(422);
  });

  test('of another organisation finds nothing', async () => {
    const robin = await waiting();
    for (const asking of [
      () => acknowledge(robin, 'supervisorElsewhere'),
      () => judge(robin, {}, 'supervisorElsewhere'),
    ]) {
      expect((await refusedBy(api, asking)).status).toBe(404);
    }
  });
});
