import { englishLetters } from '../../activities/messaging/letters/english';
import { demoOrganisations, type StaffKey } from '../../prisma/demo-data';
import type { DescribedClient, DescribedOrganisation } from '../../prisma/seed';
import { type Caller, type Role, roles } from '../../records/caller';
import { newId } from '../../records/ids';
import { addClient } from '../../records/organisations';
import type { Records } from '../../records/records';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import { hearAnswers } from '../../records/urgent-care/heard';
import type { OverrideInput } from '../../records/urgent-care/propose-override';
import { raiseConcern } from '../../records/urgent-care/raise-concern';
import type { AnswerAboutOne } from '../../records/urgent-care/record-answers';
import { type ApprovalInput, recordApproval } from '../../records/urgent-care/record-approval';
import { type RecordedDecision, recordDecision } from '../../records/urgent-care/record-decision';
import { openDisclosure, settleDisclosure } from '../../records/urgent-care/steps/disclose';
import { openInformClient } from '../../records/urgent-care/steps/inform-client';
import type { OpenedStep, StepTools } from '../../records/urgent-care/steps/step';
import type { Actor, Work } from '../../records/work';
import type { Clock } from '../../runtime/clock';
import { systemClock } from '../../runtime/clock';
import type { DisclosureOrder, StepOrder } from '../../workflows/urgent-care/contract';
import { nothingJudged } from '../../workflows/urgent-care/mandate-facts';
import type { Immediacy, RecipientName } from '../../workflows/urgent-care/words';

/** Cases carried by their records alone: each step is the transaction that its activity would run, and nothing is sent. */
export interface CasesOnRecord {
  readonly organisation: DescribedOrganisation;
  /** A client of the first practitioner with a complete plan. */
  client(index: number): DescribedClient;
  /** One more client of theirs; people and numbers are those of the demo's first client. */
  newClient(): Promise<DescribedClient>;
  transact<T>(work: (work: Work) => Promise<T>): Promise<T>;
  /** As `transact`, at another time than the clock's. */
  transactAt<T>(at: Date, work: (work: Work) => Promise<T>): Promise<T>;
  caller(key: StaffKey): Caller;
  /** As whom the record has them. */
  staff(key: StaffKey): Actor & { readonly id: string };
  /** By the client's practitioner. Returns the case's id. */
  raised(client: DescribedClient, immediacy?: Immediacy): Promise<string>;
  clientAnswers(caseId: string, ...answers: readonly AnswerAboutOne[]): Promise<void>;
  proceeds(caseId: string, ...recipients: readonly RecipientName[]): Promise<void>;
  /** An override by the client's practitioner: of a child who was not heard, to the GP, unless told otherwise. */
  proposes(caseId: string, changes?: Partial<OverrideInput>): Promise<RecordedDecision>;
  /** A second person's word on it. */
  answersProposal(by: StaffKey, caseId: string, decisionId: string, answer: ApprovalInput['answer']): Promise<void>;
  /** The order that a workflow which knows every act would give now. */
  order(caseId: string): Promise<StepOrder>;
  disclosureOrder(
    caseId: string,
    recipient: RecipientName,
    channel?: DisclosureOrder['channel'],
  ): Promise<DisclosureOrder>;
  openDisclosure(order: DisclosureOrder): ReturnType<typeof openDisclosure>;
  /** Messages to the client with their personal links. */
  clientInformed(caseId: string): Promise<readonly Outgoing[]>;
  /** A message to this recipient is written and, with a vendor's id, taken by the vendor. */
  told(
    caseId: string,
    recipient: RecipientName,
    channel?: DisclosureOrder['channel'],
    vendorId?: string,
  ): Promise<Outgoing>;
  /** From concern to a first contact who was told. */
  toldCase(client: DescribedClient): Promise<{ readonly id: string; readonly message: Outgoing }>;
}

const publicUrl = 'https://heed.example';
export const stepTools: StepTools = { letters: englishLetters, publicUrl };

export const agrees = (
  recipient: RecipientName,
  tier: 'attention' | 'concern' | 'summary' = 'concern',
): AnswerAboutOne => ({
  recipient,
  answer: 'agree',
  tier,
});
export const refuses = (recipient: RecipientName): AnswerAboutOne => ({ recipient, answer: 'refuse' });

export const overrideForAChild: OverrideInput = {
  disclosures: [{ recipient: 'gp', tier: 'concern' }],
  row: 4,
  facts: { ...nothingJudged, atRisk: 'child' },
  alternativesConsidered: 'Calling once more, and waiting until the morning.',
  reason: 'They are sixteen, alone tonight, and nobody has reached them since the afternoon.',
};

