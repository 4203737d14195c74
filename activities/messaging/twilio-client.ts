import twilio from 'twilio';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import { type SendResult, vendorTimeoutMs } from './channels';
import { type RetryAfter, retryAfterOf } from './retry-after';

/** What SMS and calls by Twilio have in common. */

export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  /** Another origin than Twilio's own: a sandbox, a recorded stub or a proxy. */
  readonly baseUrl?: string | undefined;
  /** Where Twilio reports what became of a message. */
  readonly publicUrl: string;
}

/** Which of these vendor's ids are on record for another message than this one. */
export type OnRecordForOthers = (
  organisationId: string,
  dispatchId: string,
  vendorIds: readonly string[],
) => Promise<ReadonlySet<string>>;

/** From when a vendor's list is searched for a message: a minute's grace for clocks that differ. */
export const notLongBefore = ({ createdAt }: Outgoing): Date =>
  new Date(Math.min(createdAt.getTime(), Date.now()) - 60_000);

export function createClient({ accountSid, authToken, baseUrl }: TwilioAccount): ReturnType<typeof twilio> {
  const httpClient = new twilio.RequestClient({ timeout: vendorTimeoutMs, autoRetry: false });
  if (baseUrl) {
    const request = httpClient.request.bind(httpClient);
    httpClient.request = (options) => {
      const { pathname, search } = new URL(options.uri);
      return request({ ...options, uri: new URL(pathname + search, baseUrl).href });
    };
  }
  tellWhenToComeBack(httpClient);
  return twilio(accountSid, authToken, { httpClient });
}

/** The client's own exception leaves out the header that says when Twilio may be asked again. */
function tellWhenToComeBack(httpClient: InstanceType<typeof twilio.RequestClient>): void {
  const request = httpClient.request.bind(httpClient);
  httpClient.request = async (options) => {
    const response = await request(options);
    if (response.statusCode === 429) throw new TooManyRequests(retryAfterOf(response.headers));
    return response;
  };
}

class TooManyRequests extends Error {
  constructor(readonly retryAfter: RetryAfter) {
    super('Twilio takes no more requests for now.');
  }
}

/** What an error of the client says of the message. */
export function refusalOf(error: unknown): SendResult {
  if (error instanceof TooManyRequests) return { kind: 'failed-temporary', errorCode: '429', ...error.retryAfter };
  if (!(error instanceof twilio.RestException)) return withoutAnswer(error);
  const errorCode = String(error.code ?? error.status);
  // What Twilio refuses for what it is, it refuses again; wrong credentials are ours to mend, and then it is sent.
  const forNow = error.status === 401 || error.status >= 500;
  return { kind: forNow ? 'failed-temporary' : 'failed-permanent', errorCode };
}

/** A refused connection took nothing; a connection that fell silent may have. */
function withoutAnswer(error: unknown): SendResult {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const neverArrived = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  return neverArrived ? { kind: 'failed-temporary', errorCode: code } : { kind: 'unknown' };
}
