import http from 'node:http';
import https from 'node:https';
import { Webhook } from 'standardwebhooks';
import type { ToTell } from '../../records/marketing/tell-list';
import type { Clock } from '../../runtime/clock';
import { faultOfTarget, lookupPublic, type WebhookTargets } from '../../runtime/public-targets';
import { answerWithinMs, type ListTeller } from './list-tellers';

export interface WebhookSettings {
  readonly targets: WebhookTargets;
  readonly clock: Clock;
}

/**
 * A platform is told by a webhook after Standard Webhooks: signed with its secret over id, time and body. The id is the
 * same each time that it is told, so that whoever hears it twice knows. It confirms by `…/confirmations` when it has done
 * it; that it took the webhook is no confirmation.
 */
export function createSignedWebhooks({ targets, clock }: WebhookSettings): ListTeller<'webhook'> {
  return async ({ url, secret }, toTell) => {
    if (faultOfTarget(url, targets) !== null) return { kind: 'not-told', because: 'target-refused' };
    const body = JSON.stringify(messageOf(toTell));
    const id = `${toTell.optOutId}/${toTell.listId}`;
    const at = clock();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    };
    try {
      const status = await post(url, { targets, headers, body });
      return status >= 200 && status < 300 ? { kind: 'told' } : { kind: 'not-told', because: String(status) };
    } catch (error) {
      return { kind: 'not-told', because: (error as NodeJS.ErrnoException).code ?? 'unknown' };
    }
  };
}

/** What a platform is sent. Who it is about is known to it by their address, as it has them. */
const messageOf = ({ optOutId, listId, addresses, receivedAt, dueAt }: ToTell) => ({
  type: 'marketing.opted-out',
  timestamp: receivedAt.toISOString(),
  data: {
    optOut: optOutId,
    list: listId,
    receivedAt: receivedAt.toISOString(),
    confirmBy: dueAt.toISOString(),
    addresses,
  },
});

interface Post {
  readonly targets: WebhookTargets;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers the status. Follows no redirect: it could lead anywhere. */
function post(url: string, { targets, headers, body }: Post): Promise<number> {
  const { request } = url.startsWith('https:') ? https : http;
  const options = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    signal: AbortSignal.timeout(answerWithinMs),
    // No connection is kept: the next name may stand for another address.
    agent: false,
    ...(targets === 'public' ? { lookup: lookupPublic } : {}),
  };
  return new Promise((resolve, reject) => {
    request(url, options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end(body);
  });
}
