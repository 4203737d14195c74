import type { Response } from 'express';

/** What Twilio answers instead of a message. */
export interface TwilioError {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

export const twilioErrors = {
  notAuthenticated: { status: 401, code: 20003, message: 'Authenticate' },
  notFound: (path: string): TwilioError => ({
    status: 404,
    code: 20404,
    message: `The requested resource ${path} was not found`,
  }),
  invalidParameter: (name: string): TwilioError => ({
    status: 400,
    code: 20001,
    message: `Invalid Parameter: ${name}`,
  }),
  tooManyRequests: { status: 429, code: 20429, message: 'Too Many Requests' },
  internal: { status: 500, code: 20500, message: 'An internal server error has occurred' },
  calledMissing: { status: 400, code: 21201, message: "No 'To' number is specified" },
  twimlMissing: { status: 400, code: 21205, message: 'Url parameter is required. The sandbox plays Twiml only.' },
  callerMissing: { status: 400, code: 21213, message: "A 'From' phone number is required." },
  bodyMissing: { status: 400, code: 21602, message: 'Message body is required.' },
  fromMissing: { status: 400, code: 21603, message: "A 'From' phone number is required." },
  toMissing: { status: 400, code: 21604, message: "A 'To' phone number is required." },
  callbackInvalid: { status: 400, code: 21609, message: 'The StatusCallback URL is not a valid URL' },
  toInvalid: (to: string): TwilioError => ({
    status: 400,
    code: 21211,
    message: `The 'To' number ${to} is not a valid phone number.`,
  }),
  fromInvalid: (from: string): TwilioError => ({
    status: 400,
    code: 21212,
    message: `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
  }),
  unsubscribed: { status: 400, code: 21610, message: 'Attempt to send to unsubscribed recipient' },
  bodyTooLong: { status: 400, code: 21617, message: 'The concatenated message body exceeds the 1600 character limit' },
} as const;

/** Sends the body that twilio-node turns into a `RestException`. */
export function answerWith(response: Response, { status, code, message }: TwilioError): void {
  response.status(status).json({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}
