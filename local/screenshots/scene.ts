import { answerOf, type Body } from '../../client/heed-client';
import type { Records } from '../../records/records';
import { clientOfFirstDecision } from '../demo/first-decision';
import { inCase } from '../demo/in-case';
import { PlainFailure } from '../plain-failure';
import { linkIn, type StackClient } from '../stack-client';
import type { Stack } from '../stack-file';
import { wasMeasured } from './measures-on-record';

type Demo = Pick<Stack, 'organisation'>;
type DemoClient = Stack['organisation']['clients'][number];

/** What the pictures show: cases of the demo at different points, and the links that people in them were sent. */
export interface Scene {
  /** Who has been measured some times, and shares it with their practitioner. */
  readonly measured: { readonly clientId: string };
  /** The one that `npm start` leaves to be decided. */
  readonly waiting: { readonly caseId: string };
  readonly proposed: { readonly caseId: string; readonly decisionId: string };
  readonly asked: { readonly link: string; readonly guardAnswer: string };
  readonly told: { readonly link: string };
}

/** Sets it on a stack that has just been started for the first time: by real HTTP, but for what lies months back. */
export async function setScene(http: StackClient, records: Records, { organisation }: Demo): Promise<Scene> {
  const { practitioner } = organisation.staff;
  const [first, second, third] = organisation.clients.filter((client) => client.practitionerId === practitioner.id);
  if (!first || !second || !third) throw new PlainFailure('The demo has too few clients for the pictures.');
  const [waiting] = await http.casesAbout(clientOfFirstDecision(organisation).id);
  if (!waiting) throw new PlainFailure('No decision was left on the stack of the pictures.');

  const asked = await raise(http, first, 'immediate', 'Says they see no way on, and would not say where they are.');
  const proposed = await raise(
    http,
    second,
    'significant',
    'Lives with dementia, left home last night without a coat, and has not been seen.',
  );
  const told = await raise(http, third, 'significant', 'Said goodbye in an odd way, and does not answer the phone.');

  await proposed.answers({ gp: 'refuse' });
  const { decisionId } = await proposed.decides({
    kind: 'override',
    disclosures: [{ recipient: 'contact-1', tier: 'concern' }],
    row: 4,
    facts: { atRisk: 'adult-at-risk' },
    alternativesConsidered: 'To ring once more, and to wait until the evening.',
    reason: 'They cannot keep themself safe, and nobody who could look for them knows.',
  });
  await told.answers({ 'contact-1': 'concern' });
  await told.decides({ kind: 'proceed', recipients: ['contact-1'], note: 'Within what was agreed.' });
  await saveRota(http, organisation);
  await measure(http, records, organisation.id, first.id);
  const contact = third.urgentCarePlan.contacts[0]?.mobile ?? '';
  return {
    measured: { clientId: first.id },
    waiting: { caseId: waiting.id },
    proposed: { caseId: proposed.id, decisionId },
    asked: { link: await asked.link(), guardAnswer: first.guardAnswer },
    told: { link: linkIn(await http.messageTo(contact, told.since, /\/a\//)) },
  };
}

const dayMs = 24 * 60 * 60_000;

/** Four times over a year, and better in the end. */
async function measure(http: StackClient, records: Records, organisationId: string, clientId: string): Promise<void> {
  const told: readonly (readonly [daysAgo: number, answers: readonly number[]])[] = [
    [330, [3, 3, 2, 2, 2, 2, 1, 1, 0]],
    [240, [2, 2, 2, 2, 1, 2, 1, 1, 0]],
    [120, [2, 1, 1, 1, 1, 1, 1, 1, 0]],
    [20, [1, 1, 1, 0, 1, 0, 0, 0, 0]],
  ];
  for (const [daysAgo, answers] of told) {
    await records.withOrganisation(organisationId, new Date(Date.now() - daysAgo * dayMs), (work) =>
      wasMeasured(work, clientId, { instrument: 'PHQ-9', answers }),
    );
  }
  const params = { path: { clientId } };
  const body = { sharing: { progressSummary: true } };
  answerOf(await http.as('platform').PATCH('/v1/clients/{clientId}', { params, body }));
}

/** With a gap, as rotas have them: no duty clinician at the weekend. */
async function saveRota(http: StackClient, { staff }: Demo['organisation']): Promise<void> {
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

/** A case from its concern on, as its practitioner and its client act in it. */
async function raise(
  http: StackClient,
  client: DemoClient,
  immediacy: Body<'raiseConcern'>['immediacy'],
  concern: string,
) {
  const since = new Date().toISOString();
  const heed = http.as('practitioner');
  const body = {
    clientId: client.id,
    concern,
    immediacy,
    clientFirst: { kind: 'inform' },
    doneSoFar: 'Rang twice.',
  } as const;
  const { id } = answerOf(await heed.POST('/v1/urgent-care/cases', { body }));
  const link = async (): Promise<string> => linkIn(await http.messageTo(client.mobile ?? '', since, /\/c\//));
  return {
    id,
    since,
    link,
    /** On their page, until it is the practitioner's to decide. */
    answers: async (answers: Readonly<Record<string, string>>): Promise<void> => {
      await http.submit(await link(), { guardAnswer: client.guardAnswer, ...answers, action: 'answer' });
      await http.reaches(id, 'deciding');
    },
    decides: inCase(heed, id).decides,
  };
}
