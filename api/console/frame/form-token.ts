import { csrfSync } from 'csrf-sync';
import type { RequestHandler } from 'express';

/** A form counts only if one of our own pages, shown in the same session, sent it. */
const { csrfSynchronisedProtection, generateToken, invalidCsrfTokenError } = csrfSync({
  getTokenFromRequest: (request) => (typeof request.body?._csrf === 'string' ? request.body._csrf : undefined),
});

export const requireOwnForm: RequestHandler = csrfSynchronisedProtection;
export const formToken = generateToken;
export const isForeignForm = (error: unknown): boolean => error === invalidCsrfTokenError;
