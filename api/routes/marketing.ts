import { Router } from 'express';
import { actorOf } from '../../records/caller';
import { confirmByPlatform } from '../../records/marketing/confirm';
import { agreeToMarketing } from '../../records/marketing/consents';
import { addList, listsInUse, removeList } from '../../records/marketing/lists';
import { recordOptOut } from '../../records/marketing/opt-outs';
import { readOptOut, showOptOut, showOptOuts } from '../../records/marketing/read-opt-outs';
import { marketingStanding, readMarketingStanding } from '../../records/marketing/standing';
import type { WebhookTargets } from '../../runtime/public-targets';
import { clientMarketing, marketing } from '../contract/marketing';
import type { ApiDeps } from '../http/perform';
import { type Handlers, serve } from '../http/serve-group';
import { requireTarget } from '../http/webhook-target';

export interface MarketingDeps extends ApiDeps {
  /** Where the webhook of a list may stand. */
  readonly webhookTargets: WebhookTargets;
}

/** `/v1/marketing` but its messages, and `/v1/clients/{id}/marketing` */
export const marketingRoutes = ({ webhookTargets, ...deps }: MarketingDeps): Router =>
  Router().use(
    serve(deps, marketing, {
      recordMarketingConsent: async ({ work, caller, body }) => {
        await agreeToMarketing(work, await actorOf(work, caller), body);
        return marketingStanding(work, body.clientId);
      },
      ...optOutHandlers,
      listMarketingLists: async ({ work }) => ({ items: await listsInUse(work) }),
      addMarketingList: async ({ work, caller, body: { name, ...target } }) => {
        if (target.kind === 'webhook') requireTarget(target.url, webhookTargets);
        return addList(work, await actorOf(work, caller), { name, target });
      },
      removeMarketingList: async ({ work, caller, params: { listId } }) => {
        await removeList(work, await actorOf(work, caller), listId);
        return { id: listId, removedAt: work.at.toISOString() };
      },
    }),
    serve(deps, clientMarketing, clientMarketingHandlers),
  );

type OfOptOuts = 'recordOptOut' | 'listOptOuts' | 'readOptOut' | 'confirmOptOut';

/** What is asked of opt-outs, wherever marketing lists may stand. */
export const optOutHandlers: Pick<Handlers<typeof marketing.endpoints>, OfOptOuts> = {
  recordOptOut: async ({ work, caller, body: { receivedAt = work.at, ...optOut } }) => {
    const { id } = await recordOptOut(work, await actorOf(work, caller), { ...optOut, receivedAt });
    const { status, receivedAt: from, dueAt } = await readOptOut(work, id);
    return { id, status, receivedAt: from, dueAt };
  },
  listOptOuts: async ({ work, caller, query: { clientId } }) => ({
    items: await showOptOuts(work, caller, clientId === undefined ? 'awaited' : { clientId }),
  }),
  readOptOut: ({ work, caller, params }) => showOptOut(work, caller, params.optOutId),
  confirmOptOut: async ({ work, caller, params: { optOutId }, body: { list: listId, confirmedAt = work.at } }) => {
    await confirmByPlatform(work, await actorOf(work, caller), { optOutId, listId, at: confirmedAt });
    return readOptOut(work, optOutId);
  },
};

export const clientMarketingHandlers: Handlers<typeof clientMarketing.endpoints> = {
  readMarketingStanding: ({ work, caller, params }) => readMarketingStanding(work, caller, params.clientId),
};
