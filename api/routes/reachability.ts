import { Router } from 'express';
import { hasRole, requireRole } from '../../records/caller';
import { reachabilityOf } from '../../records/urgent-care/reachability/read-reachability';
import type { ApiDeps } from '../http/perform';
import { read } from '../http/perform';

/** `/v1/urgent-care/reachability`: which plans could not be carried out today. A practitioner sees their own clients'. */
export function reachabilityRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/',
    read(deps, async (work, caller) => {
      requireRole(caller, 'practitioner', 'duty-clinician', 'supervisor', 'dpo', 'admin');
      const seesAll = hasRole(caller, 'duty-clinician', 'supervisor', 'dpo', 'admin');
      const items = await reachabilityOf(work, seesAll ? {} : { practitionerId: caller.credential });
      return {
        checkedAt: work.at,
        items: items.map(({ clientId, reachable, problems }) => ({ clientId, reachable, problems })),
      };
    }),
  );
  return router;
}
