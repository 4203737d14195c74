import {
  type DeliveryAnswer,
  type LeasedDelivery,
  leaseDueDeliveries,
  openDelivery,
  settleDelivery,
} from '../../records/platform-events/relay';
import type { Records } from '../../records/records';
import type { Clock } from '../../runtime/clock';
import type { Log } from '../../runtime/log';
import type { WebhookTargets } from '../../runtime/public-targets';
import { type PostAnswer, postSigned } from '../../runtime/signed-post';
import { nameOf } from './failures';
import type { Teller } from './tell';

export interface WebhookRelayDeps {
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
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

  const beginRound = (endpointId: string, leased: readonly LeasedDelivery[]): void => {
    const round = Promise.all(leased.map((one) => deliver(deps, one)))
      // Its lease ends, and it is sent again: twice is better than never.
      .catch((error: unknown) => deps.log.warn({ error: nameOf(error) }, 'an event will be sent again'))
      .then(() => void rounds.delete(endpointId));
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

async function deliver({ records, clock, tell, targets }: WebhookRelayDeps, leased: LeasedDelivery): Promise<void> {
  const { organisationId } = leased;
  const toSend = await records.withOrganisation(organisationId, clock(), (work) => openDelivery(work, leased));
  if (!toSend) return;
  const { url, ...message } = toSend;
  const answer = await postSigned(url, { ...message, at: clock() }, { targets, withinMs });
  tell(
    await records.withOrganisation(organisationId, clock(), async (work) => {
      await settleDelivery(work, leased, read(answer));
      return work.untold;
    }),
  );
}

function read(answer: PostAnswer): DeliveryAnswer {
  if ('because' in answer) return answer;
  const { status } = answer;
  if (status === 410) return 'gone';
  return status >= 200 && status < 300 ? 'taken' : { because: String(status) };
}
