import {
  type DeliveryAnswer,
  type DeliveryToSend,
  type LeasedDelivery,
  leaseDueDeliveries,
  openDelivery,
  settleDelivery,
} from '../../records/platform-events/relay';
import type { Records } from '../../records/records';
import type { Clock } from '../../runtime/clock';
import { type Log, traitsOf } from '../../runtime/log';
import type { WebhookTargets } from '../../runtime/public-targets';
import { type PostAnswer, postSigned } from '../../runtime/signed-post';
import type { ApiMetrics } from '../metrics/api-metrics';
import { countedTurns } from '../metrics/counted-turns';
import type { Teller } from './tell';

export interface WebhookRelayDeps {
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<ApiMetrics, 'webhooks' | 'turns'>;
  /** Of a notice to staff that came of it, Temporal is told. */
  readonly tell: Teller;
  readonly targets: WebhookTargets;
}

const withinMs = 15_000;
const terms = { leaseMs: 2 * withinMs, mostEndpoints: 16, mostOfEach: 8 };

/**
 * Sends platforms what is due. `turn` begins with it and does not wait for its end: each endpoint has a round of its own,
 * and one that is slow holds up nobody else. `quiet` resolves when nothing is under way.
 */
export function createWebhookRelay(deps: WebhookRelayDeps): {
  readonly turn: () => Promise<void>;
  readonly quiet: () => Promise<void>;
} {
  const rounds = new Map<string, Promise<void>>();

  // A turn only begins with them.
  const endedRound = countedTurns('webhook-rounds', deps.metrics);
  const beginRound = (endpointId: string, leased: readonly LeasedDelivery[]): void => {
    const tries = leased.map(async (one): Promise<boolean> => {
      try {
        await deliver(deps, one);
        return true;
      } catch (error) {
        // Its lease ends, and it is sent again: twice is better than never. The others of the round go on.
        deps.log.warn({ endpointId, ...traitsOf(error) }, 'an event will be sent again');
        return false;
      }
    });
    const round = Promise.all(tries).then((went) => {
      endedRound(went.every(Boolean) ? 'done' : 'failed');
      rounds.delete(endpointId);
    });
    rounds.set(endpointId, round);
  };
  return {
    turn: async () => {
      const leased = await leaseDueDeliveries(deps.records, { ...terms, except: [...rounds.keys()] });
      for (const endpointId of new Set(leased.map((one) => one.endpointId))) {
        beginRound(
          endpointId,
          leased.filter((one) => one.endpointId === endpointId),
        );
      }
    },
    quiet: async () => {
      await Promise.all(rounds.values());
    },
  };
}

async function deliver(deps: WebhookRelayDeps, leased: LeasedDelivery): Promise<void> {
  const { records, clock, tell } = deps;
  const { organisationId } = leased;
  const toSend = await records.withOrganisation(organisationId, clock(), (work) => openDelivery(work, leased));
  if (!toSend) return;
  const answer = await send(deps, leased, toSend);
  tell(
    await records.withOrganisation(organisationId, clock(), async (work) => {
      await settleDelivery(work, leased, answer);
      return work.untold;
    }),
  );
}

/** Counted and timed; who did not take it is found by the ids of whose it is and of the endpoint. */
async function send(
  { clock, log, metrics, targets }: WebhookRelayDeps,
  { organisationId, endpointId, attempt }: LeasedDelivery,
  { url, ...message }: DeliveryToSend,
): Promise<DeliveryAnswer> {
  const startedAt = performance.now();
  const answer = read(await postSigned(url, { ...message, at: clock() }, { targets, withinMs }));
  const result = typeof answer === 'string' ? answer : 'not-taken';
  metrics.webhooks.observe({ result }, (performance.now() - startedAt) / 1_000);
  if (answer === 'taken') return answer;
  const code = answer === 'gone' ? '410' : answer.because;
  log.warn({ organisationId, endpointId, attempt, result, code }, 'a platform did not take an event');
  return answer;
}

function read(answer: PostAnswer): DeliveryAnswer {
  if ('because' in answer) return answer;
  const { status } = answer;
  if (status === 410) return 'gone';
  return status >= 200 && status < 300 ? 'taken' : { because: String(status) };
}
