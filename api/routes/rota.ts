import type { Router } from 'express';
import { staffActorOf } from '../../records/caller';
import { readRota } from '../../records/rota/read-rota';
import { saveRota } from '../../records/rota/rotas';
import { onCallRota } from '../contract/rota';
import type { ApiDeps } from '../http/perform';
import { type Handlers, serve } from '../http/serve-group';

/** `/v1/rota` */
export const rotaRoutes = (deps: ApiDeps): Router => serve(deps, onCallRota, rotaHandlers);

export const rotaHandlers: Handlers<typeof onCallRota.endpoints> = {
  readRota: ({ work }) => readRota(work),
  saveRota: async ({ work, caller, body }) => {
    await saveRota(work, await staffActorOf(work, caller), body);
    return readRota(work);
  },
};
