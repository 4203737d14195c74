import type { StaffNoticeLetter } from '../../records/staff-notices/letters';
import { openStaffNotice } from '../../records/staff-notices/staff-notice';
import type { StaffNoticeActivities } from '../../workflows/staff-notice/contract';
import { createNoticeSender, type NoticeDeps } from '../messaging/send-notices';

export interface StaffNoticeDeps extends NoticeDeps {
  readonly letter: StaffNoticeLetter;
}

export function createStaffNoticeActivities({ letter, ...deps }: StaffNoticeDeps): StaffNoticeActivities {
  const send = createNoticeSender(deps);
  return {
    tellStaff: async (order) => {
      const { opened } = await send(order, (work) => openStaffNotice(work, letter, order));
      return { found: opened.found };
    },
  };
}
