import { findStaffMember } from '../../records/people';
import { readCaseRow } from '../../records/urgent-care/case-row';
import { whatStandsInTheWay } from '../../records/urgent-care/decidable';
import { lawfulNow } from '../../records/urgent-care/what-is-lawful';
import { urgentCareCases } from '../contract/cases';
import { calls } from '../http/serve-group';
import { caseHandlers } from '../routes/cases';
import type { Asked } from './desk';

/** What the console asks of cases: the same endpoints as platforms do. */
export const cases = calls(urgentCareCases, caseHandlers);

/** As many entries as are shown at once; a case that has more is read on in its export. */
const mostEntries = 100;

/** How a case stands, for every page that is about it. */
export async function caseView({ work, caller, params }: Asked) {
  const found = await cases.readCase(work, caller, { params });
  const owner = await findStaffMember(work, found.owner);
  const inItsWay = await whatStandsInTheWay(work, await readCaseRow(work, found.id));
  return {
    theCase: found,
    owner: owner?.name ?? null,
    notDecidable: inItsWay?.message ?? null,
    stream: `/live?case=${found.id}`,
  };
}

/** The same with what happened, and what would be lawful now. */
export async function wholeCaseView(asked: Asked) {
  const { work, caller, params } = asked;
  const view = await caseView(asked);
  const timeline = await cases.readTimeline(work, caller, { params, query: { limit: mostEntries } });
  const recipients = view.theCase.recipients.map(({ recipient }) => recipient);
  const lawful = await lawfulNow(work, await readCaseRow(work, view.theCase.id), recipients);
  return { ...view, timeline: timeline.items, lawful };
}
