import { z } from 'zod';
import { weekdays } from '../../workflows/shared/weekdays';
import { defaultPolicy } from '../../workflows/urgent-care/policy';
import { faultsOf } from '../../workflows/urgent-care/policy-faults';
import { channels, recipientNames } from '../../workflows/urgent-care/words';
import { allStaff, get, group, ok, post, put } from './endpoint';
import { clockTime, closingTime, durationWithin, once } from './fields';
import { rehearsalBody, rehearsed } from './rehearsal';

const duration = durationWithin('PT1S', 'P28D');

const step = z
  .strictObject({
    recipients: once(z.array(z.enum(recipientNames)).min(1)),
    channels: once(z.array(z.enum(channels)).min(1)),
    attempts: z.number().int().min(1).max(10).optional(),
    every: duration.optional(),
    acknowledgeWithin: duration.optional(),
    actWithin: duration.optional(),
    stopAfter: z.enum(['first-acting', 'all']).optional(),
  })
  .meta({
    description:
      'What a step leaves out: 3 attempts, every PT5M, read within PT15M, acting within PT30M; it stops at the first who acts.',
  });

const policyValues = z.strictObject({
  clientWindow: z.strictObject({ immediate: duration, significant: duration, watchful: duration }),
  decision: z.strictObject({ remindAfter: duration, nextPersonAfter: duration }),
  secondApproval: z.strictObject({ nextSupervisorAfter: duration, immediateMayProceedAfter: duration }),
  steps: z.array(step).max(10),
  nobodyActing: z.strictObject({ pageEvery: duration }),
  aftercare: z.strictObject({ tellClientWithin: duration, reviewOverrideWithin: duration, askClientAfter: duration }),
  gpHours: z.strictObject({ days: once(z.array(z.enum(weekdays)).min(1)), from: clockTime, to: closingTime }),
});

/** As GET answers it, without `version`. One that could never reach anyone is refused, saying why. */
export const policyBody = policyValues.superRefine((policy, context) => {
  for (const { path, because } of faultsOf(policy)) {
    context.addIssue({ code: 'custom', message: because, path: path.split('/') });
  }
});

const policy = policyValues
  .extend({ version: z.int().meta({ description: 'Counts what was saved. A case keeps the version it began with.' }) })
  .meta({ id: 'Policy' });

const { version: _version, ...policyOfNewOrganisations } = defaultPolicy;

/** contract.md §3 */
export const urgentCarePolicy = group('Urgent care policy', '/v1/urgent-care/policy', {
  readPolicy: get('/', {
    summary: "Reads the organisation's windows, and whom it reaches in which order",
    may: allStaff,
    answer: ok(policy),
  }),
  savePolicy: put('/', {
    summary: 'Saves a new version, for the cases that begin from now on',
    description: 'Play it first: `rehearsal` says what it would do, and nothing comes of it.',
    may: { supervisor: 'all' },
    body: policyBody,
    example: policyOfNewOrganisations,
    answer: ok(policy),
  }),
  rehearsePolicy: post('/rehearsal', {
    summary: 'Plays a policy against a script, in simulated time: every message that would be sent, and none that is',
    description: 'Without `policy` the one in force is played. That an override is lawful is taken for granted here.',
    may: allStaff,
    onlyReads: true,
    body: rehearsalBody(policyBody),
    example: {
      immediacy: 'immediate',
      script: [
        { after: 'PT5M', act: { kind: 'client-answers', answers: [{ recipient: 'contact-1', answer: 'agree' }] } },
        { after: 'PT8M', act: { kind: 'proceed', recipients: ['contact-1'] } },
        { after: 'PT20M', act: { kind: 'acknowledgement', recipient: 'contact-1', answer: 'acting' } },
      ],
      until: 'PT4H',
    },
    answer: ok(rehearsed),
  }),
});
