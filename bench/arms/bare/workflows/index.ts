import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import { type PersonsPart, story } from '../../../story/story';
import type { BareActivities } from '../activities';

const happened = defineSignal<[PersonsPart]>('happened');

// As urgent care's.
const { send } = proxyActivities<BareActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** The same sends, waits and timers as an urgent care case, and nothing on record. */
export async function bareCase({ caseNumber }: { readonly caseNumber: number }): Promise<void> {
  const done = new Set<PersonsPart>();
  setHandler(happened, (part) => void done.add(part));
  for (const { send: kind, wait } of story) {
    do await send({ kind, caseNumber });
    while (wait !== null && !(await condition(() => done.has(wait.for), wait.atMostMs)));
  }
}
