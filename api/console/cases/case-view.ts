import { type Caller, hasRole } from '../../../records/caller';
import { findStaffMember } from '../../../records/people';
import { mayDecide, mayListen } from '../../../records/urgent-care/access';
import { type CaseRow, readCaseRow } from '../../../records/urgent-care/case-row';
import { whatStandsInTheWay } from '../../../records/urgent-care/decidable';
import { openHandover } from '../../../records/urgent-care/handovers';
import { proposersOf } from '../../../records/urgent-care/override-review';
import { peopleOfCase } from '../../../records/urgent-care/people-of-case';
import type { RecipientStatus } from '../../../records/urgent-care/recipient-status';
import { unapprovedOf } from '../../../records/urgent-care/unapproved';
import { lawfulNow } from '../../../records/urgent-care/what-is-lawful';
import type { Work } from '../../../records/work';
import { assertNever } from '../../../workflows/shared/assert-never';
import type { CheckpointKind, RecipientName } from '../../../workflows/urgent-care/words';
import { urgentCareCases } from '../../contract/cases';
import { calls } from '../../http/serve-group';
import { caseHandlers } from '../../routes/cases';
import type { Asked } from '../frame/desk';
import { whereAnswered } from './where-answered';
import { caseWords } from './words';

/** What the console asks of cases: the same endpoints as platforms do. */
export const cases = calls(urgentCareCases, caseHandlers);

/** How a case stands, and what its reader may do in it, for every page that is about it. */
export async function caseView({ work, caller, params }: Asked) {
  const found = await cases.readCase(work, caller, { params });
  const row = await readCaseRow(work, found.id);
  const owner = await findStaffMember(work, found.owner);
  const inItsWay = await whatStandsInTheWay(work, row);
  return {
    theCase: found,
    owner: owner?.name ?? null,
    notDecidable: inItsWay?.message ?? null,
    mayDecide: await mayDecide(work, row, caller),
    mayListen: await mayListen(work, row, caller),
    mayApprove: hasRole(caller, 'supervisor', 'dpo'),
  };
}

/** The same with who may be told, by their names where the reader may see them. */
export async function peopleView(asked: Asked) {
  const { work, caller } = asked;
  const view = await caseView(asked);
  const people = await peopleOfCase(work, caller, view.theCase.id);
  return {
    ...view,
    recipients: view.theCase.recipients.map((one) => {
      const { writtenAt, ...person } = people[one.recipient] ?? { name: null, phone: null, saidAt: {}, writtenAt: {} };
      const messages = one.messages.map((message) => ({ ...message, writtenAt: writtenAt[message.id] }));
      return { ...one, ...person, who: whoIs(one.recipient, person.name), messages };
    }),
  };
}

/** By their name where the reader may see it. */
const whoIs = (recipient: RecipientName, name: string | null): string =>
  [caseWords.recipient[recipient], ...(name === null || name === caseWords.recipient[recipient] ? [] : [name])].join(
    ', ',
  );

/** The same with what is asked of whom, what would be lawful now, and what happened; live. */
export async function wholeCaseView(asked: Asked) {
  const { work, caller } = asked;
  const view = await peopleView(asked);
  const { id } = view.theCase;
  const row = await readCaseRow(work, id);
  const lawful = (await lawfulNow(work, [row])).get(id) ?? [];
  const questions = await questionsOf(work, row, caller, view);
  return {
    ...view,
    recipients: view.recipients.map((one) => ({
      ...one,
      lawful: lawful.find(({ recipient }) => recipient === one.recipient),
      isUntold: untold.includes(one.status),
    })),
    toDecide: questions.find(({ kind }) => kind === 'decision') ?? null,
    questions: questions.filter(({ kind }) => kind !== 'decision'),
    unapproved: await unapprovedOf(work, row, caller),
    offeredTo: await offeredTo(work, id),
    timeline: await wholeTimeline(asked),
    stream: `/live?case=${id}`,
  };
}

/** Whom a decision is taken to be about, unless somebody says otherwise: who was told already is told again only on purpose. */
const untold: readonly RecipientStatus[] = ['no-mandate', 'withheld', 'failed', 'cancelled'];

type CaseView = Awaited<ReturnType<typeof caseView>>;

/** What is asked now, of whom, and where the reader answers it; null: it is not theirs to answer. */
async function questionsOf(work: Work, row: CaseRow, caller: Caller, view: CaseView) {
  const proposedByMe = (await proposersOf(work, row.id)).includes(caller.credential);
  return Promise.all(
    view.theCase.checkpoints.map(async ({ kind, dueAt, decisionId, waitingFor: { role, staffId } }) => ({
      kind,
      dueAt,
      role,
      of: staffId === null ? null : ((await findStaffMember(work, staffId))?.name ?? null),
      href: mayAnswer(kind, view, proposedByMe)
        ? `/cases/${row.id}${whereAnswered({ what: kind, subjectId: decisionId })}`
        : null,
    })),
  );
}

function mayAnswer(kind: CheckpointKind, view: CaseView, proposedByMe: boolean): boolean {
  switch (kind) {
    case 'client-consent':
      return view.mayListen;
    case 'second-approval':
      return view.mayApprove;
    case 'override-review':
      return view.mayApprove && !proposedByMe;
    case 'decision':
    case 'human-outcome':
    case 'call-back':
    case 'tell-client':
    case 'ask-client':
      return view.mayDecide;
    default:
      return assertNever(kind);
  }
}

/** To whom the case is offered and has not answered; null: to nobody. */
async function offeredTo(work: Work, caseId: string): Promise<string | null> {
  const offer = await openHandover(work, caseId);
  return offer && ((await findStaffMember(work, offer.toId))?.name ?? null);
}

/** As many as the endpoint answers at once. */
const entriesAtOnce = 100;

type TimelinePage = Awaited<ReturnType<typeof cases.readTimeline>>;

/** To the end: what happened last is what whoever decides must see. */
export async function wholeTimeline({ work, caller, params }: Asked): Promise<TimelinePage['items']> {
  const found: TimelinePage['items'][number][] = [];
  let cursor: string | null = null;
  do {
    const query = { limit: entriesAtOnce, ...(cursor !== null && { cursor }) };
    const page: TimelinePage = await cases.readTimeline(work, caller, { params, query });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}
