import { notFound } from '../../../records/errors';
import { organisationOf } from '../../../records/people';
import { taskKinds } from '../../../workflows/urgent-care/words';
import type { DeskPage } from '../frame/desk';
import { text, textIfAny } from '../frame/forms';
import { momentIn } from '../frame/moments';
import { cases, caseView } from './case-view';

/** `/cases/{id}/tasks/{kind}`: what is owed to a case is done, or put off with a reason. domain.md §3.11 */
export const taskPage: DeskPage = {
  path: '/cases/:caseId/tasks/:task',
  template: 'cases/task',
  fields: { 'not-later': 'until' },
  view: async (asked) => {
    const { caseId = '', task } = asked.params;
    if (!taskKinds.some((kind) => kind === task)) throw notFound('task');
    const view = await caseView({ ...asked, params: { caseId } });
    return {
      ...view,
      task,
      isOpen: view.theCase.checkpoints.some(({ kind }) => kind === task),
      // Whether to tell the client what was shared can be put off before it is anybody's turn to.
      mayWait: task === 'tell-client' && view.mayDecide && view.theCase.status !== 'closed',
    };
  },
  act: async ({ work, caller, params: { caseId = '', task = '' }, given }) => {
    const answer = text(given, 'answer');
    const until = answer === 'wait' && {
      until: momentIn(textIfAny(given, 'until'), (await organisationOf(work)).timeZone),
    };
    const body = { kind: task, answer, note: text(given, 'note'), ...until };
    await cases.answerTask(work, caller, { params: { caseId }, body });
    return `/cases/${caseId}`;
  },
};
