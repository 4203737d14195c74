import twilio from 'twilio';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import { type MessageChannel, type SendResult, vendorTimeoutMs } from './channels';
import { type RetryAfter, retryAfterOf } from './retry-after';

export interface TwilioSettings {
  readonly accountSid: string;
  readonly authToken: string;
  readonly messagingServiceSid?: string | undefined;
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

/** SMS by the official client. */
export function createTwilioSms(settings: TwilioSettings, onRecordForOthers: OnRecordForOthers): MessageChannel {
  const { messages } = createClient(settings);
  const { messagingServiceSid, publicUrl } = settings;

  return {
    send: async (message) => {
      try {
        const { sid } = await messages.create({
          to: message.to,
          from: message.smsFrom,
          body: message.text,
          statusCallback: statusCallbackUrl(publicUrl, message),
          ...(messagingServiceSid ? { messagingServiceSid } : {}),
        });
        return { kind: 'accepted', vendorId: sid };
      } catch (error) {
        return refusalOf(error);
      }
    },
    find: async ({ id, organisationId, to, text, createdAt }) => {
      try {
        // By recipient, exact text and time; a minute's grace for clocks that differ.
        const dateSentAfter = new Date(Math.min(createdAt.getTime(), Date.now()) - 60_000);
        const sent = await messages.list({ to, dateSentAfter, limit: 100 });
        const same = sent.filter(({ body }) => body === text).map(({ sid }) => sid);
        // One page reads like the next: the one before it, found again, would silence this one.
        const others = await onRecordForOthers(organisationId, id, same);
        const vendorId = same.find((sid) => !others.has(sid));
        return vendorId === undefined ? { kind: 'absent' } : { kind: 'found', vendorId };
      } catch {
        return { kind: 'unknown' };
      }
    },
  };
}

/** The organisation and the message travel in the URL, since a callback arrives before its organisation is known. */
const statusCallbackUrl = (publicUrl: string, { organisationId, id }: Outgoing): string =>
  `${publicUrl}/webhooks/twilio/status?organisation=${organisationId}&dispatch=${id}`;

function createClient({ accountSid, authToken, baseUrl }: TwilioSettings): ReturnType<typeof twilio> {
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

function refusalOf(error: unknown): SendResult {
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
