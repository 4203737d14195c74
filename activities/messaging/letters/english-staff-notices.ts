import type { StaffNoticeLetter } from '../../../records/staff-notices/letters';
import type { NoticeSubject } from '../../../workflows/staff-notice/contract';

/** The words of notices to staff in English. */
export const englishStaffNotice: StaffNoticeLetter = (channel, { senderName, about, code }) => {
  const { subject, news } = notices(code)[about];
  if (channel === 'sms') return { subject: '', text: `${senderName}: ${news}` };
  return { subject, text: ['Hello,', news, senderName].join('\n\n') };
};

const notices = (
  code: string,
): Readonly<Record<NoticeSubject, { readonly subject: string; readonly news: string }>> => ({
  'message-without-case': {
    subject: 'A message to read',
    news: 'somebody wrote to us, and no open case belongs to it. Please read it now. In danger call 999 first.',
  },
  complaint: {
    subject: 'A complaint',
    news: `a client makes a complaint about case ${code}. Please read it, and acknowledge it within 30 days.`,
  },
  'client-not-told': {
    subject: 'Somebody to tell',
    news: `case ${code} is closed, and no message of what was shared got through. Please tell the client yourself.`,
  },
  'client-not-asked': {
    subject: 'Somebody to ask',
    news: `case ${code} is closed, and no message got through to ask how it was. Please ask the client yourself.`,
  },
});
