import { allocationsUnderWay, seesWhoItIs } from '../../../records/allocation/under-way';
import type { Area } from '../area';
import type { DeskPage } from '../frame/desk';
import { text } from '../frame/forms';
import { allocationPages } from './allocation-pages';
import { allocationForms } from './words';

/** `/allocations`: who waits for a practitioner; of a practitioner, who they are asked to take on. */
const allocationsPage: DeskPage = {
  path: '/allocations',
  template: 'allocations/allocations',
  view: async ({ work, caller, query }) => ({
    underWay: await allocationsUnderWay(work, caller, Number(text(query, 'page'))),
    decides: seesWhoItIs(caller),
  }),
};

/** Who is proposed to clients, with every reason, and what people say to it. domain.md §2.6 */
export const allocationsArea: Area = {
  at: '/allocations',
  name: 'Allocations',
  isFor: ['practitioner', 'supervisor', 'admin'],
  forms: allocationForms,
  pages: [allocationsPage, ...allocationPages],
};
