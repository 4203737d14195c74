import { hasRole } from '../../../records/caller';
import { findStaffMember } from '../../../records/people';
import { mayDecide, mayListen } from '../../../records/urgent-care/access';
import { readCaseRow } from '../../../records/urgent-care/case-row';
import { whatStandsInTheWay } from '../../../records/urgent-care/decidable';
import { lawfulNow } from '../../../records/urgent-care/what-is-lawful';
import { urgentCareCases } from '../../contract/cases';
import { calls } from '../../http/serve-group';
import { caseHandlers } from '../../routes/cases';
import type { Asked } from '../frame/desk';

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

/** The same with what happened, and what would be lawful now; live. */
export async function wholeCaseView(asked: Asked) {
  const { work } = asked;
  const view = await caseView(asked);
  const { id } = view.theCase;
  const recipients = view.theCase.recipients.map(({ recipient }) => recipient);
  const lawful = await lawfulNow(work, await readCaseRow(work, id), recipients);
  return { ...view, lawful, timeline: await wholeTimeline(asked), stream: `/live?case=${id}` };
}

/** As many as the endpoint answers at once. */
const entriesAtOnce = 100;

type TimelinePage = Awaited<ReturnType<typeof cases.readTimeline>>;

/** To the end: what happened last is what whoever decides must see. */
async function wholeTimeline({ work, caller, params }: Asked): Promise<TimelinePage['items']> {
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
