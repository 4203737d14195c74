import type { Router } from 'express';
import { judgeSafetyConcern } from '../../records/safety/judge';
import { readSafety } from '../../records/safety/read';
import { takeSafetyConcern } from '../../records/safety/take';
import { safety } from '../contract/safety';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** `/v1/sign-ups/{id}/safety…`: a person talks with the client, and records what they judge. contract.md §5 */
export const safetyRoutes = (deps: ApiDeps): Router =>
  serve(deps, safety, {
    readSafety: ({ work, caller, params }) => readSafety(work, caller, params.signUpId),
    takeSafetyConcern: ({ work, caller, params }) => takeSafetyConcern(work, caller, params.signUpId),
    judgeSafetyConcern: ({ work, caller, params, body }) => judgeSafetyConcern(work, caller, params.signUpId, body),
  });
