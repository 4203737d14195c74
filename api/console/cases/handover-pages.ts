import { invalidField } from '../../../records/errors';
import { readCaseRow } from '../../../records/urgent-care/case-row';
import { whoMayTakeOver } from '../../../records/urgent-care/handovers';
import type { DeskPage } from '../frame/desk';
import { text, textIfAny } from '../frame/forms';
import { cases, caseView } from './case-view';

/** A case is handed over when whoever it is offered to takes it: until then it is its owner's. domain.md §1 */

/** `/cases/{id}/handovers`: it is offered to a colleague. */
const offerPage: DeskPage = {
  path: '/cases/:caseId/handovers',
  template: 'cases/offer',
  fields: { 'cannot-own': 'to', 'owner-already': 'to' },
  view: async (asked) => {
    const view = await caseView(asked);
    const colleagues = view.mayDecide
      ? await whoMayTakeOver(asked.work, await readCaseRow(asked.work, view.theCase.id))
      : [];
    return { ...view, colleagues };
  },
  act: async ({ work, caller, params, given }) => {
    const to = textIfAny(given, 'to');
    // The contract takes an answer to an offer here too: of neither it could not say which of its fields is missing.
    if (to === undefined) throw invalidField('to', 'must be one of these');
    await cases.recordHandover(work, caller, { params, body: { to, note: text(given, 'note') } });
    return `/cases/${params['caseId']}`;
  },
};

/** `/cases/{id}/handovers/{handoverId}`: whoever it is offered to takes it over, or not. */
const answerPage: DeskPage = {
  path: '/cases/:caseId/handovers/:handoverId',
  template: 'cases/handover',
  view: (asked) => caseView({ ...asked, params: { caseId: asked.params['caseId'] ?? '' } }),
  act: async ({ work, caller, params: { caseId = '', handoverId = '' }, given }) => {
    const body = { handoverId, answer: text(given, 'answer'), note: text(given, 'note') };
    const { status } = await cases.recordHandover(work, caller, { params: { caseId }, body });
    // Who has declined may have read the case for the offer's sake alone.
    return status === 'declined' ? '/' : `/cases/${caseId}`;
  },
};

export const handoverPages: readonly DeskPage[] = [offerPage, answerPage];
