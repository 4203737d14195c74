import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { giveBack, leaseMessages, markDelivered, type PendingMessage } from '../../records/outbox';
import type { Records } from '../../records/records';
import type { Log } from '../../runtime/log';

/** Tells Temporal what was just committed, in the background: nobody waits for it, and the relay catches what fails. */
export type Teller = (outboxIds: readonly string[]) => void;

const leaseMs = 5_000;
const deadlineMs = 1_000;

export interface TellDeps {
  readonly records: Records;
  readonly client: Client;
  readonly log: Log;
}

export function createTeller(deps: TellDeps): Teller {
  const tellAll = async (ids: readonly string[]): Promise<void> => {
    // A workflow's messages are leased one after the other, oldest first.
    for (;;) {
      const leased = await leaseMessages(deps.records, ids, leaseMs);
      if (leased.length === 0) return;
      const delivered = await Promise.all(leased.map((message) => deliver(deps, message)));
      if (!delivered.every(Boolean)) return;
    }
  };
  return (ids) => {
    if (ids.length === 0) return;
    tellAll(ids).catch((error: unknown) => deps.log.warn({ error: nameOf(error) }, 'left to the outbox relay'));
  };
}

/** Delivers one message; gives it back if Temporal does not take it. Returns whether it was taken. */
export async function deliver(deps: TellDeps, message: PendingMessage): Promise<boolean> {
  try {
    await deps.client.withDeadline(Date.now() + deadlineMs, () => send(deps, message));
  } catch (error) {
    deps.log.warn({ error: nameOf(error), workflowId: message.workflowId }, 'Temporal did not take a message');
    await giveBack(deps.records, message.id, 1_000);
    return false;
  }
  await markDelivered(deps.records, message.id);
  return true;
}

async function send({ client }: TellDeps, message: PendingMessage): Promise<void> {
  const { workflowId } = message;
  if (message.kind === 'start') {
    try {
      await client.workflow.start(message.workflow, {
        workflowId,
        taskQueue: message.queue,
        args: [message.input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
      });
    } catch (error) {
      // Told before, and the answer was lost.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    return;
  }
  try {
    await client.workflow.getHandle(workflowId).signal(message.signal, message.argument);
  } catch (error) {
    // It has ended: there is nobody left to tell, and the record has what was said.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
