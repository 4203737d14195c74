import type { RequestHandler } from 'express';
import helmet from 'helmet';

type Sources = Readonly<Record<string, string[]>>;

/** Nothing but what stands here: no page of ours loads anything from elsewhere, or is framed. */
const nothingFromElsewhere = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

const policy = (more: Sources) => ({ useDefaults: false, directives: { ...nothingFromElsewhere, ...more } });

/** Of everything that we answer; no page tells anyone where its reader came from. */
export const secureHeaders = (): RequestHandler =>
  helmet({ contentSecurityPolicy: policy({}), referrerPolicy: { policy: 'no-referrer' } });

/**
 * Of pages that show what is known of somebody: kept by nobody, found by no search, and with a script of our own.
 * @param more what else such a page may ask of us
 */
export function personsPageHeaders(more: Sources = {}): RequestHandler {
  const setPolicy = helmet.contentSecurityPolicy(
    policy({ scriptSrc: ["'self'"], imgSrc: ["'self'", 'data:'], ...more }),
  );
  return (request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' });
    setPolicy(request, response, next);
  };
}
