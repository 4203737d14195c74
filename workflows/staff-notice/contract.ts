/** What staff must hear of although no open case can page them, and what that asks of the world. Ids and enums only. */

export const staffNoticeQueue = 'urgent';
export const staffNoticeWorkflow = 'staffNotice';
/** @param subjectId of the message, the case, the form or the event, or a client's id and plan version: one notice for each */
export const staffNoticeWorkflowId = (about: NoticeSubject, subjectId: string): string =>
  `staff-notice/${about}/${subjectId}`;

export type NoticeSubject =
  /** Somebody wrote, and no open case belongs to it: whoever is on duty reads it. */
  | 'message-without-case'
  /** A client makes a complaint: the data protection officer acknowledges it. */
  | 'complaint'
  /** A closed case's message of what was shared failed for good: whoever is on duty has the client told. */
  | 'client-not-told'
  /** The same of the question how it was: they have the client asked. */
  | 'client-not-asked'
  /** Every message of one that went to a client in no case failed for good: somebody gets in touch. */
  | 'client-not-reached'
  /** A client has withdrawn their consent form: their practitioner stops what it allowed. */
  | 'consent-form-withdrawn'
  /** Somebody whom a client named does not want to be a contact: their practitioner finds another one. */
  | 'contact-declined'
  /** Five days after an opt-out from marketing a list has not confirmed it: admin sees to it. */
  | 'opt-out-unconfirmed'
  /** After six days: the data protection officer does. */
  | 'opt-out-due-tomorrow'
  /** After seven: it is a breach, and the data protection officer is told. */
  | 'opt-out-breached'
  /** Nothing is safe to write to a client whose data goes in a month: the data protection officer tells them. */
  | 'retention-not-told'
  /** Somebody could not say who they are where a client gets the copy of their data. */
  | 'copy-refused'
  /** Retentions had drifted from the record, and were put right. */
  | 'retention-repaired'
  /** A platform's endpoint is sent nothing any more: admin sees to it. */
  | 'webhook-endpoint-disabled'
  | ClientEventKind;

/**
 * Something happened to a client: their practitioner hears of it. `new-client`: one is theirs from now on. `client-objects`:
 * one wants another practitioner, and a supervisor sees to it.
 */
export const clientEventKinds = ['booking-cancelled', 'payment-failed', 'new-client', 'client-objects'] as const;
export type ClientEventKind = (typeof clientEventKinds)[number];

export interface StaffNoticeInput {
  readonly organisationId: string;
  readonly about: NoticeSubject;
  readonly subjectId: string;
}

export interface StaffNoticeOrder extends StaffNoticeInput {
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface StaffNoticeActivities {
  /** Resolves to how many messages were written for it. */
  tellStaff(order: StaffNoticeOrder): Promise<{ readonly found: number }>;
}
