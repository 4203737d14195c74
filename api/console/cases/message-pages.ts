import type { DeskPage } from '../frame/desk';
import { cases, caseView } from './case-view';

/** What people wrote to us that is kept with a case. domain.md §3.7 */

/** `/cases/{id}/messages`: when, and by which way. */
const listPage: DeskPage = {
  path: '/cases/:caseId/messages',
  template: 'cases/messages',
  view: async (asked) => {
    const { work, caller, params, query } = asked;
    const page = await cases.listCaseMessages(work, caller, { params, query });
    return { ...(await caseView(asked)), messages: page.items, next: page.next };
  },
};

/** `/cases/{id}/messages/{messageId}`: one of them, whole. That somebody read it is on record. */
const messagePage: DeskPage = {
  path: '/cases/:caseId/messages/:messageId',
  template: 'cases/message',
  view: async (asked) => {
    const { work, caller, params } = asked;
    const message = await cases.readCaseMessage(work, caller, { params });
    return { ...(await caseView({ ...asked, params: { caseId: params['caseId'] ?? '' } })), message };
  },
};

export const messagePages: readonly DeskPage[] = [listPage, messagePage];
