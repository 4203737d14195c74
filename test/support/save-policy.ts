import type { DescribedOrganisation } from '../../prisma/seed';
import { savePolicy } from '../../records/policies';
import type { Records } from '../../records/records';
import { weekdays } from '../../workflows/shared/weekdays';
import { defaultPolicy, type Policy } from '../../workflows/urgent-care/policy';

export type PolicyBody = Omit<Policy, 'version'>;

/** The GP's practice never closes: no test hangs on the hour or the day at which it runs. */
const gpAroundTheClock: Policy['gpHours'] = { days: weekdays, from: '00:00', to: '24:00' };

/**
 * What a new organisation starts with, but for what a test cannot wait for: the days until the client is asked how it
 * was, and the hour at which a practice opens.
 */
export const policyOfTests: PolicyBody = (({ version: _version, ...policy }) => ({
  ...policy,
  aftercare: { ...policy.aftercare, askClientAfter: 'PT1S' },
  gpHours: gpAroundTheClock,
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
