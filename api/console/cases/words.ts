import type { Role } from '../../../records/caller';
import type { WaitedFor } from '../../../records/urgent-care/checkpoints';
import { tierLabels } from '../../../records/urgent-care/labels';
import type { MandateKind } from '../../../records/urgent-care/may-be-disclosed';
import type { Proposal } from '../../../records/urgent-care/proposals';
import type { RecipientStatus } from '../../../records/urgent-care/recipient-status';
import type { DecisionInput } from '../../../records/urgent-care/record-decision';
import type { MessageStatus } from '../../../records/urgent-care/vendor-codes';
import type { Capacity, ClientAnswer, JudgedFacts, LawfulRow } from '../../../workflows/urgent-care/mandate-facts';
import type { Ruling } from '../../../workflows/urgent-care/mandates';
import type {
  Acknowledgement,
  CaseStatus,
  Channel,
  CheckpointKind,
  Immediacy,
  OutcomeKind,
  RecipientName,
} from '../../../workflows/urgent-care/words';

/** How staff read the domain's words. Every word that the console shows for a value stands here, or it does not compile. */

const immediacy: Readonly<Record<Immediacy, string>> = {
  immediate: 'Immediate',
  significant: 'Significant',
  watchful: 'Watchful',
};

/** How soon a person must act, and never how likely harm is. domain.md §3 */
const immediacyMeans: Readonly<Record<Immediacy, string>> = {
  immediate: 'There is danger now.',
  significant: 'There is significant harm, and somebody must act today.',
  watchful: 'The next step goes at the client’s pace. Nobody is told without their consent.',
};

/** Where a case stands, as one sentence. */
const status: Readonly<Record<CaseStatus, string>> = {
  queued: 'The concern is on record, and the client is about to be asked.',
  'informing-client': 'The client is being told, and asked what they want.',
  'awaiting-client': 'The client has been asked, and has time to answer.',
  deciding: 'Somebody must decide now whom to tell.',
  'awaiting-approval': 'A second person must answer what was proposed.',
  disclosing: 'What was decided is being carried out.',
  'awaiting-acknowledgement': 'People have been told; none of them has said yet that they act.',
  'nobody-acting': 'Nobody who was told is acting. Somebody must decide what to do now.',
  aftercare: 'The urgent part is over; something is still owed to the client.',
  closed: 'The case is closed.',
};

/** What is asked of somebody. */
const waiting: Readonly<Record<CheckpointKind | 'handover', string>> = {
  'client-consent': 'The client answers',
  decision: 'Decide whom to tell',
  'second-approval': 'Approve or decline what was proposed',
  'human-outcome': 'Say what came of it',
  'call-back': 'Call the client, who asked for it',
  'tell-client': 'Tell the client what was shared',
  'override-review': 'Review the override',
  'ask-client': 'Ask the client how it was',
  handover: 'Take over the case, or not',
};

/** What the button says that leads to where it is answered. */
const answerIt: Readonly<Record<CheckpointKind, string>> = {
  'client-consent': 'Record what they said',
  decision: 'Decide',
  'second-approval': 'Read it, and answer',
  'human-outcome': 'Say what came of it',
  'call-back': 'Say that you have called them',
  'tell-client': 'Say that they know, or let us tell them',
  'override-review': 'Review it',
  'ask-client': 'Say what they said',
};

/** Whose turn it is. */
const waitsFor: Readonly<Record<WaitedFor, string>> = {
  client: 'It waits for the client',
  owner: 'It waits for whoever answers for the case',
  'duty-clinician': 'It waits for a duty clinician',
  supervisor: 'It waits for a supervisor',
  dpo: 'It waits for the data protection officer',
  system: 'It goes on by itself at its time',
};

const recipient: Readonly<Record<RecipientName, string>> = {
  gp: 'The GP',
  'contact-1': 'First contact',
  'contact-2': 'Second contact',
  police: 'The police',
  'safeguarding-authority': 'The safeguarding authority',
};

const answer: Readonly<Record<ClientAnswer, string>> = {
  consented: 'Agreed',
  silent: 'Has not answered',
  'not-asked': 'Was not asked',
  refused: 'Said no',
};

const channel: Readonly<Record<Channel, string>> = { sms: 'Text message', voice: 'Call', email: 'Email' };

