import { Router } from 'express';
import { z } from 'zod';
import { bankHolidayRegions } from '../../records/calendar/bank-holidays';
import { deadlineKinds, deadlineOf } from '../../records/calendar/deadlines';
import { isTimeZone } from '../../records/calendar/local-time';
import { requireAnyRole } from '../../records/caller';
import { organisationOf } from '../../records/people';
import { instant, period } from '../contract/fields';
import { type ApiDeps, read } from '../http/perform';
import { valid } from '../http/validate';

/** Place and period are the organisation's and a year, unless they are named. */
const previewQuery = z.strictObject({
  kind: z.enum(deadlineKinds),
  from: instant,
  period: period.prefault('P1Y'),
  region: z.enum(bankHolidayRegions).optional(),
  timeZone: z.string().refine(isTimeZone, { message: 'must be a time zone such as Europe/London' }).optional(),
});

/** `GET /v1/deadlines/preview`: when something would be due, and why then. contract.md §6 */
export function deadlineRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/preview',
    read(deps, async (work, caller, { query }) => {
      requireAnyRole(caller);
      const organisation = await organisationOf(work);
      const { kind, from, period: keptFor, region, timeZone } = valid(previewQuery, query);
      const { dueAt, because } = deadlineOf(kind, from, {
        period: keptFor,
        timeZone: timeZone ?? organisation.timeZone,
        bankHolidaysOf: region ?? organisation.bankHolidaysOf,
      });
      return { dueAt: dueAt.toISOString(), because };
    }),
  );
  return router;
}
