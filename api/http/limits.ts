import { isIPv6 } from 'node:net';
import type { Request, RequestHandler, Response } from 'express';
import type { Counted, Counter, Counters } from '../../records/counters';
import { tooManyRequests } from '../../records/errors';
import { isAskedByPage } from './asked-by-page';
import { callerOf } from './authenticate';

/** How much anybody may ask in a minute, whichever process answers. docs/adr/0025 */

export interface LimitSettings {
  /** Requests to `/v1` by one credential, looks at the console by one person, and as many by the pages that they have open. */
  readonly perCredential: number;
  /** Looks at one personal page, and as many answers on it. */
  readonly perLink: number;
  /** Links that were never anybody's, tried from one address. */
  readonly wrongLinksPerAddress: number;
  /** Requests to `/v1` from one address that are 401. */
  readonly failedSignInsPerAddress: number;
}

export interface Limits {
  /** Behind `authenticate`. */
  readonly ofCredentials: RequestHandler;
  /** For what begins with a link's token. */
  readonly ofLinks: RequestHandler;
  readonly ofFailedSignIns: FailedSignIns;
  /** For whoever begins to sign in. */
  readonly ofSignIns: RequestHandler;
  /** Behind a session of the console, of whatever only looks. */
  readonly ofLooks: RequestHandler;
  /** The same of whatever is no form: what a form does is never refused, and of what one only looks for its page knows. */
  readonly ofConsole: RequestHandler;
}

/** Counts a request whose token is not valid. Answers with what it is refused with instead of 401; null: with that. */
export type FailedSignIns = (request: Request, response: Response) => Promise<Error | null>;

/** From one address, where a whole office may be: enough for all of them, and too few to fill a database with. */
const signInsPerAddress = 120;

/** @param isLink whether this token was ever somebody's */
export function createLimits(
  counters: Counters,
  settings: LimitSettings,
  isLink: (token: string) => Promise<boolean>,
): Limits {
  const credentials = counters.counter('credential', settings.perCredential);
  const pages = counters.counter('console-read', settings.perCredential);
  const byPages = counters.counter('console-read-by-page', settings.perCredential);
  const looks = counters.counter('link-read', settings.perLink);
  const answers = counters.counter('link-answered', settings.perLink);
  const signIns = counters.counter('sign-in', signInsPerAddress);
  const wrongLinks = counters.counter('wrong-link', settings.wrongLinksPerAddress);
  const failedSignIns = counters.counter('failed-sign-in', settings.failedSignInsPerAddress);

  const ofLooks: RequestHandler = async (request, response, next) => {
    // A page that asks in a loop leaves its reader all the looks that they take themselves.
    const counter = isAskedByPage(request) ? byPages : pages;
    const { organisationId, credential } = callerOf(request);
    const counted = await counter.count(`${organisationId}\n${credential}`);
    next(counted.isOver ? refusal(response, counted) : undefined);
  };

  return {
    ofCredentials: async (request, response, next) => {
      const { organisationId, credential } = callerOf(request);
      const counted = await credentials.count(`${organisationId}\n${credential}`);
      say(response, credentials, counted);
      next(counted.isOver && !isNeverRefused(request) ? refusal(response, counted) : undefined);
    },
    ofLinks: async (request, response, next) => {
      const token = tokenIn(request);
      if (!(await isLink(token))) {
        // Behind one address there may be a whole town: whatever somebody tries there, nobody's own link is refused.
        const tried = await wrongLinks.count(addressOf(request.ip ?? ''));
        return next(tried.isOver ? refusal(response, tried) : undefined);
      }
      const counter = request.method === 'POST' ? answers : looks;
      const counted = await counter.count(token);
      say(response, counter, counted);
      next(counted.isOver ? refusal(response, counted) : undefined);
    },
    ofFailedSignIns: async (request, response) => {
      const counted = await failedSignIns.count(addressOf(request.ip ?? ''));
      // A platform whose token is over learns that at once, and gets another: told to wait, it would keep a concern back.
      return counted.isOver && !isNeverRefused(request) ? refusal(response, counted) : null;
    },
    ofSignIns: async (request, response, next) => {
      const counted = await signIns.count(addressOf(request.ip ?? ''));
      next(counted.isOver ? refusal(response, counted) : undefined);
    },
    ofLooks,
    ofConsole: (request, response, next) => {
      // What somebody does on a page is about a person who may be in danger.
      if (request.method === 'POST') next();
      else return ofLooks(request, response, next);
    },
  };
}

/**
 * What is let through whatever the count says, since a person may be in danger: a concern and whatever is recorded of a
 * case, who must not be told any more, an assessment with its safety answers, and whoever takes back what they agreed to.
 * It is counted all the same.
 */
const neverRefused: readonly (readonly [method: 'POST' | 'PUT', path: RegExp])[] = [
  ['POST', /^\/urgent-care\/cases(\/[^/]+\/[^/]+)?$/],
  ['PUT', /^\/clients\/[^/]+\/urgent-care-plan$/],
  ['POST', /^\/clients\/[^/]+\/urgent-care-plan\/declines$/],
  ['POST', /^\/sign-ups\/[^/]+\/(assessment|safety-acknowledgements|safety-judgements)$/],
  ['POST', /^\/clients\/[^/]+\/consent-form\/withdrawals$/],
  ['POST', /^\/marketing\/opt-outs$/],
];

const isNeverRefused = ({ method, path }: Request): boolean =>
  neverRefused.some(([itsMethod, pattern]) => method === itsMethod && pattern.test(path.replace(/\/$/, '')));

/** As the IETF's draft has it, in the form that clients know best. */
function say(response: Response, { most }: Counter, { remaining, resetMs }: Counted): void {
  response.set({
    'RateLimit-Limit': String(most),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(inSeconds(resetMs)),
  });
}

function refusal(response: Response, { resetMs }: Counted): Error {
  const retryAfter = Math.max(1, inSeconds(resetMs));
  response.set('Retry-After', String(retryAfter));
  return tooManyRequests(retryAfter);
}

const inSeconds = (ms: number): number => Math.ceil(ms / 1_000);

/** As the page reads it: each way to write one token in an address is the same link. */
function tokenIn({ path }: Request): string {
  const [, written = ''] = path.split('/');
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

/** As one household or office has it: of IPv6, where each device takes as many as it likes, the network that is theirs. */
export function addressOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const ofIPv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (ofIPv4 !== undefined) return ofIPv4;
  const [before = '', after = ''] = ip.toLowerCase().split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const missing = 8 - groups(before).length - groups(after).length;
  const all = ip.includes('::')
    ? [...groups(before), ...Array.from({ length: missing }, () => '0'), ...groups(after)]
    : groups(before);
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
