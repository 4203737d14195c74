import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, operations, paths, webhooks } from './api';

export type HeedClient = Client<paths>;
export type Problem = components['schemas']['Problem'];
/** What Heed posts to a platform; its `type` says which. Verify its signature first, with a library of Standard Webhooks. */
export type HeedWebhook = {
  [Type in keyof webhooks]: webhooks[Type]['post']['requestBody']['content']['application/json'];
}[keyof webhooks];

/** What an operation of the contract takes: `Body<'raiseConcern'>`. */
export type Body<Operation extends keyof operations> = operations[Operation] extends {
  requestBody?: { content: { 'application/json': infer Taken } };
}
  ? Taken
  : never;

/** What it answers when all went well: `Answer<'readCase'>`. */
export type Answer<Operation extends keyof operations> = operations[Operation] extends { responses: infer Responses }
  ? Responses[keyof Responses & (200 | 201 | 202)] extends { content: { 'application/json': infer Given } }
    ? Given
    : never
  : never;

export interface HeedClientOptions {
  /** Where Heed is: `https://heed.example`. */
  readonly url: string;
  /**
   * A bearer token; asked for each time that something is sent, so that one that is nearly over can be replaced.
   * @param refused what Heed did not take: with another one, the request is sent again
   */
  readonly token: (refused?: string) => string | Promise<string>;
  /** How often a request is sent at most when Heed cannot answer for now. 4 */
  readonly tries?: number;
}

/**
 * Heed over HTTP, typed by its contract: `client.POST('/v1/urgent-care/cases', { body })`. Each write carries an
 * `Idempotency-Key`, the same in each try, so that an answer which was lost on its way does not raise a concern twice.
 */
export function createHeedClient({ url, token, tries = 4 }: HeedClientOptions): HeedClient {
  const client = createClient<paths>({
    baseUrl: url,
    fetch: (request) => sendUntilAnswered(() => sendWithToken(request, token), tries, request.signal),
  });
  client.use(idempotent);
  return client;
}

/** What Heed refused, or could not carry out, with its reason. */
export class HeedProblem extends Error {
  constructor(
    readonly problem: Problem,
    /** What was asked. */
    readonly url: string,
  ) {
    super(`${url} answered ${problem.status} ${problem.type}: ${problem.detail}`);
    this.name = 'HeedProblem';
  }
}

interface Answered<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The answer, or what was wrong: `const opened = answerOf(await client.POST(…))`. @throws HeedProblem */
export function answerOf<T>({ data, error, response }: Answered<T>): T {
  if (response.ok) return data as T;
  throw new HeedProblem(isProblem(error) ? error : notByHeed(response), response.url);
}

const isProblem = (error: unknown): error is Problem => typeof error === 'object' && error !== null && 'type' in error;

/** A proxy's page is no problem document. RFC 9457, §4.2.1: what says no more than its status has no type of its own. */
const notByHeed = ({ status, statusText }: Response): Problem => ({
  type: 'about:blank',
  title: statusText,
  status,
  detail: 'This was not answered by Heed, but by something before it.',
});

const idempotent: Middleware = {
  onRequest: ({ request }) => {
    if (request.method !== 'GET' && !request.headers.has('idempotency-key')) {
      request.headers.set('idempotency-key', randomUUID());
    }
    return request;
  },
};

async function sendWithToken(request: Request, token: HeedClientOptions['token']): Promise<Response> {
  const send = (bearer: string): Promise<Response> => {
    const authorized = request.clone();
    authorized.headers.set('authorization', `Bearer ${bearer}`);
    return fetch(authorized);
  };
  const given = await token();
  const response = await send(given);
  if (response.status !== 401) return response;
  const another = await token(given);
  return another === given ? response : send(another);
}

/** In flight already, too many at once, or away for now: what Heed says when it asks to come again. */
const comeAgain: ReadonlySet<number> = new Set([409, 429, 503]);
const longestWaitMs = 10_000;

async function sendUntilAnswered(
  send: () => Promise<Response>,
  tries: number,
  givenUp: AbortSignal,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt >= tries;
    const response = await send().catch((error: unknown) => {
      if (isLast || givenUp.aborted) throw error;
      return null;
    });
    const retryAfter = response?.headers.get('retry-after') ?? null;
    if (response && (isLast || !comeAgain.has(response.status) || retryAfter === null)) return response;
    // A proxy may say it as a date: that is no number, and is waited for as if nothing were said.
    const askedMs = retryAfter === null ? Number.NaN : Number(retryAfter) * 1_000;
    const waitMs = Number.isNaN(askedMs) ? 250 * 2 ** (attempt - 1) : Math.min(askedMs, longestWaitMs);
    await pause(waitMs, undefined, { signal: givenUp });
  }
}
