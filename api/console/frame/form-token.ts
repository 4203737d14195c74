import { randomBytes } from 'node:crypto';
import { csrfSync } from 'csrf-sync';
import type { Request, RequestHandler } from 'express';

/** A form counts only if one of our own pages, shown in the same session, sent it. */
const { csrfSynchronisedProtection, generateToken, invalidCsrfTokenError } = csrfSync({
  getTokenFromRequest: (request) =>
    typeof request.body?._csrf === 'string' ? unmasked(request.body._csrf) : undefined,
});

/** Whatever token it has, nothing counts that a browser says another site has sent. */
export const requireOwnForm: RequestHandler = (request, response, next) => {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead && isFromElsewhere(request)) next(invalidCsrfTokenError);
  else csrfSynchronisedProtection(request, response, next);
};

/** `none`: whoever reads it has sent it themselves, again for example. W3C Fetch Metadata §2.3 */
function isFromElsewhere(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** A browser says that a page of ours has sent this. Older ones say nothing. */
export const isFromOurPage = (request: Request): boolean => request.get('sec-fetch-site') === 'same-origin';
export const isForeignForm = (error: unknown): boolean => error === invalidCsrfTokenError;

/**
 * The session's token, written differently in every page: pages are compressed together with words of others, and how
 * long they then are must not tell whoever listens on the way how near those words come to it (BREACH, CVE-2013-3587).
 */
export function formToken(request: Request): string {
  const token = Buffer.from(generateToken(request));
  const mask = randomBytes(token.length);
  return Buffer.concat([mask, xor(token, mask)]).toString('base64url');
}

function unmasked(written: string): string {
  const bytes = Buffer.from(written, 'base64url');
  const half = bytes.length / 2;
  return xor(bytes.subarray(half), bytes.subarray(0, half)).toString();
}

const xor = (one: Buffer, other: Buffer): Buffer => Buffer.from(one.map((byte, index) => byte ^ (other[index] ?? 0)));
