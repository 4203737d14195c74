import { z } from 'zod';
import { weekdays } from '../../workflows/shared/weekdays';
import { faultsOf } from '../../workflows/urgent-care/policy-faults';
import { channels, recipientNames } from '../../workflows/urgent-care/words';
import { once } from '../contract/fields';
import { durationWithin } from '../http/durations';

const duration = durationWithin('PT1S', 'P28D');

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 08:00');

/** `24:00` is the midnight that ends the day: a practice may be there around the clock. */
const closingTime = z.union([clockTime, z.literal('24:00')]);

const step = z.strictObject({
  recipients: once(z.array(z.enum(recipientNames)).min(1)),
  channels: once(z.array(z.enum(channels)).min(1)),
  attempts: z.number().int().min(1).max(10).optional(),
  every: duration.optional(),
  acknowledgeWithin: duration.optional(),
  actWithin: duration.optional(),
  stopAfter: z.enum(['first-acting', 'all']).optional(),
});

const policyValues = z.strictObject({
  clientWindow: z.strictObject({ immediate: duration, significant: duration, watchful: duration }),
  decision: z.strictObject({ remindAfter: duration, nextPersonAfter: duration }),
  secondApproval: z.strictObject({ nextSupervisorAfter: duration, immediateMayProceedAfter: duration }),
  steps: z.array(step).max(10),
  nobodyActing: z.strictObject({ pageEvery: duration }),
  aftercare: z.strictObject({ tellClientWithin: duration, reviewOverrideWithin: duration, askClientAfter: duration }),
  gpHours: z.strictObject({
    days: once(z.array(z.enum(weekdays)).min(1)),
    from: clockTime,
    to: closingTime,
  }),
});

/** contract.md §3: as GET answers it, without `version`. One that could never reach anyone is refused, saying why. */
export const policyBody = policyValues.superRefine((policy, context) => {
  for (const { path, because } of faultsOf(policy)) {
    context.addIssue({ code: 'custom', message: because, path: path.split('/') });
  }
});
