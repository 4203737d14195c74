import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, paths, webhooks } from './api';

export type HeedClient = Client<paths>;
export type Problem = components['schemas']['Problem'];
/** What Heed posts to a platform; its `type` says which. Verify its signature first, with a library of Standard Webhooks. */
export type HeedWebhook = {
  [Type in keyof webhooks]: webhooks[Type]['post']['requestBody']['content']['application/json'];
}[keyof webhooks];

export interface HeedClientOptions {
  /** Where Heed is: `https://heed.example`. */
  readonly url: string;
  /** A bearer token; asked for with each request, so that one that is nearly over can be replaced. */
  readonly token: () => string | Promise<string>;
  /** How often a request is sent at most when Heed cannot answer for now. 4 */
  readonly tries?: number;
}

/**
 * Heed over HTTP, typed by its contract: `client.POST('/v1/urgent-care/cases', { body })`. Each write carries an
 * `Idempotency-Key`, the same in each try, so that an answer which was lost on its way does not raise a concern twice.
 */
export function createHeedClient({ url, token, tries = 4 }: HeedClientOptions): HeedClient {
  const client = createClient<paths>({ baseUrl: url, fetch: (request) => sendUntilAnswered(request, tries) });
  client.use(bearer(token), idempotent);
  return client;
}

/** What Heed refused, or could not carry out, with its reason. */
export class HeedProblem extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.type}: ${problem.detail}`);
    this.name = 'HeedProblem';
  }
}

/** The answer, or what was wrong: `const opened = answerOf(await client.POST(…))`. @throws HeedProblem */
export function answerOf<T>({ data, error }: { readonly data?: T; readonly error?: Problem }): T {
  if (error !== undefined) throw new HeedProblem(error);
  return data as T;
}

const bearer = (token: HeedClientOptions['token']): Middleware => ({
  onRequest: async ({ request }) => {
    request.headers.set('authorization', `Bearer ${await token()}`);
    return request;
  },
});

const idempotent: Middleware = {
  onRequest: ({ request }) => {
    if (request.method !== 'GET' && !request.headers.has('idempotency-key')) {
      request.headers.set('idempotency-key', randomUUID());
    }
    return request;
  },
};

/** In flight already, too many at once, or away for now: what Heed says when it asks to come again. */
const comeAgain: ReadonlySet<number> = new Set([409, 429, 503]);
const longestWaitMs = 10_000;

async function sendUntilAnswered(request: Request, tries: number): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt >= tries;
    const response = await fetch(request.clone()).catch((error: unknown) => {
      if (isLast) throw error;
      return null;
    });
    const retryAfter = response?.headers.get('retry-after') ?? null;
    if (response && (isLast || !comeAgain.has(response.status) || retryAfter === null)) return response;
    const waitMs = retryAfter === null ? 250 * 2 ** (attempt - 1) : Number(retryAfter) * 1_000;
    await pause(Math.min(waitMs, longestWaitMs));
  }
}
