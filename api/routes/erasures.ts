import { Router } from 'express';
import { z } from 'zod';
import { requireRole, staffActorOf } from '../../records/caller';
import { beginErasure } from '../../records/erasure/begin';
import { readOutcomes } from '../../records/erasure/outcomes';
import { listErasures, viewErasure } from '../../records/erasure/read-erasure';
import { retentionCategories } from '../../workflows/retention/words';
import { reason } from '../contract/fields';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, paging, valid } from '../http/validate';

const erasureBody = z.strictObject({ basis: z.enum(['rights-request', 'controller-instruction']), reason });

/** `POST /v1/clients/{id}/erasures`: everything, at once; what a hold keeps goes when it is lifted. contract.md §6 */
export function clientErasureRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post(
    '/:id/erasures',
    perform(deps, async (work, caller, { params, body }) => {
      requireRole(caller, 'dpo');
      const order = {
        ...valid(erasureBody, body),
        clientId: idInPath(params['id'], 'client'),
        categories: retentionCategories,
        requestedBy: await staffActorOf(work, caller),
      };
      const { id } = await beginErasure(work, order);
      return { status: 202, location: `/v1/erasures/${id}`, body: { id } };
    }),
  );
  return router;
}

const listQuery = z.strictObject({ ...paging, clientId: z.uuid().optional() });

/** `/v1/erasures`: how far each is, and in the end its receipt. */
export function erasureRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/',
    read(deps, (work, caller, { query }) => listErasures(work, caller, valid(listQuery, query))),
  );
  router.get(
    '/:id',
    read(deps, (work, caller, { params }) => viewErasure(work, caller, idInPath(params['id'], 'erasure'))),
  );
  return router;
}

/** `GET /v1/outcomes`: what is left of whoever was erased. */
export function outcomeRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/',
    read(deps, (work, caller) => readOutcomes(work, caller)),
  );
  return router;
}
