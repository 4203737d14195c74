import { setTimeout as pause } from 'node:timers/promises';

export interface HeedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface WebhookPost {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
}

/** The way to Heed's webhooks. */
export interface Heed {
  /** The address of a path as Heed calls itself; signatures are made over it. */
  publicAddress(path: string): string;
  /** One try. Rejects with `HeedUnreachable` when there is no answer within ten seconds. */
  post(post: WebhookPost): Promise<HeedAnswer>;
  /**
   * Tries again, later and later, while Heed is away or answers 429 or 5xx. `compose` is asked anew for each try,
   * since a signature ages. Resolves to undefined when no try was taken.
   */
  postUntilTaken(compose: () => WebhookPost): Promise<HeedAnswer | undefined>;
}

export class HeedUnreachable extends Error {}

interface Deps {
  /** Where Heed is reached. */
  heedUrl: () => string;
  /** What Heed calls itself, when that is another address. */
  publicUrl: () => string;
  retryDelaysMs: readonly number[];
  log: (sentence: string) => void;
  stop: AbortSignal;
}

const answerWithinMs = 10_000;

export function createHeed({ heedUrl, publicUrl, retryDelaysMs, log, stop }: Deps): Heed {
  async function post({ url, headers, body }: WebhookPost): Promise<HeedAnswer> {
    const target = reachable(url, heedUrl());
    try {
      const response = await fetch(target, {
        method: 'POST',
        headers,
        body: typeof body === 'string' ? body : new Uint8Array(body),
        signal: AbortSignal.any([stop, AbortSignal.timeout(answerWithinMs)]),
      });
      const contentType = response.headers.get('content-type') ?? '';
      return { status: response.status, contentType, body: await response.text() };
    } catch (error) {
      throw new HeedUnreachable(`Heed did not answer at ${target}.`, { cause: error });
    }
  }

  async function postUntilTaken(compose: () => WebhookPost): Promise<HeedAnswer | undefined> {
    for (const delayMs of [0, ...retryDelaysMs]) {
      if (delayMs > 0) await pause(delayMs, undefined, { signal: stop });
      const answer = await post(compose()).catch(unlessUnreachable);
      if (answer && answer.status !== 429 && answer.status < 500) return answer;
      stop.throwIfAborted();
    }
    log(`A callback was given up: Heed did not take it at ${compose().url} in ${retryDelaysMs.length + 1} tries.`);
    return undefined;
  }

  return { publicAddress: (path) => new URL(path, publicUrl()).href, post, postUntilTaken };
}

/** The sandbox talks to loopback only: another host's path is asked for where Heed is reached. */
function reachable(url: string, heedUrl: string): string {
  const wanted = new URL(url);
  if (isLoopback(wanted.hostname)) return url;
  return new URL(`${wanted.pathname}${wanted.search}`, heedUrl).href;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

function unlessUnreachable(error: unknown): undefined {
  if (!(error instanceof HeedUnreachable)) throw error;
  return undefined;
}
