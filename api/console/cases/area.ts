import type { Area } from '../area';
import { approvalPage } from './approval-page';
import { boardPage } from './board-page';
import { casePages } from './case-pages';
import { caseForms } from './form-words';
import { handoverPages } from './handover-pages';
import { messagePages } from './message-pages';
import { myDecisionsPage } from './my-decisions-page';
import { overridePage } from './override-page';
import { raisePage } from './raise-page';
import { reviewFiles } from './review-files';
import { acknowledgementPage, clientAnswersPage, emergencyCallPage, withdrawalPage } from './said-pages';
import { taskPage } from './task-page';
import { unapprovedPage } from './unapproved-page';

const whoDecides = ['practitioner', 'duty-clinician', 'supervisor', 'dpo'] as const;

/** What waits for its reader. */
export const decisionsArea: Area = { at: '/', name: 'My decisions', isFor: whoDecides, pages: [myDecisionsPage] };

/** Urgent care: every open case, and what is decided in each. domain.md §3 */
export const casesArea: Area = {
  at: '/cases',
  name: 'Open cases',
  isFor: whoDecides,
  forms: caseForms,
  pages: [
    boardPage,
    raisePage,
    ...casePages,
    overridePage,
    unapprovedPage,
    approvalPage,
    taskPage,
    ...handoverPages,
    clientAnswersPage,
    acknowledgementPage,
    withdrawalPage,
    emergencyCallPage,
    ...messagePages,
    ...reviewFiles,
  ],
};
