import { allocationsUnderWay, seesWhoItIs } from '../../../records/allocation/under-way';
import type { DeskPage } from '../frame/desk';
import { text } from '../frame/forms';

/** `/allocations`: who waits for a practitioner; of a practitioner, who they are asked to take on. */
export const allocationsPage: DeskPage = {
  path: '/allocations',
  template: 'allocations/allocations',
  view: async ({ work, caller, query }) => ({
    underWay: await allocationsUnderWay(work, caller, Number(text(query, 'page'))),
    decides: seesWhoItIs(caller),
  }),
};
