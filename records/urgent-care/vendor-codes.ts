/** What vendors' words mean, in one place. contract.md §3 */

export const messageStatuses = [
  'queued',
  'sent',
  'delivered',
  'opened',
  'failed-temporary',
  'failed-permanent',
  'unknown',
  'cancelled',
] as const;
export type MessageStatus = (typeof messageStatuses)[number];

/** Twilio: the recipient sent STOP to this number. */
export const stopWasSent = '21610';

/**
 * 21211 not a number · 21610 the recipient sent STOP · 21614 no mobile · 30003 unreachable (after the carrier's own
 * retries) · 30005 unknown · 30006 landline or unreachable carrier
 */
const permanentTwilioErrors: ReadonlySet<string> = new Set(['21211', stopWasSent, '21614', '30003', '30005', '30006']);

export const isPermanentTwilioError = (code: string): boolean => permanentTwilioErrors.has(code);

/** Null: a status that says nothing new. */
export function statusOfTwilio(status: string, errorCode: string | undefined): MessageStatus | null {
  switch (status) {
    case 'accepted':
    case 'queued':
    case 'sending':
      return 'queued';
    case 'sent':
      return 'sent';
    case 'delivered':
      return 'delivered';
    case 'read':
      return 'opened';
    case 'undelivered':
    case 'failed':
      return isPermanentTwilioError(errorCode ?? '') ? 'failed-permanent' : 'failed-temporary';
    default:
      return null;
  }
}

/**
 * SIP: 404 no such number · 410 gone · 484 not a whole number · 604 exists nowhere. Anything else may be answered when
 * it is called again.
 */
const permanentSipCodes: ReadonlySet<string> = new Set(['404', '410', '484', '604']);

/**
 * What became of a call. One that was picked up is delivered, also by a machine: whether a person heard it, only their
 * key tells. Null: a status that says nothing new.
 */
export function statusOfCall(status: string, sipCode: string | null): MessageStatus | null {
  switch (status) {
    case 'queued':
      return 'queued';
    case 'initiated':
    case 'ringing':
    case 'in-progress':
      return 'sent';
    case 'completed':
      return 'delivered';
    case 'busy':
    case 'no-answer':
    case 'canceled':
      return 'failed-temporary';
    case 'failed':
      return permanentSipCodes.has(sipCode ?? '') ? 'failed-permanent' : 'failed-temporary';
    default:
      return null;
  }
}

export function statusOfSendGrid(event: string): MessageStatus | null {
  switch (event) {
    case 'processed':
      return 'sent';
    case 'delivered':
      return 'delivered';
    case 'open':
    case 'click':
      return 'opened';
    case 'deferred':
      return 'failed-temporary';
    case 'bounce':
    case 'dropped':
      return 'failed-permanent';
    default:
      return null;
  }
}

/** Whether SendGrid says by it that the recipient wants no more: they unsubscribed there, or called it spam. */
export const saysOptOut = (event: string): boolean =>
  event === 'unsubscribe' || event === 'group_unsubscribe' || event === 'spamreport';

const progress: Readonly<Record<MessageStatus, number>> = {
  unknown: 0,
  queued: 1,
  sent: 2,
  // The vendor took it and could not deliver it yet.
  'failed-temporary': 3,
  delivered: 4,
  opened: 5,
  // The end of a message that did not arrive: nothing follows it, and it follows nothing that arrived.
  'failed-permanent': 6,
  cancelled: 6,
};

/** Statuses only go forward; a message that arrived does not fail any more. */
export function movesOn(from: MessageStatus, to: MessageStatus): boolean {
  // Given up for lost, and then it arrived after all: what the client is told of must have it.
  if (from === 'cancelled') return to === 'sent' || to === 'delivered' || to === 'opened';
  if (to === 'failed-permanent' || to === 'cancelled') return progress[from] < progress.delivered;
  return progress[to] > progress[from];
}
