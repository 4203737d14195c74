import { type Instrument, instruments, type SignUpStatus } from '../../workflows/sign-up/words';
import { oneAtATimeAbout } from '../addresses';
import { audit } from '../audit/record';
import { actorOf, type Caller } from '../caller';
import { newCode } from '../codes';
import { conflict, notFound } from '../errors';
import { newId } from '../ids';
import { endInterest } from '../interests/interests';
import { agreeToTicked } from '../marketing/ticked';
import { addClient } from '../organisations';
import { type ClientWords, type OrganisationFacts, organisationOf } from '../people';
import { tellPlatforms } from '../platform-events/tell-platforms';
import type { Work } from '../work';
import { startSignUpProcess } from './acts';
import { ageOn, requireAdult } from './adults';
import { readSignUp, type SignUpPlan, type SignUpWords } from './sign-up-row';

export interface Registration {
  readonly person: Omit<ClientWords, 'guardQuestion' | 'guardAnswer'> & {
    readonly email: string;
    readonly mobile: string;
    readonly birthDate: string;
  };
  readonly courseId: string | null;
  readonly plan: SignUpPlan;
  readonly preferences: SignUpWords['preferences'];
  readonly sharing: SignUpWords['sharing'];
  readonly marketing: SignUpWords['marketing'];
  readonly guard: { readonly question: string; readonly answer: string } | null;
}

export interface Registered {
  readonly id: string;
  readonly clientId: string;
  readonly status: SignUpStatus;
}

/**
 * Takes somebody on as a client: once this has committed, their first message is on its way whatever fails.
 * domain.md §2.1
 * @throws Conflict for somebody who is registered already; InvalidInput for a minor, an unknown course, no mobile
 */
export async function register(work: Work, caller: Caller, registration: Registration): Promise<Registered> {
  const { person, courseId, plan, guard } = registration;
  const actor = await actorOf(work, caller);
  const organisation = await organisationOf(work);
  requireAdult(ageOn(work.at, person.birthDate, organisation.timeZone));
  if (courseId !== null && !(await work.db.course.findUnique({ where: { id: courseId } }))) throw notFound('course');
  await requireUnknown(work, person);

  const clientId = newId();
  const words: ClientWords = {
    ...person,
    guardAnswer: guard?.answer ?? '',
    ...(guard ? { guardQuestion: guard.question } : {}),
  };
  await addClient(work, { id: clientId, practitionerId: null, words, plan: null });

  const id = newId();
  const sealed: SignUpWords = {
    preferences: registration.preferences,
    sharing: registration.sharing,
    marketing: registration.marketing,
  };
  await work.db.signUp.create({
    data: {
      id,
      organisationId: work.organisationId,
      clientId,
      courseId,
      plan,
      code: await newCode(work, 'sign-up', 5, async (code) => (await work.db.signUp.count({ where: { code } })) > 0),
      instruments: wanted(organisation),
      status: 'awaiting-consent-form',
      registeredAt: work.at,
      sealed: await work.seal(clientId, sealed),
    },
  });
  await audit(work, { actor, action: 'client.registered', clientId });
  await agreeToTicked(work, actor, clientId, registration.marketing);
  await endInterest(work, person.email, 'signed-up');
  const row = await readSignUp(work, id);
  await startSignUpProcess(work, row);
  await tellPlatforms(work, 'sign-up.status-changed', id, { signUpId: id, clientId, status: row.status });
  return { id, clientId, status: row.status };
}

/** Every questionnaire that is switched on. */
const wanted = ({ core10 }: OrganisationFacts): Instrument[] =>
  instruments.filter((instrument) => instrument !== 'CORE-10' || core10);

/** One person is registered once. Two registrations of the same person wait for one another here. */
async function requireUnknown(
  work: Work,
  { email, mobile }: { readonly email: string; readonly mobile: string },
): Promise<void> {
  await oneAtATimeAbout(work, email, mobile);
  const known = await work.db.client.count({
    where: { OR: [{ emailIndex: { in: work.indexes(email) } }, { mobileIndex: { in: work.indexes(mobile) } }] },
  });
  if (known === 0) return;
  throw conflict(
    'already-registered',
    'Somebody is registered with this email address or mobile number. Let them sign in, or ask them for another one.',
  );
}
