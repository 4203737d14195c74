import type { Router } from 'express';
import { readReachability } from '../../records/urgent-care/reachability/read-reachability';
import { reachability } from '../contract/reachability';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** `/v1/urgent-care/reachability` */
export const reachabilityRoutes = (deps: ApiDeps): Router =>
  serve(deps, reachability, {
    readReachability: async ({ work, caller }) => {
      const items = await readReachability(work, caller);
      return {
        checkedAt: work.at.toISOString(),
        items: items.map(({ clientId, reachable, problems }) => ({ clientId, reachable, problems })),
      };
    },
  });
