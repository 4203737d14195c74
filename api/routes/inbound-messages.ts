import type { Router } from 'express';
import { unplacedMessages } from '../../records/inbound-messages';
import { inboundMessages } from '../contract/inbound-messages';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** `/v1/inbound-messages` */
export const inboundMessageRoutes = (deps: ApiDeps): Router =>
  serve(deps, inboundMessages, {
    listMessagesWithoutCase: ({ work, caller, query }) => unplacedMessages(work, caller, query),
  });
