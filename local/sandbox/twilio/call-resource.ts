import type { Call, Status } from '../message';
import { rfc2822 } from './resource';

const unanswered = ['busy', 'no-answer', 'canceled'];

/** Twilio's words for a call's statuses, in the order in which a call goes through them. */
export function callStatuses(status: Status, errorCode: string | null): readonly string[] {
  switch (status) {
    case 'queued':
      return ['queued'];
    case 'sent':
      return ['initiated', 'ringing'];
    case 'delivered':
    case 'opened':
      return ['in-progress', 'completed'];
    case 'undelivered':
    case 'failed':
    case 'bounced':
      return [errorCode !== null && unanswered.includes(errorCode) ? errorCode : 'failed'];
  }
}

/** Which event of `StatusCallbackEvent` a status belongs to: every end is `completed`. */
export function callEvent(callStatus: string): string {
  if (callStatus === 'in-progress') return 'answered';
  return callStatus === 'initiated' || callStatus === 'ringing' ? callStatus : 'completed';
}

/** How the telephone network says it. */
export function sipCode(callStatus: string, errorCode: string | null): string | undefined {
  switch (callStatus) {
    case 'completed':
      return '200';
    case 'busy':
      return '486';
    case 'no-answer':
      return '480';
    case 'canceled':
      return '487';
    case 'failed':
      return errorCode ?? '500';
    default:
      return undefined;
  }
}

/** The JSON of a call in Twilio's API. What was said is no part of it. */
export function callResource(accountSid: string, call: Call): Record<string, unknown> {
  const { id, at, from, to, status } = call.inbox;
  const uri = `/2010-04-01/Accounts/${accountSid}/Calls/${id}`;
  const answered = status === 'delivered' || status === 'opened';
  return {
    account_sid: accountSid,
    annotation: null,
    answered_by: null,
    api_version: '2010-04-01',
    caller_name: null,
    date_created: rfc2822(at),
    date_updated: rfc2822(call.updatedAt),
    direction: 'outbound-api',
    duration: answered ? '20' : null,
    end_time: status === 'queued' || status === 'sent' ? null : rfc2822(call.updatedAt),
    forwarded_from: null,
    from,
    from_formatted: from,
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: null,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: id,
    start_time: answered ? rfc2822(call.updatedAt) : null,
    status: callStatuses(status, call.errorCode).at(-1),
    subresource_uris: { notifications: `${uri}/Notifications.json`, recordings: `${uri}/Recordings.json` },
    to,
    to_formatted: to,
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}
