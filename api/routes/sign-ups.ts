import { Router } from 'express';
import type { z } from 'zod';
import { actorOf, requireRole } from '../../records/caller';
import { saidOnly } from '../../records/sign-up/demographics';
import { leaveSignUp } from '../../records/sign-up/leave';
import { viewSignUp } from '../../records/sign-up/read-sign-up';
import { type Registration, register } from '../../records/sign-up/register';
import { renewLink } from '../../records/sign-up/renew-link';
import { requirementsOf } from '../../records/sign-up/requirements';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';
import { requirementsQuery, signUpBody } from './sign-up-schemas';

/** `/v1/sign-ups`: contract.md §5. */
export function signUpRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.post(
    '/',
    perform(deps, async (work, caller, { body }) => {
      requireRole(caller, 'platform', 'admin', 'supervisor');
      const registered = await register(work, caller, registrationIn(valid(signUpBody, body)));
      return { status: 202, location: `/v1/sign-ups/${registered.id}`, body: registered };
    }),
  );

  // Before `/:id`, which would take it for one.
  router.get(
    '/requirements',
    read(deps, async (_work, _caller, { query }) => requirementsOf(valid(requirementsQuery, query).plan)),
  );

  router.post(
    '/:id/links',
    perform(deps, async (work, caller, { params }) => {
      requireRole(caller, 'platform', 'admin');
      const id = idInPath(params['id'], 'sign-up');
      return { status: 202, body: { id, status: await renewLink(work, await actorOf(work, caller), id) } };
    }),
  );

  router.post(
    '/:id/leave',
    perform(deps, async (work, caller, { params }) => {
      requireRole(caller, 'platform', 'admin', 'supervisor');
      const id = idInPath(params['id'], 'sign-up');
      return { status: 202, body: { id, status: await leaveSignUp(work, await actorOf(work, caller), id) } };
    }),
  );

  router.get(
    '/:id',
    read(deps, (work, caller, { params }) => viewSignUp(work, caller, idInPath(params.id, 'sign-up'))),
  );
  return router;
}

const registrationIn = ({ person, courseId, guard, ...rest }: z.infer<typeof signUpBody>): Registration => ({
  ...rest,
  person: {
    ...person,
    username: person.username ?? null,
    country: person.country ?? null,
    interpreter: person.interpreter ?? null,
    homeAddress: person.homeAddress ?? null,
    demographics: saidOnly(person.demographics),
  },
  courseId: courseId ?? null,
  guard: guard ?? null,
});
