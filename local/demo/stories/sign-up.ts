import { randomInt } from 'node:crypto';
import { type Answer, answerOf } from '../../../client/heed-client';
import { PlainFailure } from '../../plain-failure';
import { type Inboxed, linkIn, type StaffKey } from '../../stack-client';
import type { Stack } from '../../stack-file';
import { inSignUp, type UrgentCarePlan } from '../in-sign-up';
import { registerNewcomer } from '../newcomer';
import type { Story } from '../story';
import { say, show } from '../telling';

/**
 * From registration to the first session: one client answers above zero to the question about their safety, and is
 * phoned before anything goes on.
 */
export const signUp: Story = async (http, stack) => {
  const { organisation } = stack;
  const since = new Date().toISOString();
  // Somebody whom this stack does not know yet, so that the story can be told again.
  const robin = await registerNewcomer(http, organisation.courses[0]?.id ?? null, 200 + randomInt(60) * 3);
  const { staff } = organisation;
  const platform = inSignUp(http.as('platform'), robin);
  const dutyClinician = inSignUp(http.as('dutyClinician'), robin);
  const supervisor = inSignUp(http.as('supervisor'), robin);
  const reaches = (status: Answer<'readSignUp'>['status']): Promise<void> =>
    http.awaits(`the sign-up to be ${status}`, async () => (await supervisor.status()) === status);
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
  await platform.submits('GAD-7', [1, 1, 2, 1, 0, 1, 1]);
  await platform.submits('CORE-10', [2, 2, 2, 1, 1, 0, 2, 1, 1, 2]);
  const { total, safetyAnswers } = await platform.submits('PHQ-9', [1, 2, 1, 2, 1, 1, 1, 0, 1]);
  say(
    `Robin answers them all. PHQ-9: ${total}; item ${safetyAnswers.join(', ')} is above zero.`,
    'That is no grade and no score: it means that a person talks to Robin now. Nothing else goes on.',
  );
  await reaches('safety-conversation');
  await receives(
    staff.dutyClinician.mobile,
    /asks for a person now/,
    `${staff.dutyClinician.name} is paged within seconds:`,
  );

  await dutyClinician.takesIt();
  await dutyClinician.judges({
    note: 'Phoned at once and spoke for half an hour. Fleeting thoughts, no plan. Agreed on an urgent care plan.',
    urgentCarePlanNeeded: true,
    openCase: false,
  });
  say(
    `${staff.dutyClinician.name} says “I have it”, phones Robin, and records the judgement: an urgent care plan is needed.`,
  );
  await reaches('planning-urgent-care');

  const half = await dutyClinician.savesPlan({ ...plan(robin.number), gp: null });
  say('Half of a plan is kept, and says what it lacks:', half.lacks.join(', '));
  await dutyClinician.savesPlan(plan(robin.number));
  say('Together they complete it: the GP, two contacts, and what each of them may be told.');
  await reaches('allocating');

  const { proposed, ranking, excluded } = await supervisor.readsAllocation();
  say(
    'Heed proposes a practitioner, with each reason in words that Robin could be shown:',
    ...[...ranking, ...excluded].map((one) => `${nameOf(stack, one.practitionerId)}: ${one.reasons.join(' ')}`),
  );
  if (proposed === null) throw new PlainFailure('No practitioner of the demo suits.');
  await supervisor.confirms(proposed, 'Suits what Robin comes for.');
  say(`${staff.supervisor.name} confirms: no machine decides this alone.`);

  const key = keyOf(stack, proposed);
  await receives(staff[key].mobile, /offered to you/, `${staff[key].name} is asked:`);
  await inSignUp(http.as(key), robin).accepts('Glad to.');
  await reaches('enrolled');
  await receives(robin.mobile, /first session/, 'Robin hears that someone is there for them:');

  const firstSession = new Date(Date.now() + 3 * 24 * 60 * 60_000).toISOString();
  const booked = {
    clientId: robin.clientId,
    courseId: robin.courseId,
    practitionerId: proposed,
    startedAt: firstSession,
  };
  const { id: enrolmentId } = answerOf(await http.as('platform').POST('/v1/enrolments', { body: booked }));
  say(
    `The platform books the first session, ${firstSession.slice(0, 10)}: the course begins.`,
    `Enrolment ${enrolmentId}`,
  );
  say('Every message, as its recipient saw it:', `${stack.sandboxUrl}/sandbox`);
};

type Contact = NonNullable<UrgentCarePlan['contacts']>[number];

/** Three different numbers, and what each person may be told. */
const plan = (number: number): UrgentCarePlan => ({
  gp: { name: 'Dr Ines Calloway', practice: 'Calloway Surgery', email: 'ines.calloway@surgery.example', phone: null },
  contacts: [contact('Kit Newcome', 'brother', number + 1), contact('Noor Sharman', 'friend', number + 2)],
  permissions: {
    gp: { now: 'summary', emergency: 'concern' },
    'contact-1': { now: 'concern', emergency: 'concern' },
    'contact-2': { now: 'concern', emergency: null },
  },
  neverContact: [],
});

const contact = (name: string, relationship: string, number: number): Contact => ({
  name,
  relationship,
  mobile: `+447700900${number}`,
  email: null,
  isAdult: true,
  couldBeDanger: 'no',
});

const practitionerKeys = ['practitioner', 'secondPractitioner'] as const;

function keyOf({ organisation }: Stack, staffId: string): StaffKey {
  const key = practitionerKeys.find((one) => organisation.staff[one].id === staffId);
  if (!key) throw new PlainFailure('The practitioner who was proposed has no token in this stack.');
  return key;
}

const nameOf = ({ organisation }: Stack, staffId: string): string =>
  Object.values(organisation.staff).find(({ id }) => id === staffId)?.name ?? staffId;
