import type { DeskPage } from '../frame/desk';
import { text } from '../frame/forms';
import { cases, caseView } from './case-view';

/** `/cases/{id}/handovers/{handoverId}`: whoever is offered a case takes it over, or not. domain.md §1 */
export const handoverPage: DeskPage = {
  path: '/cases/:caseId/handovers/:handoverId',
  template: 'cases/handover',
  view: (asked) => caseView({ ...asked, params: { caseId: asked.params['caseId'] ?? '' } }),
  act: async ({ work, caller, params: { caseId = '', handoverId = '' }, given }) => {
    const body = { handoverId, answer: text(given, 'answer'), note: text(given, 'note') };
    await cases.recordHandover(work, caller, { params: { caseId }, body });
    return `/cases/${caseId}`;
  },
};
