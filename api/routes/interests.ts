import type { Router } from 'express';
import { actorOf } from '../../records/caller';
import { registerInterest } from '../../records/interests/interests';
import { interests } from '../contract/interests';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** `/v1/interests`: domain.md §2.1. */
export const interestRoutes = (deps: ApiDeps): Router =>
  serve(deps, interests, {
    registerInterest: async ({ work, caller, body }) => {
      await registerInterest(work, await actorOf(work, caller), body.email);
      return { status: 'received' as const };
    },
  });
