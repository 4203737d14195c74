import type { Client } from '@temporalio/client';
import { Router } from 'express';
import { createReplayLook } from '../../records/erasure/await-replay';
import { type HeedError, unavailable } from '../../records/errors';
import { outboxState } from '../../records/outbox';
import type { Records } from '../../records/records';

const temporalDeadlineMs = 500;
const recordsDeadlineMs = 1_000;

export interface HealthDeps {
  readonly records: Records;
  readonly client: Client;
  /** Aborted once the process is told to end. */
  readonly closing?: AbortSignal;
}

/**
 * `/livez`: the process runs. `/readyz`: it can take concerns in, answered within about a second. With Temporal away it
 * can, and says `degraded`: what is taken in waits in the outbox. A dead letter is a case that somebody must look after.
 * After the restore of a backup it can't, until whoever was erased since is erased again; nor once it is told to end, so
 * that a balancer sends it nobody any more.
 */
export function healthRoutes({ records, client, closing }: HealthDeps): Router {
  const router = Router();
  const look = createReplayLook(records);
  router.get('/livez', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/readyz', async (_request, response) => {
    if (closing?.aborted) throw unavailable('ending', 'This process is about to end. Ask another one.');
    const [outbox, temporal] = await Promise.all([lookAtRecords(records, look), reaches(client)]);
    response.json({
      status: temporal && outbox.dead === 0 ? 'ready' : 'degraded',
      records: 'here',
      temporal: temporal ? 'here' : 'away',
      outbox,
    });
  });
  return router;
}

/** A database that hangs is as good as one that is away. @throws Unavailable */
async function lookAtRecords(records: Records, look: () => Promise<number>): ReturnType<typeof outboxState> {
  const looking = records
    .ping()
    .then(() => requireNobodyBroughtBack(look))
    .then(() => outboxState(records));
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(unavailable('records-away', 'The database does not answer in time.')),
      recordsDeadlineMs,
    );
  });
  // Whichever comes second is of no interest any more, and no failure of its own.
  looking.catch(() => undefined);
  return Promise.race([looking, deadline]).finally(() => clearTimeout(timer));
}

/** A restored backup must not serve whoever was erased since. @throws Unavailable */
async function requireNobodyBroughtBack(look: () => Promise<number>): Promise<void> {
  if ((await look()) > 0) throw erasuresWait();
}

export const erasuresWait = (): HeedError =>
  unavailable(
    'erasures-to-replay',
    'A restored backup has brought back what was erased since. Nobody is served before npm run erasure:replay.',
  );

async function reaches(client: Client): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + temporalDeadlineMs, () => client.workflowService.getSystemInfo({}));
    return true;
  } catch {
    return false;
  }
}
