import type { StaffNoticeLetter } from '../../../records/staff-notices/letters';
import type { NoticeSubject } from '../../../workflows/staff-notice/contract';

/** The words of notices to staff in English. */
export const englishStaffNotice: StaffNoticeLetter = (channel, { senderName, about }) => {
  const { subject, news } = notices[about];
  if (channel === 'sms') return { subject: '', text: `${senderName}: ${news}` };
  return { subject, text: ['Hello,', news, senderName].join('\n\n') };
};

const notices: Readonly<Record<NoticeSubject, { readonly subject: string; readonly news: string }>> = {
  'message-without-case': {
    subject: 'A message to read',
    news: 'somebody wrote to us, and no open case belongs to it. Please read it now. In danger call 999 first.',
  },
  complaint: {
    subject: 'A complaint',
    news: 'a client makes a complaint. Please read it, and acknowledge it within 30 days.',
  },
};
