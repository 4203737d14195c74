import { z } from 'zod';
import { peopleOfPlan, reachabilityProblems } from '../../records/urgent-care/reachability/rules';
import { allStaff, get, group, ok } from './endpoint';
import { instantText } from './fields';

const found = z.object({
  of: z.enum(peopleOfPlan),
  problem: z.enum(reachabilityProblems).meta({
    description: [
      '- `no-valid-mobile`: no number that takes an SMS; of a client whom none may reach, no email address either.',
      '- `message-failed-permanently`: the last message that came to an end there failed for good.',
      '- `opted-out-21610`: as that, because a STOP was sent from the number.',
      '- `unconfirmed`: nobody has said in 90 days that it is still right.',
      '- `two-failures`: two messages failed for good since it was last confirmed.',
      '- `no-cover`: nobody treats the client, or nobody else is on duty if their practitioner does not answer.',
      '- `plan-lacks`: the plan names nobody here, or not how to reach them.',
    ].join('\n'),
  }),
});

/** domain.md §3 */
export const reachability = group('Reachability', '/v1/urgent-care/reachability', {
  readReachability: get('/', {
    summary: 'Says whose urgent care plan could not be carried out today, before anybody needs it',
    may: { ...allStaff, practitioner: 'pathway', 'duty-clinician': 'pathway' },
    answer: ok(
      z.object({
        checkedAt: instantText,
        items: z.array(z.object({ clientId: z.uuid(), reachable: z.boolean(), problems: z.array(found) })),
      }),
    ),
  }),
});
