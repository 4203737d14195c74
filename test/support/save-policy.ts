import type { DescribedOrganisation } from '../../prisma/seed';
import { savePolicy } from '../../records/policies';
import type { Records } from '../../records/records';
import { defaultPolicy, type Policy } from '../../workflows/urgent-care/policy';

export type PolicyBody = Omit<Policy, 'version'>;

/** What a new organisation starts with, but for the days until the client is asked how it was: no test waits for them. */
export const policyOfTests: PolicyBody = (({ version: _version, ...policy }) => ({
  ...policy,
  aftercare: { ...policy.aftercare, askClientAfter: 'PT1S' },
}))(defaultPolicy);

/** Saves it in the name of the organisation's supervisor. */
export async function savePolicyOf(
  records: Records,
  { id, staff }: DescribedOrganisation,
  policy: PolicyBody,
): Promise<void> {
  const by = { kind: 'staff', id: staff.supervisor.id, name: staff.supervisor.name } as const;
  await records.withOrganisation(id, new Date(), (work) => savePolicy(work, by, policy));
}
