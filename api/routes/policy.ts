import { Router } from 'express';
import { z } from 'zod';
import { isPlatform, requireRole, staffActorOf } from '../../records/caller';
import { forbidden } from '../../records/errors';
import { currentPolicy, savePolicy } from '../../records/policies';
import { weekdays } from '../../workflows/shared/weekdays';
import { durationMs } from '../../workflows/urgent-care/policy';
import { channels, recipientNames } from '../../workflows/urgent-care/words';
import { callerOf } from '../http/authenticate';
import type { ApiDeps } from '../http/perform';
import { read } from '../http/perform';
import { valid } from '../http/validate';

const leastMs = 1_000;
const mostMs = 28 * 24 * 60 * 60_000;

const duration = z.string().superRefine((text, context) => {
  try {
    const ms = durationMs(text);
    if (ms < leastMs || ms > mostMs) context.addIssue({ code: 'custom', message: 'must be from PT1S to P28D' });
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'no duration' });
  }
});

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 08:00');

/** `24:00` is the midnight that ends the day: a practice may be there around the clock. */
const closingTime = z.union([clockTime, z.literal('24:00')]);

const unique = <T extends z.core.util.EnumLike>(names: z.ZodEnum<T>) =>
  z
    .array(names)
    .min(1)
    .refine((list) => new Set(list).size === list.length, { message: 'names one twice' });

const step = z.strictObject({
  recipients: unique(z.enum(recipientNames)),
  channels: unique(z.enum(channels)),
  attempts: z.number().int().min(1).max(10).optional(),
  every: duration.optional(),
  acknowledgeWithin: duration.optional(),
  actWithin: duration.optional(),
  stopAfter: z.enum(['first-acting', 'all']).optional(),
});

/** contract.md §3: as GET answers it, without `version`. */
export const policyBody = z.strictObject({
  clientWindow: z.strictObject({ immediate: duration, significant: duration, watchful: duration }),
  decision: z.strictObject({ remindAfter: duration, nextPersonAfter: duration }),
  secondApproval: z.strictObject({ nextSupervisorAfter: duration, immediateMayProceedAfter: duration }),
  steps: z
    .array(step)
    .min(1)
    .max(10)
    .refine((steps) => noneTwice(steps.flatMap(({ recipients }) => recipients)), {
      message: 'a recipient stands in two steps',
    }),
  nobodyActing: z.strictObject({ pageEvery: duration }),
  aftercare: z.strictObject({ tellClientWithin: duration, reviewOverrideWithin: duration, askClientAfter: duration }),
  gpHours: z.strictObject({
    days: unique(z.enum(weekdays)),
    from: clockTime,
    to: closingTime,
  }),
});

const noneTwice = (names: readonly string[]): boolean => new Set(names).size === names.length;

/** `/v1/urgent-care/policy` */
export function policyRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.get(
    '/',
    read(deps, async (work, caller) => {
      if (isPlatform(caller)) throw forbidden('The policy is for staff.');
      return currentPolicy(work);
    }),
  );

  router.put('/', async (request, response) => {
    const caller = callerOf(request);
    requireRole(caller, 'supervisor');
    const body = valid(policyBody, request.body);
    const saved = await deps.records.withOrganisation(caller.organisationId, deps.clock(), async (work) =>
      savePolicy(work, await staffActorOf(work, caller), body),
    );
    response.json(saved);
  });
  return router;
}
