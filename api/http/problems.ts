import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { type Fault, HeedError } from '../../records/errors';
import type { Answer } from '../../records/idempotency';
import { codeOf, type Log, traitsOf } from '../../runtime/log';

const statuses: Readonly<Record<Fault, number>> = {
  'invalid-input': 422,
  'not-found': 404,
  forbidden: 403,
  conflict: 409,
  'too-many-requests': 429,
  unavailable: 503,
};

export interface Problem {
  readonly status: number;
  /** The stable name behind `urn:heed:problem:`. */
  readonly name: string;
  readonly detail: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export const problemType = 'application/problem+json';

/** RFC 9457. */
export function sendProblem(response: Response, problem: Problem): void {
  const { retryAfter } = problem.details ?? {};
  if (typeof retryAfter === 'number') response.set('Retry-After', String(retryAfter));
  response
    .status(problem.status)
    .type(problemType)
    .send(JSON.stringify(documentOf(problem)));
}

function documentOf({ status, name, detail, details = {} }: Problem): object {
  const { retryAfter: _header, ...members } = details;
  // No further member may stand in for one of the problem's own.
  return { ...members, type: `urn:heed:problem:${name}`, title: name.replaceAll('-', ' '), status, detail };
}

/** What was asked for is refused, and what that brought about is kept: thrown, it would be lost with the transaction. */
export function refusalThatCommits(error: HeedError): Answer {
  const problem = problemOf(error);
  return { status: problem.status, body: documentOf(problem) };
}

/** The one mapper from what went wrong to what is answered. What is not ours to explain is logged and says so. */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const problem = problemOf(error);
    if (problem.status >= 500) log.error(traitsOf(error), 'request failed');
    // Half an answer cannot be taken back. Express would end it too, and print what the error says.
    if (response.headersSent) request.socket.destroy();
    else sendProblem(response, problem);
  };
}

export function problemOf(error: unknown): Problem {
  if (error instanceof HeedError) {
    return { status: statuses[error.fault], name: error.problem, detail: error.message, details: error.details };
  }
  switch (codeOf(error)) {
    case 'entity.parse.failed':
      return malformedJson;
    case 'entity.too.large':
      return { status: 413, name: 'body-too-large', detail: `The body is larger than ${sizeInWords(limitOf(error))}.` };
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return { status: 415, name: 'unsupported-encoding', detail: 'Send UTF-8, not compressed.' };
    default:
      if (isRequestFault(error)) return { status: 400, name: 'bad-request', detail: 'The request cannot be read.' };
      return { status: 500, name: 'internal', detail: 'Something went wrong here. Nothing was saved by this request.' };
  }
}

export const malformedJson: Problem = { status: 400, name: 'malformed-json', detail: 'The body is no valid JSON.' };

export const notFoundHandler: RequestHandler = (_request, response) => {
  sendProblem(response, { status: 404, name: 'not-found', detail: 'There is nothing at this address.' });
};

/** The limit that the body's reader has, in bytes. */
const limitOf = (error: unknown): number => ((error ?? {}) as { limit?: number }).limit ?? 0;

const sizeInWords = (bytes: number): string => {
  const kilobytes = bytes / 1024;
  return kilobytes < 1024 ? `${kilobytes} kB` : `${kilobytes / 1024} MB`;
};

/** What Express itself refuses, such as a path that is not percent-encoded as it should be. */
function isRequestFault(error: unknown): boolean {
  const { status } = (error ?? {}) as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500;
}
