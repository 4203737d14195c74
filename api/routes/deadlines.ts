import type { Router } from 'express';
import { deadlineOf } from '../../records/calendar/deadlines';
import { organisationOf } from '../../records/people';
import { deadlines } from '../contract/deadlines';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** `GET /v1/deadlines/preview` */
export const deadlineRoutes = (deps: ApiDeps): Router =>
  serve(deps, deadlines, {
    previewDeadline: async ({ work, query }) => {
      const organisation = await organisationOf(work);
      const { dueAt, because } = deadlineOf(query.kind, query.from, {
        period: query.period,
        timeZone: query.timeZone ?? organisation.timeZone,
        bankHolidaysOf: query.region ?? organisation.bankHolidaysOf,
      });
      return { dueAt: dueAt.toISOString(), because };
    },
  });
