import type { NoticeSubject } from '../../workflows/staff-notice/contract';
import type { Letter, WrittenChannel } from '../urgent-care/letters';

/**
 * What is written to staff about what no case pages them for. Nobody is named: a phone lies on a table.
 * `code`: by which the reader finds the case or the client; empty where there is none.
 */
export type StaffNoticeLetter = (
  channel: WrittenChannel,
  facts: { readonly senderName: string; readonly about: NoticeSubject; readonly code: string },
) => Letter;
