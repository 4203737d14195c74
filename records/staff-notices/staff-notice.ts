import { assertNever } from '../../workflows/shared/assert-never';
import {
  type NoticeSubject,
  type StaffNoticeInput,
  type StaffNoticeOrder,
  staffNoticeQueue,
  staffNoticeWorkflow,
  staffNoticeWorkflowId,
} from '../../workflows/staff-notice/contract';
import { clientOfEvent } from '../client-events/client-of-event';
import { openNotices } from '../notices';
import { putInOutbox } from '../outbox';
import { organisationOf, type StaffMember, staffMember, staffWithAnyRole } from '../people';
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
  const { staff, code } = await concerned(work, { about, subjectId });
  const notices = staff.map((to) => ({
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

const codeOfClient = async (work: Work, id: string): Promise<string> =>
  (await work.db.client.findUniqueOrThrow({ where: { id }, select: { code: true } })).code ?? '';

const clientOfMessage = async (work: Work, id: string): Promise<string> =>
  (await work.db.dispatch.findUniqueOrThrow({ where: { id }, select: { clientId: true } })).clientId ?? '';

const codeOfCase = async (work: Work, id: string): Promise<string> =>
  (await work.db.case.findUniqueOrThrow({ where: { id }, select: { code: true } })).code;

interface Concerned {
  readonly staff: readonly StaffMember[];
  /** By which the reader finds the case or the client; empty where there is none. */
  readonly code: string;
}

/** Who is on duty when it is sent, the data protection officer, or the client's practitioner. */
async function concerned(
  work: Work,
  { about, subjectId }: Pick<StaffNoticeOrder, 'about' | 'subjectId'>,
): Promise<Concerned> {
  switch (about) {
    case 'message-without-case':
      return { staff: await everyoneOnDuty(work), code: '' };
    case 'client-not-told':
    case 'client-not-asked':
      return { staff: await everyoneOnDuty(work), code: await codeOfCase(work, subjectId) };
    case 'complaint':
      return { staff: await staffWithAnyRole(work, 'dpo'), code: await codeOfCase(work, subjectId) };
    case 'client-not-reached':
      return {
        staff: await staffWithAnyRole(work, 'admin'),
        code: await codeOfClient(work, await clientOfMessage(work, subjectId)),
      };
    case 'opt-out-unconfirmed':
    case 'webhook-endpoint-disabled':
      return { staff: await staffWithAnyRole(work, 'admin'), code: '' };
    case 'opt-out-due-tomorrow':
    case 'opt-out-breached':
      return { staff: await staffWithAnyRole(work, 'dpo'), code: '' };
    case 'consent-form-withdrawn':
      return practitionerOfForm(work, subjectId);
    case 'contact-declined':
      return practitionerOf(work, clientOfSubject(subjectId));
    case 'retention-not-told':
    case 'copy-refused':
      return {
        staff: await staffWithAnyRole(work, 'dpo'),
        code: await codeOfClient(work, clientOfSubject(subjectId)),
      };
    case 'retention-repaired':
      return { staff: await staffWithAnyRole(work, 'dpo'), code: '' };
    case 'client-objects':
      return {
        staff: await staffWithAnyRole(work, 'supervisor'),
        code: await codeOfClient(work, await clientOfEvent(work, subjectId)),
      };
    case 'booking-cancelled':
    case 'payment-failed':
    case 'new-client':
      return practitionerOf(work, await clientOfEvent(work, subjectId));
    default:
      return assertNever(about);
  }
}

/** Nobody, as long as the client has no practitioner: nobody works with their data yet. */
async function practitionerOfForm(work: Work, formId: string): Promise<Concerned> {
  const { clientId: id } = await work.db.consentForm.findUniqueOrThrow({
    where: { id: formId },
    select: { clientId: true },
  });
  const { practitionerId, code } = await work.db.client.findUniqueOrThrow({ where: { id } });
  return { staff: practitionerId === null ? [] : [await staffMember(work, practitionerId)], code: code ?? '' };
}

/** One version of a client's plan, as what a notice is about. */
export const planAsSubject = (clientId: string, version: number): string => `${clientId}/${version}`;
/** The end of a sign-up that no enrolment followed. */
export const neverEnrolledAsSubject = (clientId: string): string => `${clientId}/never-enrolled`;
/** What a subject begins with, whatever of the client's it names behind that. */
const clientOfSubject = (subjectId: string): string => subjectId.split('/')[0] ?? subjectId;

/** The one who treats the client; the supervisors, where nobody does. */
async function practitionerOf(work: Work, id: string): Promise<Concerned> {
  const { practitionerId, code } = await work.db.client.findUniqueOrThrow({ where: { id } });
  const staff = practitionerId === null ? null : await staffMember(work, practitionerId);
  return { staff: staff ? [staff] : await staffWithAnyRole(work, 'supervisor'), code: code ?? '' };
}
