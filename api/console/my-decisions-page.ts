import { waitingFor } from '../../records/urgent-care/waiting';
import type { DeskPage } from './desk';

/** `/`: what waits for me, most urgent first. */
export const myDecisionsPage: DeskPage = {
  path: '/',
  template: 'my-decisions',
  view: async ({ work, caller }) => ({ waiting: await waitingFor(work, caller), stream: '/live' }),
};
