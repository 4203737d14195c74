import type { OptedOutMessage } from '../../records/marketing/opted-out-message';
import type { ToTell } from '../../records/marketing/tell-list';
import type { Clock } from '../../runtime/clock';
import type { WebhookTargets } from '../../runtime/public-targets';
import { postSigned } from '../../runtime/signed-post';
import { answerWithinMs, type ListTeller } from './list-tellers';

export interface WebhookSettings {
  readonly targets: WebhookTargets;
  readonly clock: Clock;
}

/**
 * A platform is told by a webhook after Standard Webhooks. It confirms by `…/confirmations` when it has done it; that it
 * took the webhook is no confirmation.
 */
export function createSignedWebhooks({ targets, clock }: WebhookSettings): ListTeller<'webhook'> {
  return async ({ url, secret }, toTell) => {
    const body = JSON.stringify(messageOf(toTell));
    const message = { id: `${toTell.optOutId}/${toTell.listId}`, at: clock(), body, secrets: [secret] };
    const answer = await postSigned(url, message, { targets, withinMs: answerWithinMs });
    if ('because' in answer) return { kind: 'not-told', because: answer.because };
    const { status } = answer;
    return status >= 200 && status < 300 ? { kind: 'told' } : { kind: 'not-told', because: String(status) };
  };
}

const messageOf = ({ optOutId, listId, addresses, receivedAt, dueAt }: ToTell): OptedOutMessage => ({
  type: 'marketing.opted-out',
  timestamp: receivedAt.toISOString(),
  data: {
    optOut: optOutId,
    list: listId,
    receivedAt: receivedAt.toISOString(),
    confirmBy: dueAt.toISOString(),
    addresses: [...addresses],
  },
});