const outcome: Readonly<Record<OutcomeKind, string>> = {
  'client-safe': 'The client is safe',
  'someone-acting': 'Somebody is acting',
  'emergency-services': 'The emergency services have taken over',
  transferred: 'Transferred to another service',
  'stood-down': 'Stood down: there is no concern any more',
  deceased: 'The client has died',
};

const acknowledgement: Readonly<Record<Acknowledgement, string>> = {
  acknowledged: 'Knows',
  acting: 'Is acting',
  cannot: 'Cannot act',
};

const recipientStatus: Readonly<Record<RecipientStatus, string>> = {
  'no-mandate': 'Not told',
  withheld: 'Is not told yet',
  queued: 'About to be told',
  sent: 'Sent',
  delivered: 'Delivered',
  opened: 'Opened',
  acknowledged: 'Knows',
  acting: 'Is acting',
  cannot: 'Cannot act',
  failed: 'Could not be reached',
  cancelled: 'Taken back',
};

const messageStatus: Readonly<Record<MessageStatus, string>> = {
  queued: 'on its way',
  sent: 'sent',
  delivered: 'delivered',
  opened: 'opened',
  'failed-temporary': 'not delivered yet',
  'failed-permanent': 'not delivered',
  unknown: 'not known whether it was sent',
  cancelled: 'cancelled',
};

const mandate: Readonly<Record<MandateKind, string>> = {
  consent: 'By consent',
  override: 'By override',
  law: 'By law',
};

const ruling: Readonly<Record<Ruling['result'], string>> = {
  allowed: 'May be told',
  'needs-second-approval': 'May be told if a second person approves it',
  'needs-release': 'May be told if the data protection officer releases it',
  refused: 'May not be told',
};

/** What a person judges for an override, as the console asks it. */
const capacity: Readonly<Record<Capacity['state'], string>> = {
  presumed: 'They can decide this, as everybody is taken to',
  'assessed-lacking': 'It was assessed that they cannot',
  incapable: 'They cannot be asked at all, for instance because they are unconscious',
};

const atRisk: Readonly<Record<JudgedFacts['atRisk'], string>> = {
  no: 'No',
  child: 'Yes: they are under 18',
  'adult-at-risk': 'Yes: an adult at risk',
};

/** What the rows of the table rest on by which somebody may be told: domain.md §3.4. */
const ground: Readonly<Record<LawfulRow, string>> = {
  1: 'The client has agreed to it',
  2: 'The client’s plan permits it in an emergency',
  3: 'Immediate, and they cannot decide: their best interests',
  4: 'They were not heard, and the law safeguards them',
  5: 'They said no, the law safeguards them, and there is harm to others or coercion',
  6: 'Direct care by their GP',
  7: 'Serious harm to somebody else',
  8: 'A law or a court order asks for it',
};

const decision: Readonly<Record<DecisionInput['kind'], string>> = {
  proceed: 'Decided to tell somebody',
  'ask-again': 'Decided to ask the client again',
  call: 'Decided to call the client',
  'stand-down': 'Stood the case down',
  override: 'Proposed an override',
  'proceed-unapproved': 'Went ahead unapproved',
};

const proposal: Readonly<Record<Proposal['what'], string>> = {
  override: 'to tell somebody without consent',
  'not-informing': 'not to tell the client first',
};

/** What became of a proposal. */
const standing: Readonly<Record<Proposal['standing'], string>> = {
  awaiting: 'It waits for its answer.',
  approved: 'It was approved.',
  declined: 'It was declined.',
  fallen: 'It fell: something else was said or decided since.',
  proceeded: 'Nobody answered in time, and it was carried out unapproved.',
};

const role: Readonly<Record<Role, string>> = {
  platform: 'Platform',
  practitioner: 'Practitioner',
  'duty-clinician': 'Duty clinician',
  supervisor: 'Supervisor',
  dpo: 'Data protection officer',
  admin: 'Administrator',
};

export const caseWords = {
  immediacy,
  immediacyMeans,
  status,
  waiting,
  answerIt,
  waitsFor,
  recipient,
  tier: tierLabels,
  answer,
  channel,
  outcome,
  acknowledgement,
  recipientStatus,
  messageStatus,
  mandate,
  ruling,
  capacity,
  atRisk,
  ground,
  decision,
  proposal,
  standing,
  role,
} as const;
