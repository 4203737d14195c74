import { Router } from 'express';
import type { z } from 'zod';
import { requireRole } from '../../records/caller';
import { saidOnly } from '../../records/sign-up/demographics';
import { viewSignUp } from '../../records/sign-up/read-sign-up';
import { type Registration, register } from '../../records/sign-up/register';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';
import { signUpBody } from './sign-up-schemas';

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
