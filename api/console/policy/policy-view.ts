import { hasRole } from '../../../records/caller';
import { urgentCarePolicy } from '../../contract/policy';
import { rolesIn } from '../../http/permit';
import { calls } from '../../http/serve-group';
import { policyHandlers } from '../../routes/policy';
import type { Asked } from '../frame/desk';
import { type PolicyBody, readOut } from './reading';
import { oddities } from './warnings';

/** What the console asks of the policy: the same endpoints as platforms do. */
export const policies = calls(urgentCarePolicy, policyHandlers);

/** The policy in force, for every page that is about it. */
export async function policyView({ work, caller }: Asked) {
  const { version, ...policy } = await policies.readPolicy(work, caller, {});
  const body: PolicyBody = policy;
  return {
    inForce: version,
    policy: body,
    mayChange: hasRole(caller, ...rolesIn(urgentCarePolicy.endpoints.savePolicy)),
  };
}

/** The same read out. */
export async function policyInWords(asked: Asked) {
  const view = await policyView(asked);
  return { ...view, parts: readOut(view.policy), odd: oddities(view.policy) };
}
