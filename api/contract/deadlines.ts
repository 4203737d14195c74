import { z } from 'zod';
import { bankHolidayRegions } from '../../records/calendar/bank-holidays';
import { deadlineKinds } from '../../records/calendar/deadlines';
import { everybody, get, group, ok } from './endpoint';
import { instant, instantText, period, timeZone } from './fields';

const theirs = "The organisation's own, unless it is named.";

/** contract.md §6 */
export const deadlines = group('Deadlines', '/v1/deadlines', {
  previewDeadline: get('/preview', {
    summary: 'Says when something would be due, and why then',
    description: [
      'What is due on a date is due at the midnight that ends it, in local time.',
      'Retention keeps the local clock time of its start; `marketing-opt-out` and `breach-regulator` count hours.',
    ].join(' '),
    may: everybody,
    query: z.strictObject({
      kind: z.enum(deadlineKinds),
      from: instant.meta({
        description: 'When the enrolment ended, the request came in, or the controller became aware.',
      }),
      period: period.prefault('P1Y').meta({ description: 'Of retention: for how long.' }),
      region: z
        .enum(bankHolidayRegions)
        .optional()
        .meta({ description: `Whose bank holidays count. ${theirs}` }),
      timeZone: timeZone.optional().meta({ description: theirs }),
    }),
    answer: ok(z.object({ dueAt: instantText, because: z.array(z.string()) })),
    problems: { 'bank-holidays-unknown': 'It lies beyond the years whose bank holidays are known.' },
  }),
});
