import { z } from 'zod';
import { answeredVia } from '../../records/safety/concern-row';
import { instruments } from '../../workflows/sign-up/words';
import { created, get, group, ok, post } from './endpoint';
import { instantText, nothing, words } from './fields';

const client = z.object({
  name: z.string(),
  location: z.string().nullable().meta({ description: 'Where they live.' }),
  callBackNumber: z.string().nullable(),
  country: z.string().nullable(),
  language: z.string(),
  interpreter: z.string().nullable().meta({ description: 'The language of the interpreter whom they need.' }),
  safeContact: z.object({ sms: z.boolean(), email: z.boolean() }),
});

const answerInWords = z.object({
  instrument: z.enum(instruments),
  item: z.int(),
  answer: z.int().nullable().meta({ description: 'null: only so much can be read that it is not the first one.' }),
  asked: z.string(),
  answered: z.string().nullable(),
});

const safetyConcern = z
  .object({
    id: z.uuid(),
    status: z.enum(['open', 'judged']),
    raisedAt: instantText,
    timesRaised: z.int(),
    raised: z.array(z.object({ at: instantText, via: z.enum(answeredVia), answers: z.array(answerInWords) })),
    taken: z
      .object({ by: z.uuid(), at: instantText })
      .nullable()
      .meta({ description: 'Who said last that they have it; null: nobody yet, and people are paged.' }),
    judgement: z
      .object({
        by: z.uuid(),
        at: instantText,
        note: z.string(),
        urgentCarePlanNeeded: z.boolean(),
        caseId: z.uuid().nullable().meta({ description: 'null: no urgent care case was opened.' }),
      })
      .nullable(),
  })
  .meta({ id: 'SafetyConcern' });

/** domain.md §2.4 */
export const safety = group('Safety conversations', '/v1/sign-ups', {
  readSafety: get('/{signUpId}/safety', {
    summary: 'Tells whom to call, what they answered that asks for a person, who has it, and what was judged',
    description: 'Every look is audited.',
    may: { practitioner: 'pathway', 'duty-clinician': 'pathway', supervisor: 'all' },
    answer: ok(
      z.object({
        client: client.optional().meta({
          description: 'For those who are paged to call them; absent where there is nothing to call them about.',
        }),
        items: z.array(safetyConcern).meta({ description: 'Newest first.' }),
      }),
    ),
  }),
  takeSafetyConcern: post('/{signUpId}/safety-acknowledgements', {
    summary: 'Says "I have it": from now on this person is reminded',
    description: 'If no judgement follows, others are paged as well. Whoever says so later has it from then on.',
    may: { 'duty-clinician': 'all', supervisor: 'all' },
    body: nothing,
    example: {},
    answer: created(z.object({ concernId: z.uuid(), takenBy: z.uuid(), takenAt: instantText })),
    problems: { 'no-safety-answer': 'No safety answer waits for a person.' },
  }),
  judgeSafetyConcern: post('/{signUpId}/safety-judgements', {
    summary: 'Records what a person judged after they had talked with the client: in words, never as a grade',
    description: 'Only this lets the sign-up go on.',
    may: { 'duty-clinician': 'all', supervisor: 'all' },
    body: z.strictObject({
      note: words,
      urgentCarePlanNeeded: z.boolean(),
      openCase: z.boolean().meta({ description: 'Somebody must act now: an urgent care case is opened.' }),
      timesRaised: z.number().int().min(1).optional().meta({
        description: 'As it was when they read it; absent: as they last read it here, or were paged about it.',
      }),
    }),
    example: {
      note: 'Talked for half an hour. Has slept badly since the move; their sister is with them.',
      urgentCarePlanNeeded: true,
      openCase: false,
    },
    answer: created(
      z.object({
        concernId: z.uuid(),
        caseId: z.uuid().nullable().meta({ description: 'null: no urgent care case was asked for.' }),
      }),
    ),
    problems: {
      'no-safety-answer': 'No safety answer waits for a person.',
      'answered-again': 'There was another safety answer meanwhile: it is read first.',
    },
  }),
});
