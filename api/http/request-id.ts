import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

const wellFormed = /^[\w.-]{1,100}$/;

/** The caller's own request id if it is a plain one, else a new one. */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id') ?? '';
  response.set('X-Request-Id', wellFormed.test(given) ? given : randomUUID());
  next();
};
