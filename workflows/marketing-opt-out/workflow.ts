import { allHandlersFinished, condition, proxyActivities, setHandler } from '@temporalio/workflow';
import {
  listConfirmed,
  type MarketingOptOutActivities,
  type MarketingOptOutInput,
  type MarketingOptOutOrder,
  type OptOutAlarm,
  receivedEarlier,
} from './contract';
import { alarmsAhead, tellAgainAfterMs } from './rules';

// Longer than a list is given to answer, twice (activities/marketing-opt-out).
const { tellList, raiseOptOutAlarm, completeOptOut } = proxyActivities<MarketingOptOutActivities>({
  startToCloseTimeout: '40 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Somebody wants no marketing: every list that sends any is told until it has confirmed. domain.md §4 */
export async function marketingOptOut(input: MarketingOptOutInput): Promise<void> {
  const current = openOptOut(input); // with its message handlers, before anything waits

  await Promise.all([...input.listIds.map((listId) => tellUntilConfirmed(current, listId)), alarmAsDaysPass(current)]);
  await completeOptOut(current.order());

  await condition(allHandlersFinished);
}

interface CurrentOptOut {
  readonly receivedAt: number;
  hasConfirmed(listId: string): boolean;
  allHaveConfirmed(): boolean;
  confirmed(listId: string): void;
  order(): MarketingOptOutOrder;
}

function openOptOut({ optOutId, organisationId, listIds, receivedAt }: MarketingOptOutInput): CurrentOptOut {
  const confirmed = new Set<string>();
  let earliest = receivedAt;

  setHandler(listConfirmed, ({ listId }) => void confirmed.add(listId));
  setHandler(receivedEarlier, (told) => {
    earliest = Math.min(earliest, told.receivedAt);
  });

  return {
    get receivedAt() {
      return earliest;
    },
    hasConfirmed: (listId) => confirmed.has(listId),
    allHaveConfirmed: () => listIds.every((listId) => confirmed.has(listId)),
    confirmed: (listId) => void confirmed.add(listId),
    order: () => ({ optOutId, organisationId, at: Date.now() }),
  };
}

/** Told again and again, with more and more time in between; a platform says by itself that it has done it. */
async function tellUntilConfirmed(current: CurrentOptOut, listId: string): Promise<void> {
  for (let timesTold = 1; !current.hasConfirmed(listId); timesTold += 1) {
    const { confirmed } = await tellList({ ...current.order(), listId });
    if (confirmed) current.confirmed(listId);
    else await condition(() => current.hasConfirmed(listId), tellAgainAfterMs(timesTold));
  }
}

/** At once whatever is overdue, first of all: nothing that happened meanwhile hides that a day has passed. */
async function alarmAsDaysPass(current: CurrentOptOut): Promise<void> {
  const raised: OptOutAlarm[] = [];
  for (;;) {
    const [next] = alarmsAhead(current.receivedAt, raised);
    if (next && next.at <= Date.now()) {
      raised.push(next.alarm);
      await raiseOptOutAlarm({ ...current.order(), alarm: next.alarm });
    } else if (next && !current.allHaveConfirmed()) {
      await confirmedByAllOr(current, next.at);
    } else {
      return;
    }
  }
}

async function confirmedByAllOr(current: CurrentOptOut, until: number): Promise<void> {
  const { receivedAt } = current;
  const somethingHappens = (): boolean => current.allHaveConfirmed() || current.receivedAt !== receivedAt;
  await condition(somethingHappens, Math.max(until - Date.now(), 1));
}
