import http from 'node:http';
import https from 'node:https';
import { Webhook } from 'standardwebhooks';
import { faultOfTarget, lookupPublic, type WebhookTargets } from './public-targets';

/** One message after Standard Webhooks. */
export interface SignedMessage {
  /** The same each time that it is told, so that whoever hears it twice knows. */
  readonly id: string;
  readonly at: Date;
  readonly body: string;
  /** `whsec_` and base64. Each of them signs: while secrets change, whoever has one of them can verify it. */
  readonly secrets: readonly string[];
}

export interface PostTerms {
  readonly targets: WebhookTargets;
  readonly withinMs: number;
}

/** What came back; or the name of what went wrong, and no words of anybody's. */
export type PostAnswer = { readonly status: number } | { readonly because: string };

/** An answer says what it says by its status: whatever comes beyond this is cut off. */
const mostOfAnswer = 8 * 1024;

/**
 * Posts a message that is signed. Never rejects. Follows no redirect, since it could lead anywhere, and reaches nothing on
 * the inside where only public targets are: the address that is connected to is the one that was looked at.
 */
export async function postSigned(url: string, message: SignedMessage, terms: PostTerms): Promise<PostAnswer> {
  if (faultOfTarget(url, terms.targets) !== null) return { because: 'target-refused' };
  const { id, at, body, secrets } = message;
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
  try {
    return { status: await post(url, headers, body, terms) };
  } catch (error) {
    return { because: (error as NodeJS.ErrnoException).code ?? 'unknown' };
  }
}

function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { targets, withinMs }: PostTerms,
): Promise<number> {
  const { request } = url.startsWith('https:') ? https : http;
  const options = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    signal: AbortSignal.timeout(withinMs),
    // No connection is kept: the next name may stand for another address.
    agent: false,
    ...(targets === 'public' ? { lookup: lookupPublic } : {}),
  };
  return new Promise((resolve, reject) => {
    request(url, options, (response) => {
      let read = 0;
      response
        .on('data', ({ length }: Buffer) => {
          read += length;
          if (read > mostOfAnswer) response.destroy();
        })
        // The status is known: how the rest of the answer ends is of no matter.
        .on('error', () => undefined);
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end(body);
  });
}
