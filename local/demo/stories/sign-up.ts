import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { PlainFailure } from '../../plain-failure';
import { type Inboxed, linkIn, type StackClient, type StaffKey } from '../../stack-client';
import type { Stack } from '../../stack-file';
import type { Story } from '../story';
import { say, show } from '../telling';

/**
 * From registration to the first session: one client answers above zero to the question about their safety, and is
 * phoned before anything goes on.
 */
export const signUp: Story = async (http, stack) => {
  const { organisation } = stack;
  const since = new Date().toISOString();
  const robin = await register(http, organisation.courses[0]?.id ?? null);
  const { staff } = organisation;
  const path = `/v1/sign-ups/${robin.signUpId}`;
  const receives = async (mobile: string, text: RegExp, heading: string): Promise<Inboxed> => {
    const message = await http.messageTo(mobile, since, text);
    show(heading, message);
    return message;
  };
  say('The platform registers Robin Newcome.', `Sign-up ${robin.signUpId}`);

  const asked = await receives(robin.mobile, /\/s\//, 'Robin is asked for the consent form:');
  await http.submit(linkIn(asked), { signedName: 'Robin Newcome', agree: 'yes' });
  say('Robin reads the form behind the link, types their name, and signs.');

  await receives(robin.mobile, /questions/, 'Now the questions:');
  await answers(http, path, 'GAD-7', [1, 1, 2, 1, 0, 1, 1]);
  await answers(http, path, 'CORE-10', [2, 2, 2, 1, 1, 0, 2, 1, 1, 2]);
  const { total, safetyAnswers } = await answers(http, path, 'PHQ-9', [1, 2, 1, 2, 1, 1, 1, 0, 1]);
  say(
    `Robin answers them all. PHQ-9: ${total}; item ${safetyAnswers.join(', ')} is above zero.`,
    'That is no grade and no score: it means that a person talks to Robin now. Nothing else goes on.',
  );
  await until(http, path, 'safety-conversation');
  await receives(
    staff.dutyClinician.mobile,
    /asks for a person now/,
    `${staff.dutyClinician.name} is paged within seconds:`,
  );

  await http.post('dutyClinician', `${path}/safety-acknowledgements`, {});
  await http.post('dutyClinician', `${path}/safety-judgements`, {
    note: 'Phoned at once and spoke for half an hour. Fleeting thoughts, no plan. Agreed on an urgent care plan.',
    urgentCarePlanNeeded: true,
    openCase: false,
  });
  say(
    `${staff.dutyClinician.name} says “I have it”, phones Robin, and records the judgement: an urgent care plan is needed.`,
  );
  await until(http, path, 'planning-urgent-care');

  const planPath = `/v1/clients/${robin.clientId}/urgent-care-plan`;
  const half = await http.put('dutyClinician', planPath, { ...plan(robin.number), gp: null });
  say('Half of a plan is kept, and says what it lacks:', String(half['lacks']));
  await http.put('dutyClinician', planPath, plan(robin.number));
  say('Together they complete it: the GP, two contacts, and what each of them may be told.');
  await until(http, path, 'allocating');

  const { proposed, ranking, excluded } = allocation.parse(await http.get('supervisor', `${path}/allocation`));
  say(
    'Heed proposes a practitioner, with each reason in words that Robin could be shown:',
    ...[...ranking, ...excluded].map((one) => `${nameOf(stack, one.practitionerId)}: ${one.reasons.join(' ')}`),
  );
  if (proposed === null) throw new PlainFailure('No practitioner of the demo suits.');
  await http.post('supervisor', `${path}/allocation-decisions`, {
    kind: 'confirm',
    practitionerId: proposed,
    reason: 'Suits what Robin comes for.',
  });
  say(`${staff.supervisor.name} confirms: no machine decides this alone.`);

  const key = keyOf(stack, proposed);
  await receives(staff[key].mobile, /offered to you/, `${staff[key].name} is asked:`);
  await http.post(key, `${path}/allocation-answers`, { answer: 'accept', reason: 'Glad to.' });
  await until(http, path, 'enrolled');
  await receives(robin.mobile, /first session/, 'Robin hears that someone is there for them:');

  const firstSession = new Date(Date.now() + 3 * 24 * 60 * 60_000).toISOString();
  const { id: enrolmentId } = await http.post('platform', '/v1/enrolments', {
    clientId: robin.clientId,
    courseId: robin.courseId,
    practitionerId: proposed,
    startedAt: firstSession,
  });
  say(
    `The platform books the first session, ${firstSession.slice(0, 10)}: the course begins.`,
    `Enrolment ${String(enrolmentId)}`,
  );
  say('Every message, as its recipient saw it:', `${stack.sandboxUrl}/sandbox`);
};

interface Newcomer {
  readonly signUpId: string;
  readonly clientId: string;
  readonly mobile: string;
  readonly number: number;
  readonly courseId: string | null;
}

/** Somebody whom this stack does not know yet, so that the story can be told again. */
async function register(http: StackClient, courseId: string | null): Promise<Newcomer> {
  const number = 200 + randomInt(60) * 3;
  const mobile = `+447700900${number}`;
  const taken = z.object({ id: z.string(), clientId: z.string() });
  const { id, clientId } = taken.parse(
    await http.post('platform', '/v1/sign-ups', {
      person: {
        email: `robin.newcome.${number}@mail.example`,
        mobile,
        firstName: 'Robin',
        lastName: 'Newcome',
        birthDate: '1990-05-17',
        country: 'GB',
        homeAddress: '1 Station Road, Harrowby HR1 1AA',
      },
      courseId,
      preferences: { presentingNeed: 'depression' },
      sharing: { riskSummary: true, progressSummary: true },
      guard: { question: 'What did you see from your first bedroom?', answer: 'A blue door' },
    }),
  );
  return { signUpId: id, clientId, mobile, number, courseId };
}

/** Three different numbers, and what each person may be told. */
const plan = (number: number) => ({
  gp: { name: 'Dr Ines Calloway', practice: 'Calloway Surgery', email: 'ines.calloway@surgery.example', phone: null },
  contacts: [contact('Kit Newcome', 'brother', number + 1), contact('Noor Sharman', 'friend', number + 2)],
  permissions: {
    gp: { now: 'summary', emergency: 'concern' },
    'contact-1': { now: 'concern', emergency: 'concern' },
    'contact-2': { now: 'concern', emergency: null },
  },
  neverContact: [],
});

const contact = (name: string, relationship: string, number: number) => ({
  name,
  relationship,
  mobile: `+447700900${number}`,
  email: null,
  isAdult: true,
  couldBeDanger: 'no',
});

const answered = z.object({ total: z.number(), safetyAnswers: z.array(z.number()) });
const answers = async (http: StackClient, path: string, instrument: string, given: readonly number[]) =>
  answered.parse(await http.post('platform', `${path}/assessment`, { instrument, version: '1', answers: given }));

const reasons = z.object({ practitionerId: z.string(), reasons: z.array(z.string()) });
const allocation = z.object({
  proposed: z.string().nullable(),
  ranking: z.array(reasons),
  excluded: z.array(reasons),
});

const until = (http: StackClient, path: string, status: string): Promise<void> =>
  http.awaits(`the sign-up to be ${status}`, async () => (await http.get('supervisor', path))['status'] === status);

const practitionerKeys = ['practitioner', 'secondPractitioner'] as const;

function keyOf({ organisation }: Stack, staffId: string): StaffKey {
  const key = practitionerKeys.find((one) => organisation.staff[one].id === staffId);
  if (!key) throw new PlainFailure('The practitioner who was proposed has no token in this stack.');
  return key;
}

const nameOf = ({ organisation }: Stack, staffId: string): string =>
  Object.values(organisation.staff).find(({ id }) => id === staffId)?.name ?? staffId;
