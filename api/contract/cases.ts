import { z } from 'zod';
import { waitedFor } from '../../records/urgent-care/checkpoints';
import { mandateKinds } from '../../records/urgent-care/may-be-disclosed';
import { recipientStatuses } from '../../records/urgent-care/recipient-status';
import { messageStatuses } from '../../records/urgent-care/vendor-codes';
import {
  acknowledgements,
  caseStatuses,
  channels,
  checkpointKinds,
  heardVia,
  immediacies,
  outcomeKinds,
  recipientNames,
  taskKinds,
  tiers,
} from '../../workflows/urgent-care/words';
import { pageOf } from './answers';
import { accepted, allStaff, created, get, group, ok, type Permission, post } from './endpoint';
import { instantText, note, once, paging, words } from './fields';
import { inboundInBrief, inboundMessage } from './inbound-messages';
import { judgedFacts, lawfulRow } from './mandates';
import { ruling } from './rulings';

/** A word is no reason: whoever reads it later must understand it. */
const sentence = words.refine((text) => text.split(/\s+/).length >= 3, { message: 'must be at least a sentence' });
const recipient = z.enum(recipientNames);
const tier = z.enum(tiers);
const caseStatus = z.enum(caseStatuses);
const immediacy = z.enum(immediacies).meta({ description: 'How soon a person must act, never how likely harm is.' });
const via = z.enum(heardVia).meta({ description: "How the client's word reached us." });

const concern = z
  .strictObject({
    clientId: z.uuid().optional(),
    person: z
      .strictObject({ description: words, knownBy: z.uuid() })
      .optional()
      .meta({ description: 'Somebody whom a client knows, instead of `clientId`.' }),
    concern: words,
    immediacy,
    clientFirst: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('inform') }),
        z.strictObject({ kind: z.literal('do-not-inform'), reason: sentence }),
      ])
      .default({ kind: 'inform' }),
    doneSoFar: note,
  })
  .transform(({ clientId, person, ...told }, context) => {
    if (clientId !== undefined && person === undefined) return { ...told, clientId, about: null };
    if (clientId === undefined && person) return { ...told, clientId: person.knownBy, about: person.description };
    context.addIssue({ code: 'custom', message: 'Name either clientId or person.', path: ['clientId'] });
    return z.NEVER;
  });

const clientAnswers = z.strictObject({
  answers: z
    .array(
      z.discriminatedUnion('answer', [
        z.strictObject({ recipient, answer: z.literal('agree'), tier }),
        // A refusal is of every tier; one that is named changes nothing.
        z.strictObject({ recipient, answer: z.literal('refuse'), tier: tier.nullish() }),
      ]),
    )
    .max(recipientNames.length)
    .default([]),
  callBack: z.boolean().default(false).meta({ description: 'The client asks to be called.' }),
  via,
});

const outcomeToRecord = z.strictObject({ kind: z.enum(outcomeKinds), note: words });

/** The outcome in an envelope. */
const standDown = z.strictObject({ outcome: outcomeToRecord }).transform(({ outcome }) => outcome);

const decision = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('proceed'),
    recipients: once(z.array(recipient).min(1).max(recipientNames.length)),
    note,
  }),
  z.strictObject({ kind: z.literal('ask-again'), note }),
  z.strictObject({ kind: z.literal('call'), note }),
  z.strictObject({ kind: z.literal('stand-down'), outcome: outcomeToRecord }),
  z.strictObject({
    kind: z.literal('override'),
    disclosures: once(z.array(z.strictObject({ recipient, tier })).min(1), (one) => one.recipient),
    row: lawfulRow,
    facts: judgedFacts.meta({ description: 'What a person judges; the rest comes from the case.' }),
    alternativesConsidered: sentence,
    reason: sentence,
  }),
  z.strictObject({ kind: z.literal('proceed-unapproved'), decisionId: z.uuid(), reason: sentence }),
]);

const approval = z.strictObject({ decisionId: z.uuid(), answer: z.enum(['approve', 'decline']), reason: words });

const acknowledgement = z.strictObject({
  recipient,
  answer: z.enum(acknowledgements),
  via: z.enum(['phone', 'in-person', 'platform']).default('phone'),
});

const withdrawal = z.strictObject({ recipients: z.union([z.literal('all'), z.array(recipient).min(1)]), via });

const handover = z.union([
  z.strictObject({ to: z.uuid(), note }).transform((offer) => ({ kind: 'offer' as const, ...offer })),
  z
    .strictObject({ handoverId: z.uuid(), answer: z.enum(['accept', 'decline']), note })
    .transform((answer) => ({ kind: 'answer' as const, ...answer })),
]);

