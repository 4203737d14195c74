import { answerOf, type Body } from '../../client/heed-client';
import { type InCase, inCase } from '../demo/in-case';
import { linkIn, type StackClient } from '../stack-client';
import type { Stack } from '../stack-file';

export type DemoClient = Stack['organisation']['clients'][number];

/** A case of the pictures, as its practitioner and its client act in it. */
export interface CaseInScene {
  readonly id: string;
  /** When it was raised, for what came after. */
  readonly since: string;
  readonly practitioner: InCase;
  /** Of the message that asks the client. */
  link(): Promise<string>;
  /** On the client's page, until it is the practitioner's to decide. */
  answers(answers: Readonly<Record<string, string>>): Promise<void>;
  /** Of the message to the client's first contact. */
  linkOfContact(): Promise<string>;
}

type Raised = Body<'raiseConcern'>;

/** Raises a concern about this client. */
export async function raiseInScene(
  http: StackClient,
  client: DemoClient,
  immediacy: Raised['immediacy'],
  concern: string,
): Promise<CaseInScene> {
  const since = new Date().toISOString();
  const heed = http.as('practitioner');
  const body = { clientId: client.id, concern, immediacy, doneSoFar: 'Rang twice.' };
  const { id } = answerOf(await heed.POST('/v1/urgent-care/cases', { body }));
  const newestLink = async (mobile: string | null | undefined, page: RegExp): Promise<string> =>
    linkIn(await http.messageTo(mobile ?? '', since, page));
  const link = (): Promise<string> => newestLink(client.mobile, /\/c\//);
  return {
    id,
    since,
    practitioner: inCase(heed, id),
    link,
    answers: async (answers) => {
      await http.submit(await link(), { guardAnswer: client.guardAnswer, ...answers, action: 'answer' });
      await http.reaches(id, 'deciding');
    },
    linkOfContact: () => newestLink(client.urgentCarePlan.contacts[0]?.mobile, /\/a\//),
  };
}

/** To tell the first contact about an adult at risk who said nothing of them. */
export const overrideInScene: Body<'recordDecision'> = {
  kind: 'override',
  disclosures: [{ recipient: 'contact-1', tier: 'concern' }],
  row: 4,
  facts: { atRisk: 'adult-at-risk' },
  alternativesConsidered: 'To ring once more, and to wait until the evening.',
  reason: 'They cannot keep themself safe, and nobody who could look for them knows.',
};
