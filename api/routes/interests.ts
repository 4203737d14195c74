import { Router } from 'express';
import { z } from 'zod';
import { actorOf, requireRole } from '../../records/caller';
import { registerInterest } from '../../records/interests/interests';
import { email } from '../contract/fields';
import { type ApiDeps, perform } from '../http/perform';
import { valid } from '../http/validate';

const interestBody = z.strictObject({ email });

/** `POST /v1/interests`: an address, and nothing else. The answer is the same whoever is known already. domain.md §2.1 */
export function interestRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post(
    '/',
    perform(deps, async (work, caller, { body }) => {
      requireRole(caller, 'platform', 'admin');
      await registerInterest(work, await actorOf(work, caller), valid(interestBody, body).email);
      return { status: 202, body: { status: 'received' } };
    }),
  );
  return router;
}
