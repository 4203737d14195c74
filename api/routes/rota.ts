import { Router } from 'express';
import { z } from 'zod';
import { isTimeZone } from '../../records/calendar/local-time';
import { isPlatform, requireRole, staffActorOf } from '../../records/caller';
import { forbidden } from '../../records/errors';
import { readRota } from '../../records/rota/read-rota';
import { tiersOfTheRota } from '../../records/rota/rota';
import { saveRota } from '../../records/rota/rotas';
import { weekdays } from '../../workflows/shared/weekdays';
import { instantText, once } from '../contract/fields';
import { callerOf } from '../http/authenticate';
import type { ApiDeps } from '../http/perform';
import { read } from '../http/perform';
import { valid } from '../http/validate';

const clockTime = (pattern: RegExp) => z.string().regex(pattern, 'must be a time of day such as 08:00');

const shift = z.strictObject({
  staffId: z.uuid(),
  days: once(z.array(z.enum(weekdays)).min(1)),
  from: clockTime(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: clockTime(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
});

const override = z.strictObject({ staffId: z.uuid().nullable(), from: instantText, to: instantText });

const tier = z.strictObject({
  name: z.enum(tiersOfTheRota),
  shifts: z.array(shift).max(100),
  overrides: z.array(override).max(500),
});

/** As GET answers it, without `version`, `onDuty` and `gaps`. Both tiers are named, so that none is left out unseen. */
const rotaBody = z.strictObject({
  timeZone: z.string().refine(isTimeZone, { message: 'must be a time zone such as Europe/London' }),
  tiers: z
    .array(tier)
    .refine((tiers) => tiersOfTheRota.every((name) => tiers.filter((one) => one.name === name).length === 1), {
      message: `must name each tier once: ${tiersOfTheRota.join(', ')}`,
    }),
});

/** `/v1/rota`: who is on call, now and in the next seven days. */
export function rotaRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.get(
    '/',
    read(deps, async (work, caller) => {
      if (isPlatform(caller)) throw forbidden('The rota is for staff.');
      return readRota(work);
    }),
  );

  router.put('/', async (request, response) => {
    const caller = callerOf(request);
    requireRole(caller, 'supervisor', 'admin');
    const body = valid(rotaBody, request.body);
    const saved = await deps.records.withOrganisation(caller.organisationId, deps.clock(), async (work) => {
      await saveRota(work, await staffActorOf(work, caller), body);
      return readRota(work);
    });
    response.json(saved);
  });
  return router;
}
