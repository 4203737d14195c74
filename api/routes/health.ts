import type { Client } from '@temporalio/client';
import { Router } from 'express';
import type { Records } from '../../records/records';

const temporalDeadlineMs = 500;

/**
 * `/livez`: the process runs. `/readyz`: it can take concerns in. With Temporal away it can, and says that what is taken
 * in waits.
 */
export function healthRoutes({ records, client }: { readonly records: Records; readonly client: Client }): Router {
  const router = Router();
  router.get('/livez', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/readyz', async (_request, response) => {
    await records.ping();
    const temporal = await reaches(client);
    response.json({ status: temporal ? 'ready' : 'degraded', records: 'here', temporal: temporal ? 'here' : 'away' });
  });
  return router;
}

async function reaches(client: Client): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + temporalDeadlineMs, () => client.workflowService.getSystemInfo({}));
    return true;
  } catch {
    return false;
  }
}