const task = z.union([
  z.strictObject({ kind: z.enum(taskKinds), answer: z.literal('done'), note: words }),
  z.strictObject({ kind: z.literal('tell-client'), answer: z.literal('send'), note: words }),
  z.strictObject({ kind: z.literal('tell-client'), answer: z.literal('wait'), note: words, until: instantText }),
]);

const checkpoint = z
  .object({
    id: z.uuid(),
    kind: z.enum(checkpointKinds),
    waitingFor: z.object({
      role: z.enum(waitedFor).meta({ description: '`system`: Heed itself goes on at its time.' }),
      staffId: z.uuid().nullable().meta({ description: 'null: nobody of the staff in particular.' }),
    }),
    dueAt: instantText
      .nullable()
      .meta({ description: 'When somebody else is asked, or it goes on without; null: never.' }),
    decisionId: z.uuid().nullable().meta({ description: 'What is to be approved; null: it is no approval.' }),
  })
  .meta({ id: 'Checkpoint' });

const notForThePlatform = 'Not for the platform.';

const urgentCareCase = z
  .object({
    client: z
      .object({ name: z.string(), location: z.string().nullable(), callBackNumber: z.string().nullable() })
      .optional()
      .meta({ description: `For whoever calls an ambulance: whom it is for, and where. ${notForThePlatform}` }),
    id: z.uuid(),
    clientId: z.uuid(),
    code: z.string().meta({ description: 'By which a reply by SMS names its case.' }),
    status: caseStatus,
    immediacy,
    owner: z.uuid().meta({ description: 'Who answers for the case: a member of staff, always.' }),
    openedAt: instantText,
    closedAt: instantText.nullable().meta({ description: 'null: it is open.' }),
    policyVersion: z.int(),
    lacks: z.array(z.string()).meta({ description: "What the client's plan lacks: `gp`, `contact-2.mobile`." }),
    checkpoint: checkpoint
      .nullable()
      .meta({ description: 'The first of those that are open; null: nobody is waited for.' }),
    checkpoints: z.array(checkpoint),
    recipients: z.array(
      z.object({
        recipient,
        mandate: z
          .object({ kind: z.enum(mandateKinds), row: z.int(), tier })
          .nullable()
          .meta({ description: 'On which they may be told, or were; null: on none.' }),
        status: z.enum(recipientStatuses),
        messages: z.array(
          z.object({
            id: z.uuid(),
            channel: z.enum(channels),
            status: z.enum(messageStatuses),
            at: instantText,
            possibleDuplicate: z.boolean().meta({ description: 'It may have reached them twice.' }),
          }),
        ),
      }),
    ),
    outcome: z
      .object({
        kind: z.enum(outcomeKinds),
        note: z.string().optional().meta({ description: notForThePlatform }),
        by: z.uuid().nullable(),
        at: instantText.nullable(),
      })
      .nullable()
      .meta({ description: 'What a person said came of it; null: nobody has.' }),
    concern: z.string().optional().meta({ description: notForThePlatform }),
    doneSoFar: z.string().optional().meta({ description: notForThePlatform }),
    about: z
      .string()
      .nullable()
      .optional()
      .meta({ description: `Somebody whom the client knows; null: it is about the client. ${notForThePlatform}` }),
  })
  .meta({ id: 'Case' });

const happened = z.object({
  id: z.uuid(),
  at: instantText,
  actor: z.object({
    kind: z.enum(['client', 'staff', 'contact', 'gp', 'system']),
    id: z.uuid().nullable(),
    name: z.string().optional().meta({ description: notForThePlatform }),
  }),
  kind: z.string().meta({ description: 'As `concern.raised`.' }),
  text: z.string().optional().meta({ description: notForThePlatform }),
});

const standing = z.object({ id: z.uuid(), status: caseStatus });

/** Owner, supervisor, duty clinician while on duty: records/urgent-care/access.ts. */
const deciders = { practitioner: 'own', 'duty-clinician': 'pathway', supervisor: 'all' } as const satisfies Permission;
/** Whoever may hear an answer. Off duty too: listening is not disclosing. */
const listeners = {
  platform: 'all',
  practitioner: 'pathway',
  'duty-clinician': 'all',
  supervisor: 'all',
} as const satisfies Permission;
/** Owner, allocated practitioner, duty clinician while on duty or asked, whoever it is offered to, supervisor, DPO. */
const readersOfWords = {
  practitioner: 'pathway',
  'duty-clinician': 'pathway',
  supervisor: 'all',
  dpo: 'all',
} as const satisfies Permission;
const readers = { platform: 'bare', ...readersOfWords } as const satisfies Permission;

