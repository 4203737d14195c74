import { Router } from 'express';
import { z } from 'zod';
import { judgeSafetyConcern } from '../../records/safety/judge';
import { readSafety } from '../../records/safety/read';
import { takeSafetyConcern } from '../../records/safety/take';
import { words } from '../contract/fields';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';

const acknowledgementBody = z.strictObject({}).optional();

const judgementBody = z.strictObject({
  note: words,
  urgentCarePlanNeeded: z.boolean(),
  openCase: z.boolean(),
  timesRaised: z.number().int().min(1).optional(),
});

/** `/v1/sign-ups/{id}/safety…`: a person talks with the client, and records what they judge. contract.md §5 */
export function safetyRoutes(deps: ApiDeps): Router {
  const router = Router();
  const signUpIn = (params: Readonly<Record<string, unknown>>): string => idInPath(params['id'], 'sign-up');

  router.get(
    '/:id/safety',
    read(deps, (work, caller, { params }) => readSafety(work, caller, signUpIn(params))),
  );

  router.post(
    '/:id/safety-acknowledgements',
    perform(deps, async (work, caller, { params, body }) => {
      valid(acknowledgementBody, body);
      return { status: 201, body: await takeSafetyConcern(work, caller, signUpIn(params)) };
    }),
  );

  router.post(
    '/:id/safety-judgements',
    perform(deps, async (work, caller, { params, body }) => {
      const judgement = valid(judgementBody, body);
      return { status: 201, body: await judgeSafetyConcern(work, caller, signUpIn(params), judgement) };
    }),
  );
  return router;
}
