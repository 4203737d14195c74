import { z } from 'zod';
import { accepted, group, post } from './endpoint';
import { email } from './fields';

/** domain.md §2.1 */
export const interests = group('Interests', '/v1/interests', {
  registerInterest: post('/', {
    summary: 'Keeps the address of somebody who may want to sign up one day, and nothing else of them',
    description:
      'It is kept until they sign up, opt out, or twelve months pass without contact. The answer is the same whoever is known already, so that nobody learns from it who is a client.',
    may: { platform: 'all', admin: 'all' },
    body: z.strictObject({ email }),
    example: { email: 'robin@mail.example' },
    answer: accepted(z.object({ status: z.literal('received') })),
  }),
});
