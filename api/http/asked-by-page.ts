import type { Request } from 'express';

/** An open page of the console asked for this by itself, or listens: it says nothing of whoever reads it. */
export const isAskedByPage = (request: Request): boolean =>
  request.get('x-asked-by') === 'page' || request.path === '/live';
