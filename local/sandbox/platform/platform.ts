import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { optedOutMessage } from '../../../records/marketing/opted-out-message';
import type { Heed } from '../heed';
import type { Journal } from '../journal';
import type { Entry } from '../message';

export type HeardByPlatform = Omit<Extract<Entry, { readonly kind: 'platform-heard' }>, 'kind'>;

export interface PlatformCredentials {
  /** Of its webhooks, `whsec_…`. */
  readonly secret: string;
  /** With which it calls Heed. */
  readonly token: () => Promise<string>;
}

/** Another program that keeps addresses: it hears of opt-outs by webhook, and confirms each by a call to Heed. */
export interface Platform {
  /** Takes a webhook in. Resolves to the HTTP status that it answers with. */
  hear(body: Buffer, headers: Readonly<Record<string, string>>): Promise<number>;
  /** What came in with a good signature, oldest first. */
  heard(): readonly HeardByPlatform[];
  /** Whether it confirms what it hears. */
  confirms(yes: boolean): void;
  /** Resolves when no confirmation is under way. */
  settle(): Promise<void>;
}

interface Deps {
  readonly journal: Journal;
  readonly heed: Heed;
  readonly now: () => Date;
  readonly stop: AbortSignal;
  /** null: it knows no secret, and believes nobody. */
  readonly credentials: PlatformCredentials | null;
}

export function createPlatform({ journal, heed, now, stop, credentials }: Deps): Platform {
  const heard: HeardByPlatform[] = [];
  const underWay = new Set<Promise<void>>();
  let confirms = true;
  for (const entry of journal.past) if (entry.kind === 'platform-heard') heard.push(entry);

  async function confirm(optOut: string, list: string): Promise<void> {
    if (!credentials) return;
    const body = JSON.stringify({ list, confirmedAt: now().toISOString() });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await credentials.token()}` };
    const url = heed.publicAddress(`/v1/marketing/opt-outs/${optOut}/confirmations`);
    await heed.postUntilTaken(() => ({ url, headers, body }));
  }

  function confirmLater(optOut: string, list: string): void {
    const confirming = confirm(optOut, list).catch((error: unknown) => {
      if (!stop.aborted) throw error;
    });
    underWay.add(confirming);
    void confirming.finally(() => underWay.delete(confirming));
  }

  return {
    hear: async (body, headers) => {
      if (!credentials || !isSigned(credentials.secret, body, headers, now())) return 401;
      const message = optedOutMessage.safeParse(JSON.parse(body.toString('utf8')));
      if (!message.success) return 400;
      const { optOut, list, addresses } = message.data.data;
      const entry = { id: headers['webhook-id'] ?? '', at: now().toISOString(), optOut, list, addresses };
      heard.push(entry);
      journal.append({ kind: 'platform-heard', ...entry });
      if (confirms) confirmLater(optOut, list);
      return 204;
    },
    heard: () => heard,
    confirms: (yes) => {
      confirms = yes;
    },
    settle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

const oldestMs = 5 * 60_000;

/**
 * As Standard Webhooks has it: over id, time and the exact bytes, and lately. By the sandbox's clock, where the package's
 * own check goes by the wall's: a test may skip time.
 */
function isSigned(secret: string, body: Buffer, headers: Readonly<Record<string, string>>, at: Date): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': seconds = '', 'webhook-signature': signature = '' } = headers;
  const signedAt = new Date(Number(seconds) * 1_000);
  if (!(Math.abs(at.getTime() - signedAt.getTime()) <= oldestMs)) return false;
  const expected = Buffer.from(new Webhook(secret).sign(id, signedAt, body));
  return signature.split(' ').some((given) => {
    const bytes = Buffer.from(given);
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
}
