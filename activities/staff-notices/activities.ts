import type { StaffNoticeLetter } from '../../records/staff-notices/letters';
import { openStaffNotice } from '../../records/staff-notices/staff-notice';
import type { StaffNoticeActivities } from '../../workflows/staff-notice/contract';
import { createSender, type SenderDeps } from '../messaging/send-beside-cases';

export interface StaffNoticeDeps extends SenderDeps {
  readonly letter: StaffNoticeLetter;
}

export function createStaffNoticeActivities({ letter, ...deps }: StaffNoticeDeps): StaffNoticeActivities {
  const send = createSender(deps);
  return {
    tellStaff: async (order) => {
      const { opened } = await send(order, (work) => openStaffNotice(work, letter, order));
      return { found: opened.found };
    },
  };
}
