import { Router } from 'express';
import { z } from 'zod';
import { requireRole, staffActorOf } from '../../records/caller';
import { liftHolds, placeHold } from '../../records/retention/holds';
import { retentionCategories } from '../../workflows/retention/words';
import { once, reason } from '../contract/fields';
import { type ApiDeps, perform } from '../http/perform';
import { idInPath, valid } from '../http/validate';

const holdBody = z.strictObject({
  categories: once(z.array(z.enum(retentionCategories)).min(1)),
  reason,
  reviewOn: z.iso.date(),
});

/** `/v1/clients/{id}/holds`: what is not erased although its time is over. domain.md §5 */
export function holdRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.post(
    '/:id/holds',
    perform(deps, async (work, caller, { params, body }) => {
      requireRole(caller, 'dpo', 'admin');
      const clientId = idInPath(params.id, 'client');
      const hold = await placeHold(work, await staffActorOf(work, caller), clientId, valid(holdBody, body));
      return { status: 201, body: hold };
    }),
  );

  const lift = perform(deps, async (work, caller, { params }) => {
    requireRole(caller, 'dpo', 'admin');
    const holdId = params['holdId'] === undefined ? undefined : idInPath(params['holdId'], 'hold');
    const actor = await staffActorOf(work, caller);
    return { status: 200, body: { lifted: await liftHolds(work, actor, idInPath(params['id'], 'client'), holdId) } };
  });
  router.delete('/:id/holds', lift);
  router.delete('/:id/holds/:holdId', lift);
  return router;
}
