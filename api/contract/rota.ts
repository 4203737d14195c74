import { z } from 'zod';
import { tiersOfTheRota } from '../../records/rota/rota';
import { weekdays } from '../../workflows/shared/weekdays';
import { allStaff, get, group, ok, put } from './endpoint';
import { clockTime, closingTime, instantText, once, timeZone } from './fields';

const shift = z
  .strictObject({
    staffId: z.uuid(),
    days: once(z.array(z.enum(weekdays)).min(1)),
    from: clockTime,
    to: closingTime,
  })
  .meta({ description: 'Every week. One whose `to` is not after its `from` ends on the next day.' });

const override = z
  .strictObject({
    staffId: z.uuid().nullable().meta({ description: 'null: nobody is on duty.' }),
    from: instantText,
    to: instantText,
  })
  .meta({ description: 'Once, in place of whatever shift there is.' });

const tierName = z.enum(tiersOfTheRota);
const tier = z.strictObject({
  name: tierName,
  shifts: z.array(shift).max(100),
  overrides: z.array(override).max(500),
});

/** Both tiers are named, so that none is left out unseen. */
const rota = z.strictObject({
  timeZone,
  tiers: z
    .array(tier)
    .refine((tiers) => tiersOfTheRota.every((name) => tiers.filter((one) => one.name === name).length === 1), {
      message: `must name each tier once: ${tiersOfTheRota.join(', ')}`,
    }),
});

const savedRota = rota
  .extend({
    version: z
      .int()
      .meta({ description: '0: none was saved, and everybody who has the role of a tier counts as on duty.' }),
    onDuty: z.array(z.object({ tier: tierName, staffIds: z.array(z.uuid()) })).meta({ description: 'Now.' }),
    gaps: z
      .array(z.object({ tier: tierName, from: instantText, to: instantText }))
      .meta({ description: 'When nobody of a tier is on duty in the next seven days.' }),
  })
  .meta({ id: 'Rota' });

const someone = '01926b3a-7c40-7d21-8a3e-5f0c9d1b2e3f';

/** domain.md §1, §3.3 */
export const onCallRota = group('On-call rota', '/v1/rota', {
  readRota: get('/', {
    summary: 'Reads who is on call, now and in the next seven days',
    may: allStaff,
    answer: ok(savedRota),
  }),
  saveRota: put('/', {
    summary: 'Saves who is on call, from now on',
    description:
      'In cases under way too: whose turn it is, is asked when a message is sent. Each must have the role of their tier.',
    may: { supervisor: 'all', admin: 'all' },
    body: rota,
    example: {
      timeZone: 'Europe/London',
      tiers: [
        {
          name: 'duty-clinician',
          shifts: [{ staffId: someone, days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '20:00' }],
          overrides: [],
        },
        {
          name: 'supervisor',
          shifts: [],
          overrides: [{ staffId: someone, from: '2026-12-24T18:00:00+00:00', to: '2026-12-25T08:00:00+00:00' }],
        },
      ],
    },
    answer: ok(savedRota),
  }),
});
