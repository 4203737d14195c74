import { Router } from 'express';
import { z } from 'zod';
import { unplacedMessages } from '../../records/inbound-messages';
import type { ApiDeps } from '../http/perform';
import { read } from '../http/perform';
import { paging, valid } from '../http/validate';

/** `/v1/inbound-messages`: what came in by SMS and belongs to no open case. */
export function inboundMessageRoutes(deps: ApiDeps): Router {
  const router = Router();
  const query = z.object(paging);
  router.get(
    '/',
    read(deps, (work, caller, request) => unplacedMessages(work, caller, valid(query, request.query))),
  );
  return router;
}
