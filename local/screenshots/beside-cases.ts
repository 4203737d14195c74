import { answerOf, type Body } from '../../client/heed-client';
import type { Records } from '../../records/records';
import { inSignUp } from '../demo/in-sign-up';
import { registerNewcomer } from '../demo/newcomer';
import { linkIn, type StackClient } from '../stack-client';
import type { Stack } from '../stack-file';
import { wasMeasured } from './measures-on-record';

/** What the pictures show beside urgent care. */

type Organisation = Stack['organisation'];

const dayMs = 24 * 60 * 60_000;
const daysAgo = (days: number): Date => new Date(Date.now() - days * dayMs);

/** Four times over a year, and better in the end. */
export async function measure(
  http: StackClient,
  records: Records,
  organisation: Organisation,
  clientId: string,
): Promise<void> {
  const told: readonly (readonly [days: number, answers: readonly number[]])[] = [
    [330, [3, 3, 2, 2, 2, 2, 1, 1, 0]],
    [240, [2, 2, 2, 2, 1, 2, 1, 1, 0]],
    [120, [2, 1, 1, 1, 1, 1, 1, 1, 0]],
    [20, [1, 1, 1, 0, 1, 0, 0, 0, 0]],
  ];
  for (const [days, answers] of told) {
    await records.withOrganisation(organisation.id, daysAgo(days), (work) =>
      wasMeasured(work, clientId, { instrument: 'PHQ-9', answers }),
    );
  }
  const params = { path: { clientId } };
  const body = { sharing: { progressSummary: true } };
  answerOf(await http.as('platform').PATCH('/v1/clients/{clientId}', { params, body }));
}

/** With a gap, as rotas have them: no duty clinician at the weekend. */
export async function saveRota(http: StackClient, { staff }: Organisation): Promise<void> {
  const { dutyClinician, supervisor, secondSupervisor } = staff;
  const workingDays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
  const everyDay = [...workingDays, 'sat', 'sun'] as const;
  const body: Body<'saveRota'> = {
    timeZone: 'Europe/London',
    tiers: [
      {
        name: 'duty-clinician',
        shifts: [{ staffId: dutyClinician.id, days: [...workingDays], from: '00:00', to: '24:00' }],
        overrides: [],
      },
      {
        name: 'supervisor',
        shifts: [
          { staffId: supervisor.id, days: [...everyDay], from: '08:00', to: '20:00' },
          { staffId: secondSupervisor.id, days: [...everyDay], from: '20:00', to: '08:00' },
        ],
        overrides: [],
      },
    ],
  };
  answerOf(await http.as('supervisor').PUT('/v1/rota', { body }));
}

/** Somebody has signed up, and waits for a practitioner. Resolves to the sign-up's id. */
export async function signUp(http: StackClient, { courses }: Organisation): Promise<string> {
  const since = new Date().toISOString();
  const robin = await registerNewcomer(http, courses[0]?.id ?? null, 200);
  const platform = inSignUp(http.as('platform'), robin);
  await http.submit(linkIn(await http.messageTo(robin.mobile, since, /\/s\//)), {
    signedName: 'Robin Newcome',
    agree: 'yes',
  });
  await platform.submits('GAD-7', [1, 1, 2, 1, 0, 1, 1]);
  await platform.submits('CORE-10', [2, 2, 2, 1, 1, 0, 2, 1, 1, 2]);
  await platform.submits('PHQ-9', [1, 2, 1, 2, 1, 1, 1, 0, 0]);
  await http.awaits('a practitioner to be proposed', async () => (await platform.status()) === 'allocating');
  return robin.signUpId;
}

/** What a data protection officer has before them: an opt-out that a list has not confirmed, an end near, a hold. */
export async function concernTheDpo(
  http: StackClient,
  { sandboxUrl, organisation }: Pick<Stack, 'sandboxUrl' | 'organisation'>,
  { optsOut, leaves, isHeld }: Readonly<Record<'optsOut' | 'leaves' | 'isHeld', string>>,
): Promise<void> {
  const admin = http.as('admin');
  const dpo = http.as('dpo');
  const list = {
    kind: 'webhook',
    name: 'The old newsletter',
    url: `${sandboxUrl}/nobody-answers-here`,
    secret: `whsec_${Buffer.alloc(32).toString('base64')}`,
  } as const;
  answerOf(await admin.POST('/v1/marketing/lists', { body: list }));
  const optOut = { clientId: optsOut, source: 'phone', receivedAt: daysAgo(5).toISOString() };
  answerOf(await dpo.POST('/v1/marketing/opt-outs', { body: optOut }));

  const enrolment = {
    clientId: leaves,
    courseId: organisation.courses[0]?.id ?? null,
    practitionerId: organisation.staff.practitioner.id,
    startedAt: daysAgo(400).toISOString(),
  };
  const { id: enrolmentId } = answerOf(await admin.POST('/v1/enrolments', { body: enrolment }));
  const params = { path: { enrolmentId } };
  const body = { endedAt: daysAgo(345).toISOString(), reason: 'The course is over.' };
  answerOf(await admin.POST('/v1/enrolments/{enrolmentId}/end', { params, body }));

  const whose = { path: { clientId: isHeld } };
  const hold: Body<'placeHold'> = {
    categories: ['cases', 'messages'],
    reason: 'A complaint is being looked into.',
    reviewOn: new Date(Date.now() + 90 * dayMs).toISOString().slice(0, 10),
  };
  answerOf(await dpo.POST('/v1/clients/{clientId}/holds', { params: whose, body: hold }));
}
