import { z } from 'zod';
import { allocationStandings } from '../../records/allocation/allocation-row';
import { created, get, group, ok, post } from './endpoint';
import { instantText, reason } from './fields';
import { signUpStatus } from './sign-ups';

const mayBeLeftOut = z
  .string()
  .trim()
  .max(2_000)
  .nullish()
  .transform((given) => given ?? '');

const believed = z
  .uuid()
  .nullable()
  .default(null)
  .meta({ description: 'Whom the decider believes to be proposed: if it is another one by now, nothing is decided.' });

const decision = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('confirm'), practitionerId: believed, reason: mayBeLeftOut }),
  z.strictObject({ kind: z.literal('choose'), practitionerId: z.uuid(), reason }),
  z.strictObject({ kind: z.literal('none-suitable'), practitionerId: believed, reason }),
]);

const answer = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('accept'), reason: mayBeLeftOut }),
  z.strictObject({ answer: z.literal('decline'), reason }),
]);

const judged = z.object({
  practitionerId: z.uuid(),
  reasons: z.array(z.string()).meta({ description: 'Each a sentence that the client could be shown.' }),
});

const allocation = z
  .object({
    status: signUpStatus,
    proposed: z.uuid().nullable().meta({ description: 'Who is proposed, asked, or has accepted; null: nobody is.' }),
    standing: z.enum(allocationStandings).nullable().meta({ description: 'null: nobody was proposed yet.' }),
    answerBy: instantText.nullable().meta({ description: 'Until when the practitioner answers; null: not asked yet.' }),
    ranking: z.array(judged),
    excluded: z.array(judged),
  })
  .meta({ id: 'Allocation' });

const answered = z.object({ id: z.uuid().meta({ description: "The sign-up's." }) });

/** contract.md §5, domain.md §2.6 */
export const allocations = group('Allocation', '/v1/sign-ups', {
  readAllocation: get('/{signUpId}/allocation', {
    summary: 'Tells who is proposed to the client, with every reason and every exclusion',
    description: 'Who is asked sees their own reasons, not how colleagues were judged.',
    may: {
      platform: 'all',
      practitioner: 'own',
      'duty-clinician': 'pathway',
      supervisor: 'all',
      dpo: 'all',
      admin: 'all',
    },
    answer: ok(allocation),
  }),
  decideAllocation: post('/{signUpId}/allocation-decisions', {
    summary: 'Decides on the proposal: no practitioner is asked without a person who says so',
    description: 'A place is taken for the client at once.',
    may: { supervisor: 'all', admin: 'all' },
    body: decision,
    example: {
      kind: 'choose',
      practitionerId: '01926b3a-7c41-7a52-9c0d-2b4e6f8a1c3d',
      reason: 'They have worked together before.',
    },
    answer: created(allocation),
    problems: {
      'not-now': 'The sign-up does not wait for this decision.',
      'nobody-proposed': 'Nobody is proposed: choose a practitioner.',
      'another-is-proposed': 'By now another practitioner is proposed.',
      'practitioner-excluded':
        'Something speaks against them, as `reasons` says. In place of who was to be confirmed, another one is proposed.',
      'caseload-full':
        'They have no room for another client. In place of who was to be confirmed, another one is proposed.',
    },
  }),
  answerAllocation: post('/{signUpId}/allocation-answers', {
    summary: 'The practitioner who is asked takes the client on, or does not',
    description:
      'Who accepts has the client from then on, who is enrolled with it; after who declines, the next one is proposed.',
    may: { practitioner: 'own' },
    body: answer,
    example: { answer: 'accept' },
    answer: created(answered),
    problems: {
      'not-now': 'The sign-up does not wait for this answer.',
      'practitioner-excluded': 'Something has come to speak against it since, as `reasons` says.',
    },
  }),
  objectToAllocation: post('/{signUpId}/allocation-objections', {
    summary: 'Records that the client does not want this practitioner',
    description:
      'A person reviews it. Who has accepted stays until they are reassigned, so that the client is not without anybody.',
    may: { platform: 'all', supervisor: 'all', admin: 'all' },
    body: z.strictObject({ reason }),
    example: { reason: 'We know each other from work.' },
    answer: created(answered),
    problems: { 'nobody-proposed': 'No practitioner is proposed whom one could object to.' },
  }),
});
