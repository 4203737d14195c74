import { waitingFor } from '../../../records/urgent-care/waiting';
import type { DeskPage } from '../frame/desk';
import { whereAnswered } from './where-answered';

/** `/`: what waits for me, most urgent first. */
export const myDecisionsPage: DeskPage = {
  path: '/',
  template: 'cases/my-decisions',
  view: async ({ work, caller }) => {
    const waiting = await waitingFor(work, caller);
    return {
      waiting: waiting.map((one) => ({ ...one, href: `/cases/${one.caseId}${whereAnswered(one)}` })),
      stream: '/live',
    };
  },
};
