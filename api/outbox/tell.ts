import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { giveBack, giveUp, type PendingMessage } from '../../records/outbox';
import type { Records } from '../../records/records';
import type { Clock } from '../../runtime/clock';
import type { Log } from '../../runtime/log';
import { onAccountOf } from '../../runtime/telemetry/cause';
import { within } from '../../runtime/telemetry/correlation';
import { span } from '../../runtime/telemetry/spans';
import { assertNever } from '../../workflows/shared/assert-never';
import { createDelivered } from './delivered';
import { afterFailure, nameOf } from './failures';
import { mendLostProcess } from './lost-processes';

/** Tells Temporal what was just committed, in the background: nobody waits for it, and the relay catches what fails. */
export type Teller = (untold: readonly PendingMessage[]) => void;

const deadlineMs = 1_000;
/** So that in a rush those who still wait for an answer come first. */
const mostAtOnce = 16;
const longestLine = 500;

export interface TellDeps {
  readonly records: Records;
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
}

/** `quiet` tells nothing more, and resolves when nothing is under way. */
export function createTeller(deps: TellDeps): { readonly tell: Teller; quiet(): Promise<void> } {
  const waiting: (readonly PendingMessage[])[] = [];
  const underWay = new Set<Promise<void>>();
  const delivered = createDelivered(deps);
  const tellAll = async (untold: readonly PendingMessage[]): Promise<void> => {
    // In their order; what one did not reach, the relay brings after it.
    for (const message of untold) {
      if (!(await deliver(deps, message))) return;
      delivered.add(message.id);
    }
  };
  const tellNext = (): void => {
    const next = underWay.size < mostAtOnce ? waiting.shift() : undefined;
    if (!next) return;
    const telling = tellAll(next)
      .catch((error: unknown) => deps.log.warn({ error: nameOf(error) }, 'left to the outbox relay'))
      .finally(() => {
        underWay.delete(telling);
        tellNext();
      });
    underWay.add(telling);
  };
  return {
    tell: (untold) => {
      // The relay brings what a long line leaves behind.
      if (untold.length === 0 || waiting.length >= longestLine) return;
      waiting.push(untold);
      tellNext();
    },
    quiet: async () => {
      // Who ends does not wait for a line: the relay of the next process brings it.
      waiting.length = 0;
      await Promise.all(underWay);
      await delivered.write();
    },
  };
}

/**
 * Hands over one message whose lease the caller has. If Temporal does not take it, it is given back to be tried again; if
 * Temporal refuses it for what it is, again and again, it is given up. Returns whether it was taken.
 */
export function deliver(deps: TellDeps, message: PendingMessage): Promise<boolean> {
  const { id, organisationId, workflowId, cause, kind } = message;
  const attributes = { 'heed.outbox_id': id, 'heed.organisation_id': organisationId, temporalWorkflowId: workflowId };
  return onAccountOf(cause, () =>
    within({ organisationId, workflowId }, () => span(`outbox ${kind}`, { attributes }, () => handOver(deps, message))),
  );
}

async function handOver(deps: TellDeps, message: PendingMessage): Promise<boolean> {
  const { records, client, log } = deps;
  const { id, attempts, kind } = message;
  try {
    await client.withDeadline(Date.now() + deadlineMs, () => send(deps, message));
  } catch (error) {
    const next = afterFailure(error, attempts);
    const told = { because: next.because, outboxId: id, attempts };
    if (next.kind === 'give-up') {
      log.error(told, 'Temporal refuses a message: it is a dead letter now, see npm run outbox');
      await giveUp(records, id, next.because);
    } else {
      log.warn(told, 'Temporal did not take a message');
      await giveBack(records, id, next.waitMs, next.because);
    }
    return false;
  }
  log.info({ outboxId: id, kind, attempts }, 'Temporal was told');
  return true;
}

async function send(deps: TellDeps, message: PendingMessage): Promise<void> {
  switch (message.kind) {
    case 'start':
      return start(deps, message);
    case 'signal':
      return signal(deps, message);
    case 'terminate':
      return terminate(deps, message);
    default:
      return assertNever(message);
  }
}

type Pending<Kind extends PendingMessage['kind']> = Extract<PendingMessage, { readonly kind: Kind }>;

async function start(
  { client, clock }: TellDeps,
  { organisationId, workflow, workflowId, queue, input, again, startsAt }: Pending<'start'>,
): Promise<void> {
  const startDelay = startsAt === undefined ? 0 : startsAt - clock().getTime();
  try {
    await client.workflow.start(workflow, {
      workflowId,
      taskQueue: queue,
      args: [input],
      workflowIdReusePolicy: again ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
      ...(startDelay > 0 ? { startDelay } : {}),
      ...(startsAt === undefined ? {} : { memo: { organisationId } }),
    });
  } catch (error) {
    // Told before, and the answer was lost.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function signal(deps: TellDeps, message: Pending<'signal'>): Promise<void> {
  try {
    await deps.client.workflow.getHandle(message.workflowId).signal(message.signal, message.argument);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    // An ended case has nobody left to tell, and the record has what was said. One that begins anew is told by its start.
    if ((await mendLostProcess(deps, message)) === 'waits-to-start') throw error;
  }
}

async function terminate({ client }: TellDeps, { workflowId, because }: Pending<'terminate'>): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).terminate(because);
  } catch (error) {
    // It has ended already, or was never started.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
