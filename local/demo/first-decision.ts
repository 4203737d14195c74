import { answerOf, HeedProblem } from '../../client/heed-client';
import { PlainFailure } from '../plain-failure';
import { type Case, linkIn, type StackClient } from '../stack-client';
import type { Stack } from '../stack-file';

/** What waits for whoever starts Heed for the first time, by the names of its people. */
export interface FirstDecision {
  /** Who decides. */
  readonly practitioner: string;
  readonly client: string;
  /** Of those whom the practitioner may not tell, who can approve that they do all the same. */
  readonly supervisor: string;
}

type Demo = Pick<Stack, 'organisation'>;

/**
 * Somebody who is an adult at risk, which the table of mandates asks for where nobody was heard (row 4). Serious, but
 * nothing that cannot wait for a newcomer: no clock of a significant concern lets anything go ahead by itself.
 */
const concern = {
  concern:
    'An adult at risk: he has a learning disability, needs care every day, and cannot keep himself safe alone. Since his carer left he has hardly eaten, and he does not open the door. His sister, his first contact, lives next door; his friend, the second one, has a key.',
  immediacy: 'significant',
  clientFirst: { kind: 'inform' },
  doneSoFar: 'Rang twice and asked him whom we may tell.',
} as const;

/**
 * Leaves a decision to the demo's practitioner. A concern is raised about the last of their clients, so that scripts that
 * begin with the first do not meet it, and the client says no to their GP and their sister and nothing of their friend.
 * Once in the life of a stack: where the client has had any case, none is raised.
 * @returns null if it has been decided, or somebody else's case is in its place
 */
export async function leaveFirstDecision(http: StackClient, { organisation }: Demo): Promise<FirstDecision | null> {
  const { practitioner, supervisor } = organisation.staff;
  const client = clientOfFirstDecision(organisation);
  const before = await http.casesAbout(client.id);
  if (before.length === 0) await raise(http, client.id);
  const ours = (await http.casesAbout(client.id)).find((one) => one.concern === concern.concern);
  // A start that was ended before the client had answered is gone on with.
  if (ours && waitsForTheClient(ours)) {
    const message = await http.messageTo(client.mobile ?? '', ours.openedAt, /\/c\//);
    await http.submit(linkIn(message), {
      guardAnswer: client.guardAnswer,
      gp: 'refuse',
      'contact-1': 'refuse',
      action: 'answer',
    });
    await http.reaches(ours.id, 'deciding');
  } else if (ours?.status !== 'deciding') return null;
  return { practitioner: practitioner.name, client: client.name, supervisor: supervisor.name };
}

/** The last of the practitioner's whose plan is complete. */
export function clientOfFirstDecision({
  staff,
  clients,
}: Demo['organisation']): Demo['organisation']['clients'][number] {
  const client = clients.findLast(
    ({ practitionerId, mobile, urgentCarePlan }) =>
      practitionerId === staff.practitioner.id && mobile !== null && urgentCarePlan.complete,
  );
  if (!client) throw new PlainFailure('The demo has no client with a complete plan.');
  return client;
}

async function raise(http: StackClient, clientId: string): Promise<void> {
  answerOf(await http.as('practitioner').POST('/v1/urgent-care/cases', { body: { clientId, ...concern } }));
}

const waitsForTheClient = ({ status }: Case): boolean =>
  status === 'queued' || status === 'informing-client' || status === 'awaiting-client';

/** The sentence for a stack that could not be left a decision: it can be used without one. */
export function whyNoDecision(error: unknown): string {
  if (error instanceof PlainFailure || error instanceof HeedProblem) return error.message;
  throw error;
}
