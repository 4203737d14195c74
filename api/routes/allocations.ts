import { type Request, Router } from 'express';
import { z } from 'zod';
import { answerAllocation } from '../../records/allocation/answer';
import { decideAllocation } from '../../records/allocation/decide';
import { objectToAllocation } from '../../records/allocation/object';
import { viewAllocation } from '../../records/allocation/read-allocation';
import { actorOf, type Caller, requireRole } from '../../records/caller';
import type { Answer } from '../../records/idempotency';
import type { Work } from '../../records/work';
import { reason } from '../contract/fields';
import { type ApiDeps, perform, read } from '../http/perform';
import { refusalThatCommits } from '../http/problems';
import { idInPath, valid } from '../http/validate';

const mayBeLeftOut = z
  .string()
  .trim()
  .max(2_000)
  .nullish()
  .transform((given) => given ?? '');

/** Whom the decider believes to be proposed. */
const believed = z.uuid().nullable().default(null);

const decision = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('confirm'), practitionerId: believed, reason: mayBeLeftOut }),
  z.strictObject({ kind: z.literal('choose'), practitionerId: z.uuid(), reason }),
  z.strictObject({ kind: z.literal('none-suitable'), practitionerId: believed, reason }),
]);

const answer = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('accept'), reason: mayBeLeftOut }),
  z.strictObject({ answer: z.literal('decline'), reason }),
]);

const objection = z.strictObject({ reason });

/** `/v1/sign-ups/{id}/allocation…`: who is proposed, and what people say to it. contract.md §5 */
export function allocationRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/:id/allocation',
    read(deps, (work, caller, request) => viewAllocation(work, caller, signUpIn(request))),
  );
  router.post(
    '/:id/allocation-decisions',
    perform(deps, async (work, caller, request) => {
      const refusal = await decideAllocation(work, caller, signUpIn(request), valid(decision, request.body));
      return refusal ? refusalThatCommits(refusal) : asItIsNow(work, caller, request);
    }),
  );
  router.post(
    '/:id/allocation-answers',
    perform(deps, async (work, caller, request) => {
      const id = signUpIn(request);
      await answerAllocation(work, caller, id, valid(answer, request.body));
      return { status: 201, body: { id } };
    }),
  );
  router.post(
    '/:id/allocation-objections',
    perform(deps, async (work, caller, request) => {
      requireRole(caller, 'platform', 'supervisor', 'admin');
      const id = signUpIn(request);
      await objectToAllocation(work, await actorOf(work, caller), id, valid(objection, request.body));
      return { status: 201, body: { id } };
    }),
  );
  return router;
}

const signUpIn = ({ params }: Request): string => idInPath(params['id'], 'sign-up');

async function asItIsNow(work: Work, caller: Caller, request: Request): Promise<Answer> {
  return { status: 201, body: await viewAllocation(work, caller, signUpIn(request)) };
}