export function casesOnRecord(
  records: Records,
  organisation: DescribedOrganisation,
  clock: Clock = systemClock,
): CasesOnRecord {
  const clients = organisation.clients.filter(
    ({ practitionerId, urgentCarePlan }) =>
      urgentCarePlan.complete && practitionerId === organisation.staff.practitioner.id,
  );
  let steps = 0;
  const transactAt: CasesOnRecord['transactAt'] = (at, work) => records.withOrganisation(organisation.id, at, work);
  const transact: CasesOnRecord['transact'] = (work) => transactAt(clock(), work);
  const caller = (key: StaffKey): Caller => ({
    credential: organisation.staff[key].id,
    organisationId: organisation.id,
    roles: organisation.staff[key].roles.filter((role): role is Role => roles.some((known) => known === role)),
  });

  const raised: CasesOnRecord['raised'] = async (client, immediacy = 'significant') => {
    const concern = { clientId: client.id, about: null, concern: 'Did not come and does not answer.', immediacy };
    const { id } = await transact((work) =>
      raiseConcern(work, caller('practitioner'), { ...concern, doneSoFar: 'Called twice.' }),
    );
    return id;
  };
  const clientAnswers: CasesOnRecord['clientAnswers'] = (caseId, ...answers) =>
    transact((work) => hearAnswers(work, caller('practitioner'), caseId, { answers, callBack: false, via: 'phone' }));
  const proceeds: CasesOnRecord['proceeds'] = async (caseId, ...recipients) => {
    await transact((work) =>
      recordDecision(work, caller('practitioner'), caseId, { kind: 'proceed', recipients, note: 'As agreed.' }),
    );
  };
  const proposes: CasesOnRecord['proposes'] = (caseId, changes = {}) =>
    transact((work) =>
      recordDecision(work, caller('practitioner'), caseId, { kind: 'override', ...overrideForAChild, ...changes }),
    );
  const answersProposal: CasesOnRecord['answersProposal'] = (by, caseId, decisionId, answer) =>
    transact((work) =>
      recordApproval(work, caller(by), caseId, { decisionId, answer, reason: 'I have read the case.' }),
    );
  const order: CasesOnRecord['order'] = async (caseId) => {
    steps += 1;
    const { actCount } = await transact(({ db }) => db.case.findUniqueOrThrow({ where: { id: caseId } }));
    return { caseId, organisationId: organisation.id, step: steps, at: clock().getTime(), seen: actCount };
  };
  const disclosureOrder: CasesOnRecord['disclosureOrder'] = async (caseId, recipient, channel = 'sms') => ({
    ...(await order(caseId)),
    recipient,
    channel,
  });
  const open: CasesOnRecord['openDisclosure'] = (wanted) => transact((work) => openDisclosure(work, stepTools, wanted));

  const told: CasesOnRecord['told'] = async (caseId, recipient, channel = 'sms', vendorId) => {
    const wanted = await disclosureOrder(caseId, recipient, channel);
    const [message] = messagesOf(await open(wanted));
    if (!message) throw new Error(`${recipient} was not written to.`);
    if (vendorId) {
      const result = { kind: 'accepted', vendorId, possibleDuplicate: false } as const;
      await transact((work) => settleDisclosure(work, wanted, [{ id: message.id, result }]));
    }
    return message;
  };

  return {
    organisation,
    client: (index) => {
      const found = clients[index];
      if (!found) throw new Error(`The practitioner has no client ${index} with a complete plan.`);
      return found;
    },
    newClient: async () => {
      const like = demoOrganisations.flatMap((demo) => demo.clients).find(({ id }) => id === clients[0]?.id);
      const described = clients[0];
      if (!like || !described) throw new Error('The demo has no client to go by.');
      const id = newId();
      await transact((work) => addClient(work, { ...like, id }));
      return { ...described, id };
    },
    transact,
    transactAt,
    caller,
    staff: (key) => ({ kind: 'staff', id: organisation.staff[key].id, name: organisation.staff[key].name }),
    raised,
    clientAnswers,
    proceeds,
    proposes,
    answersProposal,
    order,
    disclosureOrder,
    openDisclosure: open,
    told,
    clientInformed: async (caseId) => {
      const wanted = { ...(await order(caseId)), windowMs: 600_000 };
      return messagesOf(await transact((work) => openInformClient(work, stepTools, wanted)));
    },
    toldCase: async (client) => {
      const id = await raised(client);
      await clientAnswers(id, agrees('contact-1'));
      await proceeds(id, 'contact-1');
      return { id, message: await told(id, 'contact-1') };
    },
  };
}

/** What a step wrote; fails if it wrote nothing. */
export function messagesOf(opened: { readonly kind: string }): readonly Outgoing[] {
  if (opened.kind !== 'opened') throw new Error(`The step was not opened: ${opened.kind}`);
  return (opened as OpenedStep).outgoing;
}
