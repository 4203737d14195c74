import { isId } from '../../../records/ids';
import { findStaffMember, whoHasLeft } from '../../../records/people';
import { openCases } from '../../../records/urgent-care/open-cases';
import type { DeskPage } from '../frame/desk';
import { text } from '../frame/forms';

/** `/cases`: every open case that the reader may see; of a supervisor, all of them. `?owner=` for those of one person. */
export const boardPage: DeskPage = {
  path: '/cases',
  template: 'cases/board',
  view: async ({ work, caller, query }) => {
    const ownerId = text(query, 'owner');
    if (!isId(ownerId)) return { open: await openCases(work, caller), stream: '/live' };
    const owner = (await findStaffMember(work, ownerId))?.name ?? whoHasLeft;
    return { open: await openCases(work, caller, { ownerId }), owner, stream: '/live' };
  },
};
