import type { Router } from 'express';
import { actorOf } from '../../records/caller';
import { saidOnly } from '../../records/sign-up/demographics';
import { leaveSignUp } from '../../records/sign-up/leave';
import { viewSignUp } from '../../records/sign-up/read-sign-up';
import { type Registration, register } from '../../records/sign-up/register';
import { renewLink } from '../../records/sign-up/renew-link';
import { requirementsOf } from '../../records/sign-up/requirements';
import { signUps } from '../contract/sign-ups';
import type { ApiDeps } from '../http/perform';
import { type Asked, serve } from '../http/serve-group';

/** `/v1/sign-ups`: contract.md §5. */
export const signUpRoutes = (deps: ApiDeps): Router =>
  serve(deps, signUps, {
    startSignUp: ({ work, caller, body }) => register(work, caller, registrationIn(body)),
    readSignUpRequirements: async ({ query }) => requirementsOf(query.plan),
    readSignUp: ({ work, caller, params }) => viewSignUp(work, caller, params.signUpId),
    renewSignUpLink: async ({ work, caller, params: { signUpId: id } }) => ({
      id,
      status: await renewLink(work, await actorOf(work, caller), id),
    }),
    leaveSignUp: async ({ work, caller, params: { signUpId: id } }) => ({
      id,
      status: await leaveSignUp(work, await actorOf(work, caller), id),
    }),
  });

type Given = Asked<typeof signUps.endpoints.startSignUp>['body'];

const registrationIn = ({ person, courseId, guard, ...rest }: Given): Registration => ({
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
