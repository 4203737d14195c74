import { Router } from 'express';
import { actorOf, requireRole } from '../../records/caller';
import { confirmByPlatform } from '../../records/marketing/confirm';
import { agreeToMarketing } from '../../records/marketing/consents';
import { addList, listsInUse, removeList } from '../../records/marketing/lists';
import { recordOptOut } from '../../records/marketing/opt-outs';
import { listOptOuts, readOptOut } from '../../records/marketing/read-opt-outs';
import { marketingStanding } from '../../records/marketing/standing';
import type { WebhookTargets } from '../../runtime/public-targets';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';
import { confirmationBody, consentBody, listBody, optOutBody, optOutsQuery } from './marketing-schemas';

/** `POST /v1/marketing/consents`: what somebody agreed to, with its evidence. contract.md §6 */
export function marketingConsentRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post(
    '/',
    perform(deps, async (work, caller, { body }) => {
      requireRole(caller, 'platform', 'admin');
      const agreement = valid(consentBody, body);
      await agreeToMarketing(work, await actorOf(work, caller), agreement);
      return { status: 201, body: await marketingStanding(work, agreement.clientId) };
    }),
  );
  return router;
}

/** `GET /v1/clients/{id}/marketing`: where a client stands, for their account page. */
export function clientMarketingRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/:id/marketing',
    read(deps, (work, caller, { params }) => {
      requireRole(caller, 'platform', 'admin', 'dpo');
      return marketingStanding(work, idInPath(params['id'], 'client'));
    }),
  );
  return router;
}

/** `/v1/marketing/opt-outs`: in force when the answer comes; the lists follow, and the opt-out is the proof. */
export function optOutRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post(
    '/',
    perform(deps, async (work, caller, { body }) => {
      requireRole(caller, 'platform', 'admin', 'dpo');
      const { receivedAt = work.at, ...optOut } = valid(optOutBody, body);
      const { id } = await recordOptOut(work, await actorOf(work, caller), { ...optOut, receivedAt });
      const { status, receivedAt: from, dueAt } = await readOptOut(work, id);
      return { status: 202, location: `/v1/marketing/opt-outs/${id}`, body: { id, status, receivedAt: from, dueAt } };
    }),
  );
  router.get(
    '/',
    read(deps, async (work, caller, { query }) => {
      requireRole(caller, 'platform', 'admin', 'dpo');
      const { clientId } = valid(optOutsQuery, query);
      return { items: await listOptOuts(work, clientId === undefined ? 'awaited' : { clientId }) };
    }),
  );
  router.get(
    '/:id',
    read(deps, (work, caller, { params }) => {
      requireRole(caller, 'platform', 'admin', 'dpo');
      return readOptOut(work, idInPath(params['id'], 'opt-out'));
    }),
  );
  router.post(
    '/:id/confirmations',
    perform(deps, async (work, caller, { params, body }) => {
      requireRole(caller, 'platform', 'admin');
      const optOutId = idInPath(params['id'], 'opt-out');
      const { list: listId, confirmedAt: at = work.at } = valid(confirmationBody, body);
      await confirmByPlatform(work, await actorOf(work, caller), { optOutId, listId, at });
      return { status: 200, body: await readOptOut(work, optOutId) };
    }),
  );
  return router;
}

/** `/v1/marketing/lists`: where else addresses are kept to which marketing is sent. */
export function marketingListRoutes(deps: ApiDeps, targets: WebhookTargets): Router {
  const router = Router();
  const body = listBody(targets);
  router.get(
    '/',
    read(deps, async (work, caller) => {
      requireRole(caller, 'admin', 'dpo');
      return { items: await listsInUse(work) };
    }),
  );
  router.post(
    '/',
    perform(deps, async (work, caller, request) => {
      requireRole(caller, 'admin', 'dpo');
      const { name, ...target } = valid(body, request.body);
      const list = await addList(work, await actorOf(work, caller), { name, target });
      return { status: 201, body: list };
    }),
  );
  router.delete(
    '/:id',
    perform(deps, async (work, caller, { params }) => {
      requireRole(caller, 'admin', 'dpo');
      const id = idInPath(params['id'], 'list');
      await removeList(work, await actorOf(work, caller), id);
      return { status: 200, body: { id, removedAt: work.at.toISOString() } };
    }),
  );
  return router;
}
