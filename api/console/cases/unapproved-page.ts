import { readCaseRow } from '../../../records/urgent-care/case-row';
import { readProposal } from '../../../records/urgent-care/read-proposal';
import { unapprovedOf } from '../../../records/urgent-care/unapproved';
import type { DeskPage } from '../frame/desk';
import { text } from '../frame/forms';
import { cases, caseView } from './case-view';

/**
 * `/cases/{id}/override/{decisionId}/unapproved`: nobody approved in time, it is immediate, and the proposer goes ahead.
 * domain.md §3.5
 */
export const unapprovedPage: DeskPage = {
  path: '/cases/:caseId/override/:decisionId/unapproved',
  template: 'cases/unapproved',
  isGrave: true,
  view: async (asked) => {
    const { work, caller, params } = asked;
    const { caseId = '', decisionId = '' } = params;
    const view = await caseView({ ...asked, params: { caseId } });
    const proposal = await readProposal(work, caller, caseId, decisionId);
    const unapproved = await unapprovedOf(work, await readCaseRow(work, caseId), caller);
    const from = unapproved?.decisionId === decisionId ? unapproved.from : null;
    return { ...view, proposal, from, stream: `/live?case=${caseId}` };
  },
  act: async ({ work, caller, params: { caseId = '', decisionId = '' }, given }) => {
    const body = { kind: 'proceed-unapproved', decisionId, reason: text(given, 'reason') };
    await cases.recordDecision(work, caller, { params: { caseId }, body });
    return `/cases/${caseId}`;
  },
};
