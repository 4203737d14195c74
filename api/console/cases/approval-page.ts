import { hasRole, requireRole } from '../../../records/caller';
import { readProposal } from '../../../records/urgent-care/read-proposal';
import type { DeskPage } from '../frame/desk';
import { text } from '../frame/forms';
import { cases, caseView } from './case-view';

/** `/cases/{id}/approvals/{decisionId}`: the second person reads what was proposed and why, and answers. domain.md §3.5 */
export const approvalPage: DeskPage = {
  path: '/cases/:caseId/approvals/:decisionId',
  template: 'cases/approval',
  view: async (asked) => {
    const { work, caller, params } = asked;
    requireRole(caller, 'supervisor', 'dpo');
    const { caseId = '', decisionId = '' } = params;
    const proposal = await readProposal(work, caller, caseId, decisionId);
    return {
      ...(await caseView({ ...asked, params: { caseId } })),
      proposal,
      mayAnswer: hasRole(caller, proposal.approver) && proposal.proposedBy.id !== caller.credential,
      stream: `/live?case=${caseId}`,
    };
  },
  act: async ({ work, caller, params: { caseId = '', decisionId = '' }, given }) => {
    const body = { decisionId, answer: text(given, 'answer'), reason: text(given, 'reason') };
    await cases.answerProposal(work, caller, { params: { caseId }, body });
    return `/cases/${caseId}`;
  },
};
