import { setTimeout as pause } from 'node:timers/promises';
import type { Inbox } from './inbox';
import type { Message, Status } from './message';

export interface Pace {
  /** From acceptance to the first status. */
  readonly firstAfterMs: number;
  /** From one status to the next. */
  readonly nextAfterMs: number;
}

export interface Deliveries {
  /** Lets a message's fate take its course. */
  begin(message: Message): void;
  /** Resolves when no status is to come and no callback is under way. */
  settle(): Promise<void>;
}

interface Deps {
  inbox: Inbox;
  /** Makes the vendor's callback, however many tries it takes. */
  tell: (message: Message, status: Status, errorCode: string | null, eventId: string) => Promise<unknown>;
  pace: Pace;
  stop: AbortSignal;
}

export function createDeliveries({ inbox, tell, pace, stop }: Deps): Deliveries {
  const underWay = new Set<Promise<void>>();

  async function carryOut(message: Message): Promise<void> {
    const { id } = message.inbox;
    for (const [index, step] of message.fate.steps.entries()) {
      await pause(index === 0 ? pace.firstAfterMs : pace.nextAfterMs, undefined, { signal: stop });
      if (inbox.fateEnded(id)) return;
      const errorCode = meansFailure(step.status) ? message.fate.errorCode : null;
      inbox.advance(id, step.status, errorCode);
      for (let callback = 0; callback < step.callbacks; callback += 1) {
        await tell(message, step.status, errorCode, `${id}/${step.status}`);
      }
    }
    inbox.endFate(id);
  }

  function begin(message: Message): void {
    // Only `stop` interrupts: the fate has not ended then, and the next process takes it up again.
    const delivery = carryOut(message).catch((error: unknown) => {
      if (!stop.aborted) throw error;
    });
    underWay.add(delivery);
    void delivery.finally(() => underWay.delete(delivery));
  }

  async function settle(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay);
  }

  return { begin, settle };
}

function meansFailure(status: Status): boolean {
  return status === 'undelivered' || status === 'failed' || status === 'bounced';
}
