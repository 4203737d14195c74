import { Router } from 'express';
import { staffActorOf } from '../../records/caller';
import { beginErasure } from '../../records/erasure/begin';
import { readOutcomes } from '../../records/erasure/outcomes';
import { listErasures, viewErasure } from '../../records/erasure/read-erasure';
import { retentionCategories } from '../../workflows/retention/words';
import { clientErasures, erasures, outcomes } from '../contract/erasures';
import type { ApiDeps } from '../http/perform';
import { type Handlers, serve } from '../http/serve-group';

/** `/v1/clients/{id}/erasures`, `/v1/erasures`, `/v1/outcomes` */
export const erasureRoutes = (deps: ApiDeps): Router =>
  Router().use(
    serve(deps, clientErasures, clientErasureHandlers),
    serve(deps, erasures, erasureHandlers),
    serve(deps, outcomes, { readOutcomes: ({ work }) => readOutcomes(work) }),
  );

export const clientErasureHandlers: Handlers<typeof clientErasures.endpoints> = {
  orderErasure: async ({ work, caller, params: { clientId }, body }) => {
    const requestedBy = await staffActorOf(work, caller);
    return beginErasure(work, { ...body, clientId, categories: retentionCategories, requestedBy });
  },
};

export const erasureHandlers: Handlers<typeof erasures.endpoints> = {
  listErasures: ({ work, caller, query }) => listErasures(work, caller, query),
  readErasure: ({ work, caller, params }) => viewErasure(work, caller, params.erasureId),
};
