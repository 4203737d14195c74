import { Router } from 'express';
import { z } from 'zod';
import { actorOf, requireAnyRole, requireRole } from '../../records/caller';
import { endEnrolment, readEnrolment, startEnrolment } from '../../records/enrolments/enrolments';
import { instant, reason } from '../http/fields';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';

const enrolmentBody = z.strictObject({
  clientId: z.uuid(),
  courseId: z.uuid().nullable().default(null),
  practitionerId: z.uuid(),
  startedAt: instant,
});
const endBody = z.strictObject({ endedAt: instant, reason });

/** `/v1/enrolments`: contract.md §5. */
export function enrolmentRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post(
    '/',
    perform(deps, async (work, caller, { body }) => {
      requireRole(caller, 'platform', 'admin', 'supervisor');
      const enrolment = await startEnrolment(work, await actorOf(work, caller), valid(enrolmentBody, body));
      return { status: 201, location: `/v1/enrolments/${enrolment.id}`, body: enrolment };
    }),
  );
  router.get(
    '/:id',
    read(deps, (work, caller, { params }) => {
      requireAnyRole(caller);
      return readEnrolment(work, idInPath(params['id'], 'enrolment'));
    }),
  );
  router.post(
    '/:id/end',
    perform(deps, async (work, caller, { params, body }) => {
      requireRole(caller, 'platform', 'admin', 'supervisor');
      const end = valid(endBody, body);
      const enrolment = await endEnrolment(work, await actorOf(work, caller), idInPath(params['id'], 'enrolment'), end);
      return { status: 202, body: enrolment };
    }),
  );
  return router;
}
