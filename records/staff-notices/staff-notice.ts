import { assertNever } from '../../workflows/shared/assert-never';
import {
  type NoticeSubject,
  type StaffNoticeInput,
  type StaffNoticeOrder,
  staffNoticeQueue,
  staffNoticeWorkflow,
  staffNoticeWorkflowId,
} from '../../workflows/staff-notice/contract';
import { openNotices } from '../notices';
import { putInOutbox } from '../outbox';
import { organisationOf, type StaffMember, staffWithAnyRole } from '../people';
import { everyoneOnDuty } from '../rota/on-duty';
import type { Outgoing } from '../urgent-care/dispatches';
import type { Work } from '../work';
import type { StaffNoticeLetter } from './letters';

/** Has whom it concerns told, once for each subject. Commits with the fact that they are told of. */
export async function tellStaffOf(work: Work, about: NoticeSubject, subjectId: string): Promise<void> {
  const input: StaffNoticeInput = { organisationId: work.organisationId, about, subjectId };
  await putInOutbox(work, staffNoticeWorkflowId(about, subjectId), {
    kind: 'start',
    workflow: staffNoticeWorkflow,
    queue: staffNoticeQueue,
    input,
    again: false,
  });
}

/** Writes the notices ahead of their sending. */
export async function openStaffNotice(
  work: Work,
  letter: StaffNoticeLetter,
  { about, subjectId }: StaffNoticeOrder,
): Promise<{ readonly outgoing: readonly Outgoing[]; readonly found: number }> {
  const { senderName } = await organisationOf(work);
  const code = await codeOfTheCase(work, about, subjectId);
  const notices = (await concerned(work, about)).map((to) => ({
    key: staffNoticeWorkflowId(about, subjectId),
    template: about,
    // Nobody else reads what somebody in need may have written.
    purpose: about === 'message-without-case' ? ('urgent-care' as const) : ('service' as const),
    to,
    write: (channel: 'sms' | 'email') => letter(channel, { senderName, about, code }),
  }));
  const { outgoing } = await openNotices(work, notices);
  return { outgoing, found: outgoing.length };
}

/** By which the reader finds the case; empty where there is none. */
async function codeOfTheCase(work: Work, about: NoticeSubject, subjectId: string): Promise<string> {
  if (about === 'message-without-case') return '';
  const { code } = await work.db.case.findUniqueOrThrow({ where: { id: subjectId }, select: { code: true } });
  return code;
}

/** Who is on duty when it is sent, or the data protection officer. */
function concerned(work: Work, about: NoticeSubject): Promise<readonly StaffMember[]> {
  switch (about) {
    case 'message-without-case':
    case 'client-not-told':
    case 'client-not-asked':
      return everyoneOnDuty(work);
    case 'complaint':
      return staffWithAnyRole(work, 'dpo');
    default:
      return assertNever(about);
  }
}
