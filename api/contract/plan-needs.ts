import { z } from 'zod';
import { created, group, post } from './endpoint';
import { words } from './fields';
import { signUpStatus } from './sign-ups';

/** domain.md §2.5 */
export const planNeeds = group('Urgent care plans', '/v1/sign-ups', {
  recordPlanNeed: post('/{signUpId}/plan-needs', {
    summary: 'Records whether the client needs an urgent care plan, as their assessor judges',
    description:
      'While one is needed and not complete, no practitioner is proposed. Only a duty clinician or a supervisor takes it back, for one who refuses a plan or has nobody to name. A practitioner may for those as well in whose sign-up they are proposed or asked.',
    may: { practitioner: 'pathway', 'duty-clinician': 'pathway', supervisor: 'all' },
    body: z.strictObject({ needed: z.boolean(), note: words }),
    example: { needed: true, note: 'Lives alone, and asked for it.' },
    answer: created(z.object({ signUpId: z.uuid(), status: signUpStatus })),
    problems: { 'sign-up-ended': 'The sign-up is over.' },
  }),
});
