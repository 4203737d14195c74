import type { NoticeSubject } from '../../workflows/staff-notice/contract';
import type { Letter, WrittenChannel } from '../urgent-care/letters';

/** What is written to staff about what no case pages them for. Nobody is named but a case by its code: a phone lies on a table. */
export type StaffNoticeLetter = (
  channel: WrittenChannel,
  facts: { readonly senderName: string; readonly about: NoticeSubject; readonly code: string },
) => Letter;
