import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { z } from 'zod';
import { HeedUnreachable } from './heed';

/** A request to `/sandbox` that cannot be met; answered as problem+json (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    readonly detail: string,
    readonly errors: readonly { path: string; message: string }[] = [],
  ) {
    super(detail);
  }
}

/** Reads input by its schema; throws a 422 `Problem` that names every place that is wrong. */
export function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('/'), message }));
  const summary = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
  throw new Problem(422, 'invalid-input', summary, errors);
}

export const answerNotFound: RequestHandler = (request) => {
  throw new Problem(404, 'not-found', `The sandbox has nothing at ${request.method} ${request.path}.`);
};

export const answerProblem: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent || response.destroyed) return next(error);
  const { status, kind, detail, errors } = problemOf(error);
  response
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({ type: `urn:heed:problem:${kind}`, title: kind.replaceAll('-', ' '), status, detail, errors }),
    );
};

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HeedUnreachable) return new Problem(502, 'heed-unreachable', error.message);
  const message = error instanceof Error ? error.message : String(error);
  const status = bodyParserStatus(error);
  return status ? new Problem(status, 'unreadable-body', message) : new Problem(500, 'internal', message);
}

/** Express's body parsers say with a 4xx `status` that a body could not be read. */
function bodyParserStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' && error.status < 500 ? error.status : undefined;
}
