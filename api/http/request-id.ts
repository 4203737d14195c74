import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { isOpaque, within } from '../../runtime/telemetry/correlation';

/**
 * The caller's own request id if it says nothing of anybody, else a new one. It goes along with everything that comes of
 * the request: into the logs, to Temporal, and to the activities.
 */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  const id = isOpaque(given) ? given : randomUUID();
  response.set('X-Request-Id', id);
  within({ requestId: id }, next);
};
