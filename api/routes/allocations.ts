import type { Router } from 'express';
import { answerAllocation } from '../../records/allocation/answer';
import { decideAllocation } from '../../records/allocation/decide';
import { objectToAllocation } from '../../records/allocation/object';
import { readAllocation, viewAllocation } from '../../records/allocation/read-allocation';
import { actorOf } from '../../records/caller';
import { allocations } from '../contract/allocations';
import type { ApiDeps } from '../http/perform';
import { type Handlers, KeptRefusal, serve } from '../http/serve-group';

/** `/v1/sign-ups/{id}/allocation…`: who is proposed, and what people say to it. contract.md §5 */
export const allocationRoutes = (deps: ApiDeps): Router => serve(deps, allocations, allocationHandlers);

export const allocationHandlers: Handlers<typeof allocations.endpoints> = {
  readAllocation: ({ work, caller, params }) => readAllocation(work, caller, params.signUpId),
  decideAllocation: async ({ work, caller, params, body }) => {
    const refusal = await decideAllocation(work, caller, params.signUpId, body);
    return refusal ? new KeptRefusal(refusal) : viewAllocation(work, caller, params.signUpId);
  },
  answerAllocation: async ({ work, caller, params: { signUpId: id }, body }) => {
    await answerAllocation(work, caller, id, body);
    return { id };
  },
  objectToAllocation: async ({ work, caller, params: { signUpId: id }, body }) => {
    await objectToAllocation(work, await actorOf(work, caller), id, body);
    return { id };
  },
};
