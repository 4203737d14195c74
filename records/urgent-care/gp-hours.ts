import type { Policy } from '../../workflows/urgent-care/policy';
import { type OpeningHours, opensAt } from '../calendar/opening-hours';
import { organisationOf } from '../people';
import { policyVersion } from '../policies';
import type { Work } from '../work';
import type { CaseRow } from './case-row';

/**
 * When the GP's practice opens next; null while it is open. By the policy that the case started with, in the time zone and
 * with the bank holidays of the organisation's own place.
 */
export async function gpOpensAt(work: Work, { policyVersion: version }: CaseRow): Promise<Date | null> {
  const { gpHours } = await policyVersion(work, version);
  return opensAt(await openingHoursOf(work, gpHours), work.at);
}

export async function openingHoursOf(work: Work, gpHours: Policy['gpHours']): Promise<OpeningHours> {
  const { timeZone, bankHolidaysOf } = await organisationOf(work);
  return { ...gpHours, timeZone, bankHolidaysOf };
}