const ended = { 'case-closed': 'Raise a new concern if needed. `outcome` says what came of it.' };
const unknownRecipient = { 'unknown-recipient': "The client's plan does not name them." };
const decisionId = '01926b3a-7c44-7b10-a2c4-6d8e0f1a3b5c';

/** contract.md §3, domain.md §3 */
export const urgentCareCases = group('Urgent care', '/v1/urgent-care/cases', {
  raiseConcern: post('/', {
    summary: 'Raises a concern: a case begins, or the open one about the same client is joined',
    description:
      'Once this is answered, the case survives the loss of any process. An incomplete plan never stands in the way. Not to tell the client first takes a person, their reason, and a second person.',
    may: { platform: 'all', practitioner: 'all', 'duty-clinician': 'all', supervisor: 'all' },
    body: concern,
    example: {
      clientId: '01926b3a-7c40-7d21-8a3e-5f0c9d1b2e3f',
      concern: 'Said goodbye in an unusual way at the end of the session.',
      immediacy: 'significant',
      clientFirst: { kind: 'inform' },
      doneSoFar: 'Called twice.',
    },
    answer: accepted(
      z.object({
        id: z.uuid(),
        status: caseStatus,
        joined: z.boolean().meta({ description: 'The concern joined a case that was open.' }),
      }),
      '/v1/urgent-care/cases/{id}',
    ),
    problems: { 'nobody-on-duty': 'Nobody is known to own the case. In danger, call 999.' },
  }),
  listCases: get('/', {
    summary: 'Lists the cases that the caller may read, newest first',
    may: readers,
    query: z.strictObject({
      status: caseStatus.optional(),
      ownerId: z.uuid().optional(),
      clientId: z.uuid().optional(),
      ...paging,
    }),
    answer: ok(pageOf(urgentCareCase)),
  }),
  readCase: get('/{caseId}', {
    summary: 'Reads how a case stands: who is waited for, who may be told on which basis, and what became of it',
    may: readers,
    answer: ok(urgentCareCase),
  }),
  readTimeline: get('/{caseId}/timeline', {
    summary: "Reads a case's story, oldest first",
    may: readers,
    query: z.strictObject(paging),
    answer: ok(pageOf(happened)),
  }),
  listCaseMessages: get('/{caseId}/messages', {
    summary: 'Lists what people wrote to us that is kept with a case, without their words, oldest first',
    may: readers,
    query: z.strictObject(paging),
    answer: ok(pageOf(inboundInBrief)),
  }),
  readCaseMessage: get('/{caseId}/messages/{messageId}', {
    summary: 'Reads one of them, whole',
    description: 'The timeline has how a long one begins. That somebody read it is on record.',
    may: readersOfWords,
    answer: ok(inboundMessage),
  }),
  recordClientAnswers: post('/{caseId}/client-answers', {
    summary: 'Records what the client answered, by voice or on a page of the platform; their time to answer ends',
    description:
      'Who is not named is silent: neither consent nor refusal. Agreeing at a tier refuses the higher ones; refusing what was agreed to is a withdrawal.',
    may: listeners,
    body: clientAnswers,
    example: {
      answers: [
        { recipient: 'contact-1', answer: 'agree', tier: 'concern' },
        { recipient: 'gp', answer: 'refuse' },
      ],
      callBack: true,
      via: 'phone',
    },
    answer: created(standing),
    problems: {
      ...ended,
      ...unknownRecipient,
      'answered-twice': 'Two answers name the same recipient.',
      'tier-not-possible': 'A contact is never told a summary.',
    },
  }),
  recordWithdrawal: post('/{caseId}/withdrawals', {
    summary: 'Records that the client takes back what they agreed to',
    description: 'What has not gone is cancelled, the decision is taken anew, and the client hears what had gone.',
    may: listeners,
    body: withdrawal,
    example: { recipients: ['gp'], via: 'phone' },
    answer: created(standing),
    problems: { ...ended, ...unknownRecipient },
  }),
  recordDecision: post('/{caseId}/decisions', {
    summary: 'Records a decision: to tell somebody, to ask again, to call, to override, to stand down',
    description:
      'All or nothing. To proceed rests on consent; an override on a row of the table of mandates, and on a second person who approves it. A refusal has `rulings` with what would be lawful instead.',
    may: deciders,
    body: decision,
    example: { kind: 'proceed', recipients: ['contact-1'], note: 'Their sister is close by.' },
    answer: created(
      z.object({
        decisionId: z.uuid(),
        status: z.enum(['in-force', 'awaiting-approval']),
        rulings: z.array(ruling),
      }),
    ),
    problems: {
      'client-first': 'The client is asked first: decide when they have answered or their window has ended.',
      'case-ended': 'A person has said what came of it. Raise a new concern if needed.',
      ...ended,
      'already-ended': 'The outcome is recorded already.',
      'already-decided': 'This was decided already, and they are being told.',
      'no-mandate': 'Without a mandate nobody is told.',
      ...unknownRecipient,
      'never-contact': "They are on the client's never-contact list.",
      'no-address': 'The organisation has no address of this authority.',
      'override-not-needed': 'Everybody may be told without an override: decide to proceed.',
      'override-refused': 'The row does not carry every disclosure; nothing was recorded.',
      'override-incomplete': 'More must be recorded first: `needs` names it.',
      'approval-awaited': 'Another proposal waits for its second approval.',
      'approval-required': 'This never goes ahead unapproved.',
      'approval-window-open': 'The supervisors still have time to answer: until `mayProceedAt`.',
      'nothing-awaited': 'No approval is awaited for this decision.',
      'no-longer-lawful': 'The row does not carry it any more.',
    },
  }),
  answerProposal: post('/{caseId}/approvals', {
    summary: "Gives a second person's word on an override, or on not telling the client first",
    description:
      "Never the proposer's own. What rests on a law or an order is the data protection officer's to release.",
    may: { supervisor: 'all', dpo: 'all' },
    body: approval,
    example: { decisionId, answer: 'approve', reason: 'I have read the case, and see no lesser way.' },
    answer: created(standing),
    problems: {
      'case-ended': 'A person has said what came of it.',
      'nothing-awaited': 'No approval is awaited for this decision.',
      'no-longer-lawful': 'The row does not carry it any more: decline it.',
    },
  }),
  recordAcknowledgement: post('/{caseId}/acknowledgements', {
    summary: 'Records what one who was told has answered by voice',
    may: listeners,
    body: acknowledgement,
    example: { recipient: 'contact-1', answer: 'acting', via: 'phone' },
    answer: created(standing),
    problems: { 'not-told': 'They were told nothing in this case.' },
  }),
  standDown: post('/{caseId}/stand-down', {
    summary: 'Ends the escalation, at any time, with what came of it',
    may: deciders,
    body: standDown,
    example: { outcome: { kind: 'client-safe', note: 'We spoke: they are at home with their sister.' } },
    answer: created(standing),
    problems: { ...ended, 'already-ended': 'The outcome is recorded already.' },
  }),
  recordHumanOutcome: post('/{caseId}/human-outcomes', {
    summary: 'Says what came of it, when nobody acts, or when a contact or GP does',
    description: 'No case ends without it: until then, whoever is on duty is paged.',
    may: deciders,
    body: outcomeToRecord,
    example: { kind: 'someone-acting', note: 'Their sister is with them.' },
    answer: created(standing),
    problems: { 'no-outcome-awaited': 'To end the case now, stand it down.' },
  }),
  recordEmergencyCall: post('/{caseId}/emergency-calls', {
    summary: 'Records that 999 was called, in every state of a case',
    description: 'Nobody waits for a checkpoint to call.',
    may: allStaff,
    body: z.strictObject({ at: instantText, by: words, note }),
    example: { at: '2026-03-02T21:14:00+00:00', by: 'A passer-by', note: 'An ambulance is on its way.' },
    answer: created(standing),
  }),
  answerTask: post('/{caseId}/tasks', {
    summary: 'Says that what is owed to a case is done, or puts it off with a reason',
    description: 'A case that is owed something does not close. Who proposed an override does not review it.',
    may: { ...deciders, dpo: 'all' },
    body: task,
    example: { kind: 'call-back', answer: 'done', note: 'We talked for ten minutes.' },
    answer: created(standing),
    problems: {
      ...ended,
      'no-such-task': 'Nothing of this kind is open.',
      'not-later': 'It is put off to a moment that has passed.',
      'client-told-already': 'The client was written to already.',
    },
  }),
  recordHandover: post('/{caseId}/handovers', {
    summary: 'Offers a case to its next owner, or answers such an offer',
    description: 'A case always has one named owner: until the offer is accepted, it is who it was.',
    may: deciders,
    body: handover,
    example: { to: '01926b3a-7c41-7a52-9c0d-2b4e6f8a1c3d', note: 'I am away from tomorrow.' },
    answer: created(
      z.object({
        handoverId: z.uuid(),
        status: z.enum(['offered', 'accepted', 'declined']),
        owner: z.uuid(),
      }),
    ),
    problems: {
      ...ended,
      'cannot-own': 'They are no practitioner, duty clinician or supervisor.',
      'owner-already': 'They own the case already.',
      'handover-not-open': 'The offer was answered already, or another one took its place.',
    },
  }),
});
