import type { RequestHandler } from 'express';
import { type Problem, sendProblem } from './problems';

/** Whatever comes with a body says that it is JSON: what is taken for something else is read by nobody. */
export const requireJson: RequestHandler = (request, response, next) => {
  const hasBody = 'transfer-encoding' in request.headers || Number(request.get('content-length') ?? 0) > 0;
  if (hasBody && !request.is('application/json')) sendProblem(response, noJson);
  else next();
};

export const noJson: Problem = {
  status: 415,
  name: 'unsupported-media-type',
  detail: 'Send the body as application/json.',
};
