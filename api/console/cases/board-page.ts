import { openCases } from '../../../records/urgent-care/open-cases';
import type { DeskPage } from '../frame/desk';

/** `/cases`: every open case that the reader may see; of a supervisor, all of them. */
export const boardPage: DeskPage = {
  path: '/cases',
  template: 'cases/board',
  view: async ({ work, caller }) => ({ open: await openCases(work, caller), stream: '/live' }),
};
