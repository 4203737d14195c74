import { dayTimeAndYear } from '../../../records/calendar/day-and-time';
import { type OrganisationFacts, whoHasLeft } from '../../../records/people';
import type { RecipientName } from '../../../workflows/urgent-care/words';
import { inFont, onPaper } from '../../documents/paper';
import { clientsWords } from '../clients/words';
import type { WholeCase } from './review-files';
import { caseWords as words } from './words';

type Ours = Pick<OrganisationFacts, 'name' | 'timeZone'>;

/** A whole case on paper: what a review reads from its beginning to its end. */
export function caseReviewPdf(whole: WholeCase, { name: author, timeZone }: Ours): Promise<Buffer> {
  const { takenOutAt: createdAt, takenOutBy } = whole;
  const title = `Urgent care case ${whole.case.code}`;
  const foot = `${title} · taken out by ${takenOutBy}, ${when(createdAt, timeZone)}`;
  return onPaper({ title, author, createdAt, foot }, (pdf) => {
    pdf.font('Helvetica-Bold').fontSize(18).text(title).moveDown(0.5);
    for (const { heading, lines } of chapters(whole, timeZone)) {
      pdf.font('Helvetica-Bold').fontSize(13).text(heading).moveDown(0.3);
      pdf.font('Helvetica').fontSize(10);
      for (const line of lines.length > 0 ? lines : ['Nothing is on record.']) pdf.text(inFont(line)).moveDown(0.4);
      pdf.moveDown(0.6);
    }
  });
}

interface Chapter {
  readonly heading: string;
  readonly lines: readonly string[];
}

const chapters = (whole: WholeCase, timeZone: string): readonly Chapter[] => [
  { heading: 'The case', lines: theCase(whole, timeZone) },
  { heading: 'Who could be told', lines: recipients(whole, timeZone) },
  { heading: 'What the client answered', lines: answers(whole, timeZone) },
  { heading: 'What was decided', lines: decisions(whole, timeZone) },
  { heading: 'What was proposed, and who answered it', lines: proposals(whole, timeZone) },
  { heading: 'On what somebody was told', lines: mandates(whole, timeZone) },
  { heading: 'What happened', lines: timeline(whole, timeZone) },
];

function theCase({ case: found, owner }: WholeCase, timeZone: string): readonly string[] {
  const { client, status, immediacy, openedAt, closedAt, concern, doneSoFar, about, outcome, lacks } = found;
  return [
    `${client?.name ?? ''}. ${words.status[status]}`,
    `${words.immediacy[immediacy]}. Opened ${when(openedAt, timeZone)}${closedAt ? `, closed ${when(closedAt, timeZone)}` : ''}. Answered for by ${owner ?? whoHasLeft}.`,
    ...(about ? [`It is about somebody whom they know: ${about}`] : []),
    `The concern: ${concern ?? ''}`,
    ...(doneSoFar ? [`Done so far: ${doneSoFar}`] : []),
    ...(lacks.length > 0 ? [`The plan lacked: ${lacks.map(inWords).join(', ')}.`] : []),
    ...(outcome ? [`What came of it: ${words.outcome[outcome.kind]}. ${outcome.note ?? ''}`] : []),
  ];
}

function recipients({ case: found, people }: WholeCase, timeZone: string): readonly string[] {
  return found.recipients.map(({ recipient, mandate, status, messages }) => {
    const who = people.find((one) => one.recipient === recipient)?.name;
    const basis = mandate
      ? `${words.mandate[mandate.kind]}, row ${mandate.row}, ${words.tier[mandate.tier]}.`
      : 'On no mandate.';
    const sent = messages.map(
      (message) =>
        `${words.channel[message.channel]}: ${words.messageStatus[message.status]}, ${when(message.at, timeZone)}.`,
    );
    return [
      `${words.recipient[recipient]}${who ? `, ${who}` : ''}: ${words.recipientStatus[status]}.`,
      basis,
      ...sent,
    ].join(' ');
  });
}

const answers = ({ answers: given }: WholeCase, timeZone: string): readonly string[] =>
  given.map(({ at, recipient, answer, tier, heardBy, withdrawnAt }) =>
    [
      `${when(at, timeZone)}. ${words.recipient[recipient]}:`,
      answer === 'agree' && tier ? `yes, ${words.tier[tier]}.` : 'no.',
      heardBy === null ? 'On their own page.' : `Heard by ${heardBy}.`,
      ...(withdrawnAt ? [`Taken back ${when(withdrawnAt, timeZone)}.`] : []),
    ].join(' '),
  );

const decisions = ({ decisions: made }: WholeCase, timeZone: string): readonly string[] =>
  made.map(({ at, by, kind, recipients: whom, note }) =>
    [`${when(at, timeZone)}. ${by}: ${words.decision[kind]}${whom.length > 0 ? ` (${named(whom)})` : ''}.`, note].join(
      ' ',
    ),
  );

const proposals = ({ proposals: proposed }: WholeCase, timeZone: string): readonly string[] =>
  proposed.flatMap(
    ({ proposedAt, proposedBy, what, row, disclosures, reason, alternativesConsidered, standing, answered }) => [
      [
        `${when(proposedAt, timeZone)}. ${proposedBy.name} proposed ${words.proposal[what]}${row === null ? '' : `, on row ${row}`}.`,
        ...disclosures.map(
          ({ recipient, tier, answer }) =>
            `${words.recipient[recipient]}: ${words.tier[tier]}; the client: ${words.answer[answer]}.`,
        ),
        `Why: ${reason}`,
        ...(alternativesConsidered ? [`Considered instead: ${alternativesConsidered}`] : []),
      ].join(' '),
      answered
        ? `${words.standing[standing]} ${answered.by}, ${when(answered.at, timeZone)}: ${answered.reason}`
        : words.standing[standing],
    ],
  );

const mandates = ({ mandates: recorded }: WholeCase, timeZone: string): readonly string[] =>
  recorded.map(({ recordedAt, recipient, tier, kind, row, article6, article9, confidence, endedAt }) =>
    [
      `${when(recordedAt, timeZone)}. ${words.recipient[recipient]}: ${words.tier[tier]}. ${words.mandate[kind]}, row ${row}.`,
      `Article 6: ${article6}. Article 9: ${article9}. Confidence: ${confidence}.`,
      ...(endedAt ? [`Ended ${when(endedAt, timeZone)}.`] : []),
    ].join(' '),
  );

const timeline = ({ timeline: happened }: WholeCase, timeZone: string): readonly string[] =>
  happened.map(({ at, actor, text }) => `${when(at, timeZone)}. ${actor.name ?? ''}: ${text ?? ''}`);

/** `contact-1.isAdult` is `whether the first contact is an adult`. A case of long ago may name what no plan lacks today. */
const inWords = (lack: string): string => lackInWords[lack] ?? lack;
const lackInWords: Readonly<Record<string, string>> = clientsWords.planLack;

const named = (whom: readonly RecipientName[]): string => whom.map((one) => words.recipient[one]).join(', ');

/** With its year: a review reads it long after. */
const when = (at: Date | string, timeZone: string): string => dayTimeAndYear(new Date(at), timeZone);
