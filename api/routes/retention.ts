import { Router } from 'express';
import { staffActorOf } from '../../records/caller';
import { readCopy } from '../../records/copy/read-copy';
import { liftHolds, placeHold } from '../../records/retention/holds';
import { readRetention } from '../../records/retention/read-retention';
import { currentSchedule, saveSchedule } from '../../records/retention/schedule';
import { clientRetention, retentionSchedule } from '../contract/retention';
import type { ApiDeps } from '../http/perform';
import { type Handlers, serve } from '../http/serve-group';
import { archiveName, copyArchive } from '../pages/copy-archive';

/** `/v1/retention`, and what of a client's data is kept: `/v1/clients/{id}/retention`, `…/copy`, `…/holds`. */
export const retentionRoutes = (deps: ApiDeps): Router => Router().use(scheduleRoutes(deps), ofClientRoutes(deps));

const scheduleRoutes = (deps: ApiDeps): Router => serve(deps, retentionSchedule, scheduleHandlers);

const ofClientRoutes = (deps: ApiDeps): Router => serve(deps, clientRetention, clientRetentionHandlers);

export const scheduleHandlers: Handlers<typeof retentionSchedule.endpoints> = {
  readRetentionSchedule: ({ work }) => currentSchedule(work),
  saveRetentionSchedule: async ({ work, caller, body: { categories } }) =>
    saveSchedule(work, await staffActorOf(work, caller), categories),
};

export const clientRetentionHandlers: Handlers<typeof clientRetention.endpoints> = {
  readRetention: ({ work, caller, params }) => readRetention(work, caller, params.clientId),
  readCopy: async ({ work, caller, params }) => {
    const copy = await readCopy(work, caller, params.clientId);
    return { contentType: 'application/zip', name: archiveName, bytes: () => copyArchive(copy) };
  },
  placeHold: async ({ work, caller, params, body }) =>
    placeHold(work, await staffActorOf(work, caller), params.clientId, body),
  liftHolds: async ({ work, caller, params }) => ({
    lifted: await liftHolds(work, await staffActorOf(work, caller), params.clientId),
  }),
  liftHold: async ({ work, caller, params }) => ({
    lifted: await liftHolds(work, await staffActorOf(work, caller), params.clientId, params.holdId),
  }),
};
