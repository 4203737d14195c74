import { z } from 'zod';
import { recipientNames, tiers } from '../../workflows/urgent-care/words';

/** How the table of mandates ruled on telling one recipient: in the answer to a decision, and in a refusal of one. */
export const ruling = z.object({
  recipient: z.enum(recipientNames),
  tier: z.enum(tiers),
  row: z.int().nullable(),
  result: z.enum(['allowed', 'needs-second-approval', 'needs-release', 'refused']),
  offers: z.array(z.string()).meta({ description: 'What would be lawful instead.' }),
});
