import type { Router } from 'express';
import { orderMessage } from '../../records/marketing/order-message';
import { changeStanding } from '../../records/marketing/pause-or-cancel';
import { readMessage } from '../../records/marketing/read-message';
import { marketingMessages } from '../contract/marketing-messages';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

export interface MarketingMessageDeps extends ApiDeps {
  /** Whether there is an address from which marketing goes out. */
  readonly sendsEmail: boolean;
}

/** `/v1/marketing/messages` */
export const marketingMessageRoutes = ({ sendsEmail, ...deps }: MarketingMessageDeps): Router =>
  serve(deps, marketingMessages, {
    orderMarketingMessage: ({ work, caller, body }) => orderMessage(work, caller, body, { sendsEmail }),
    readMarketingMessage: ({ work, params }) => readMessage(work, params.messageId),
    pauseMarketingMessage: ({ work, caller, params }) => changeStanding(work, caller, params.messageId, 'pause'),
    resumeMarketingMessage: ({ work, caller, params }) => changeStanding(work, caller, params.messageId, 'resume'),
    cancelMarketingMessage: ({ work, caller, params }) => changeStanding(work, caller, params.messageId, 'cancel'),
  });
