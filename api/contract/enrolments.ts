import { z } from 'zod';
import { accepted, created, get, group, ok, post } from './endpoint';
import { instant, instantText, reason } from './fields';

const enrolment = z.object({
  id: z.uuid(),
  clientId: z.uuid(),
  courseId: z.uuid().nullable(),
  practitionerId: z.uuid(),
  startedAt: instantText.nullable().meta({ description: 'null: agreed on, and not begun.' }),
  endedAt: instantText.nullable(),
});

/** contract.md §5 */
export const enrolments = group('Enrolments', '/v1/enrolments', {
  startEnrolment: post('/', {
    summary: 'Begins an enrolment: a client with a practitioner, on a course if there is one',
    may: { platform: 'all', supervisor: 'all', admin: 'all' },
    body: z.strictObject({
      clientId: z.uuid(),
      courseId: z.uuid().nullable().default(null),
      practitionerId: z.uuid(),
      startedAt: instant,
    }),
    example: {
      clientId: '01926b3a-7c40-7d21-8a3e-5f0c9d1b2e3f',
      courseId: null,
      practitionerId: '01926b3a-7c41-7a52-9c0d-2b4e6f8a1c3d',
      startedAt: '2026-03-02T09:00:00+00:00',
    },
    answer: created(enrolment, '/v1/enrolments/{id}'),
    problems: {
      'sign-up-under-way': 'A practitioner accepts the client first.',
      'another-practitioner': 'A supervisor reassigns the client first.',
      'already-enrolled': 'The client is on this course already.',
    },
  }),
  readEnrolment: get('/{enrolmentId}', {
    summary: 'Reads an enrolment',
    may: {
      platform: 'all',
      practitioner: 'pathway',
      'duty-clinician': 'pathway',
      supervisor: 'all',
      dpo: 'all',
      admin: 'all',
    },
    answer: ok(enrolment),
  }),
  endEnrolment: post('/{enrolmentId}/end', {
    summary: 'Ends an enrolment: its data are kept until their time is over',
    may: { platform: 'all', supervisor: 'all', admin: 'all' },
    body: z.strictObject({ endedAt: instant, reason }),
    example: { endedAt: '2026-06-01T17:00:00+01:00', reason: 'The course is over.' },
    answer: accepted(enrolment),
  }),
});
