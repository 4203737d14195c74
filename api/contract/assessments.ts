import { z } from 'zod';
import { definitions } from '../../workflows/sign-up/instruments/definitions';
import { instruments } from '../../workflows/sign-up/words';
import { created, group, post } from './endpoint';

const bands = definitions
  .map((definition) => `${definition.instrument}: \`${definition.bands.map(({ band }) => band).join(' ')}\``)
  .join('; ');

/** domain.md §2.3 */
export const assessments = group('Assessments', '/v1/sign-ups', {
  submitAssessment: post('/{signUpId}/assessment', {
    summary: 'Submits what the client answered to a questionnaire, and tells what it comes to',
    description:
      'A safety answer in it is raised to a person before anything else: even if what it came with is refused, or cannot be read at all. The result tells of symptoms; nothing in it says how likely anything is.',
    may: { platform: 'all', practitioner: 'pathway', 'duty-clinician': 'pathway', supervisor: 'all' },
    body: z.strictObject({
      instrument: z.enum(instruments),
      version: z.literal('1'),
      // Looked at by the score itself, which names each item that is wrong.
      answers: z.unknown().meta({
        description: 'In the order of the items: the number of the answer from 0 on; null: none was given.',
        override: { type: 'array', items: { type: ['integer', 'null'] } },
      }),
    }),
    example: { instrument: 'GAD-7', version: '1', answers: [0, 1, 2, 1, 0, 0, 3] },
    answer: created(
      z.object({
        total: z.int(),
        band: z.string().meta({ description: bands }),
        caseness: z.boolean().meta({ description: 'The total is at the clinical cut-off or above.' }),
        safetyAnswers: z.array(z.int()).meta({ description: 'The numbers of the items that ask for a person.' }),
      }),
    ),
    problems: {
      'consent-form-missing': 'First the client signs the Data Processing Consent form.',
      'already-submitted': 'This questionnaire was submitted before.',
      'sign-up-over': 'The sign-up is over: ask for a new link, or sign up again.',
    },
  }),
});
