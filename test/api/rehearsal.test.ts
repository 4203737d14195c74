import { type ApiUnderTest, createApiUnderTest, type Reply } from '../support/api';
import { policyOfTheContract } from '../support/policy-of-the-contract';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await createApiUnderTest();
});
afterAll(() => api?.stop());

const path = '/v1/urgent-care/policy/rehearsal';
const rehearse = (body: object, who = 'supervisor'): Promise<Reply> => api.call(who, 'POST', path, body);

interface Item {
  readonly after: string;
  readonly at: string;
  readonly kind: string;
  readonly text: string;
  readonly message?: { readonly to: string; readonly channel: string; readonly template: string };
  readonly who?: string;
}
const itemsOf = ({ body }: Reply): readonly Item[] => body['items'] as readonly Item[];

const { version: _version, ...policy } = policyOfTheContract;
const script = [
  { after: 'PT2M', act: { kind: 'client-answers', answers: [{ recipient: 'contact-1', answer: 'agree' }] } },
  { after: 'PT5M', act: { kind: 'proceed', recipients: ['contact-1'] } },
  { after: 'PT9M', act: { kind: 'acknowledgement', recipient: 'contact-1', answer: 'acting' } },
  { after: 'PT12M', act: { kind: 'human-outcome', outcome: 'someone-acting' } },
];

test('the policy in force is played to its end, with every message and when it would go', async () => {
  const reply = await rehearse({ immediacy: 'immediate', script, until: 'P4D' });
  expect(reply).toMatchObject({
    status: 200,
    body: { ends: 'closed', stoppedBy: 'closed', bounds: { until: 'P4D', steps: 500 } },
  });
  expect(itemsOf(reply).find(({ kind }) => kind === 'disclosure.sent')).toEqual({
    after: 'PT5M',
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    kind: 'disclosure.sent',
    text: 'A message goes: the first contact, by sms.',
    message: { to: 'contact-1', channel: 'sms', template: 'disclosure' },
  });
  const templates = itemsOf(reply).flatMap(({ message }) => message?.template ?? []);
  expect(new Set(templates)).toEqual(
    new Set(['inform-client', 'page-for-decision', 'disclosure', 'what-was-shared', 'page-for-outcome', 'how-it-was']),
  );
});

test('each line is somebody’s: whom a message goes to, or who does it', async () => {
  const items = itemsOf(await rehearse({ immediacy: 'immediate', script, until: 'PT15M' }));
  const whose = items.map(({ kind, message, who }) => [kind, message?.to ?? who ?? 'nobody']);
  expect(whose).toEqual(
    expect.arrayContaining([
      ['concern.raised', 'nobody'],
      ['client.informed', 'client'],
      ['client.answered', 'client'],
      ['decision.recorded', 'owner'],
      ['disclosure.sent', 'contact-1'],
      ['recipient.acting', 'contact-1'],
      ['outcome.recorded', 'owner'],
    ]),
  );
  expect(items.filter(({ message, who }) => message && who)).toEqual([]);
});

test('a policy of one’s own is played instead of the one in force, and is not saved', async () => {
  const before = await api.onRecord();
  const swift = { ...policy, clientWindow: { ...policy.clientWindow, immediate: 'PT1M' } };
  const reply = await rehearse({ policy: swift, immediacy: 'immediate', until: 'PT2M' });
  expect(itemsOf(reply).find(({ kind }) => kind === 'staff.asked-for-decision')).toMatchObject({ after: 'PT1M' });
  expect(reply.body).toMatchObject({ ends: 'deciding', stoppedBy: 'until' });
  expect(await api.onRecord()).toEqual(before);
});

test('the policy that was saved last is in force', async () => {
  const slow = { ...policy, clientWindow: { ...policy.clientWindow, immediate: 'PT20M' } };
  expect((await api.call('supervisor', 'PUT', '/v1/urgent-care/policy', slow)).status).toBe(200);
  const reply = await rehearse({ immediacy: 'immediate', until: 'PT30M' });
  expect(itemsOf(reply).find(({ kind }) => kind === 'staff.asked-for-decision')).toMatchObject({ after: 'PT20M' });
});

test('nothing is sent and nothing is recorded, however long the rehearsal', async () => {
  const before = await api.onRecord();
  const reply = await rehearse({ immediacy: 'immediate', script: script.slice(0, 2), until: 'P28D' });
  expect(reply.body).toMatchObject({ ends: 'nobody-acting', stoppedBy: 'most-steps' });
  expect(await api.onRecord()).toEqual(before);
});

test('the rota is the organisation’s own, by role', async () => {
  const reply = await rehearse({ immediacy: 'immediate', until: 'PT3H' });
  const asked = itemsOf(reply).flatMap(({ message }) =>
    message?.template === 'page-for-decision' ? [message.to] : [],
  );
  expect(new Set(asked)).toEqual(new Set(['owner', 'duty-clinician', 'supervisor']));
});

test.each(['practitioner', 'dutyClinician', 'supervisor', 'dpo', 'admin'])('%s may rehearse', async (who) => {
  expect((await rehearse({ immediacy: 'watchful' }, who)).status).toBe(200);
});

test('a platform may not: the policy is for staff', async () => {
  const reply = await rehearse({ immediacy: 'watchful' }, 'platform');
  expect(reply).toMatchObject({ status: 403, body: { type: 'urn:heed:problem:forbidden' } });
});

const line = (act: object): object => ({ script: [{ after: 'PT1M', act }] });
const wrong: readonly (readonly [string, object, string])[] = [
  ['no immediacy', { immediacy: undefined }, 'immediacy'],
  ['a time that is none', { script: [{ after: 'soon', act: { kind: 'call' } }] }, 'script/0/after'],
  ['a time beyond four weeks', { script: [{ after: 'P29D', act: { kind: 'call' } }] }, 'script/0/after'],
  ['an end beyond four weeks', { until: 'P29D' }, 'until'],
  ['an act that nobody knows', line({ kind: 'pray' }), 'script/0/act/kind'],
  ['a recipient whom nobody knows', line({ kind: 'proceed', recipients: ['aunt'] }), 'script/0/act/recipients/0'],
  ['a decision for nobody', line({ kind: 'proceed', recipients: [] }), 'script/0/act/recipients'],
  [
    'an answer that is none',
    line({ kind: 'client-answers', answers: [{ recipient: 'gp', answer: 'perhaps' }] }),
    'script/0/act/answers/0/answer',
  ],
  ['a person whom a plan does not permit', { planPermits: ['police'] }, 'planPermits/0'],
  ['a policy that could never reach anyone', { policy: { ...policy, steps: [] } }, 'policy/steps'],
  [
    'a policy with a window that is none',
    { policy: { ...policy, nobodyActing: { pageEvery: 'often' } } },
    'policy/nobodyActing/pageEvery',
  ],
];
test.each(wrong)('%s is 422 and says where', async (_what, changes, at) => {
  const reply = await rehearse({ immediacy: 'immediate', ...changes });
  expect(reply).toMatchObject({ status: 422, body: { type: 'urn:heed:problem:invalid-input' } });
  const errors = reply.body['errors'] as readonly { path: string }[];
  expect(errors.map(({ path: where }) => where)).toContain(at);
});
