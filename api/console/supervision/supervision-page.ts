import { readSupervision } from '../../../records/duties/supervision';
import { immediacies } from '../../../workflows/urgent-care/words';
import type { DeskPage } from '../frame/desk';
import { text } from '../frame/forms';

/** `/supervision`: what was not done in time, what waits to be looked at again, and who answers for how many cases. */
export const supervisionPage: DeskPage = {
  path: '/supervision',
  template: 'supervision/supervision',
  view: async ({ work, caller, query }) => ({
    ...(await readSupervision(work, caller, Number(text(query, 'page')))),
    immediacies,
    stream: '/live',
  }),
};
