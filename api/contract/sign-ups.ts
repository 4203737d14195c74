import { z } from 'zod';
import { demographics, notSaid } from '../../records/sign-up/demographics';
import { neededAt } from '../../records/sign-up/requirements';
import { signUpPlans } from '../../records/sign-up/sign-up-row';
import { instruments, signUpStatuses } from '../../workflows/sign-up/words';
import { accepted, everybody, get, group, ok, post } from './endpoint';
import { address, country, email, instantText, languageTag, phoneNumber, short, words } from './fields';

export const signUpStatus = z.enum(signUpStatuses);
const signUpPlan = z.enum(signUpPlans);

const givenDemographics = z
  .strictObject(
    Object.fromEntries(
      Object.entries(demographics).map(([key, values]) => [key, z.enum([...values, notSaid]).optional()]),
    ),
  )
  .default({})
  .meta({
    description: 'After the harmonised standards of the Office for National Statistics. All of it is optional.',
  });

const person = z.strictObject({
  email,
  mobile: phoneNumber,
  firstName: short,
  lastName: short,
  username: short.nullish(),
  birthDate: z.iso.date(),
  country: country.nullish(),
  language: languageTag.default('en'),
  interpreter: languageTag
    .nullish()
    .meta({ description: 'The language of the interpreter whom they need; `bfi`: BSL.' }),
  homeAddress: address.nullish(),
  safeContact: z
    .strictObject({ sms: z.boolean().default(true), email: z.boolean().default(true) })
    .default({ sms: true, email: true })
    .meta({ description: 'Ways that are safe for them. Urgent care obeys a `false` as well.' }),
  demographics: givenDemographics,
});

const preferences = z
  .strictObject({
    presentingNeed: short.optional(),
    practitionerGender: short.optional(),
    modality: short.optional(),
    accessibility: z.array(short).max(20).optional(),
    times: z.array(short).max(20).optional(),
    notWith: z
      .array(z.uuid())
      .max(20)
      .optional()
      .meta({ description: 'Practitioners with whom they do not want to work.' }),
  })
  .default({});

/** Nothing is agreed to by saying nothing. */
const registration = z.strictObject({
  person,
  courseId: z.uuid().nullish(),
  plan: signUpPlan.default('standard'),
  preferences,
  sharing: z
    .strictObject({ riskSummary: z.boolean().default(false), progressSummary: z.boolean().default(false) })
    .default({ riskSummary: false, progressSummary: false })
    .meta({ description: 'What their practitioner may see of them.' }),
  marketing: z
    .strictObject({
      email: z.boolean().default(false),
      sms: z.boolean().default(false),
      topics: z.array(short).max(20).default([]),
      wording: words.optional().meta({ description: 'What stood beside the boxes that they ticked.' }),
    })
    .default({ email: false, sms: false, topics: [] }),
  guard: z
    .strictObject({ question: short, answer: short })
    .nullish()
    .meta({ description: 'What only they can answer: asked before their personal page shows anything.' }),
});

const signUp = z
  .object({
    id: z.uuid(),
    clientId: z.uuid(),
    code: z.string().meta({ description: 'By which people name it without naming anybody.' }),
    status: signUpStatus,
    plan: signUpPlan,
    courseId: z.uuid().nullable(),
    registeredAt: instantText,
    endedAt: instantText.nullable().meta({ description: 'When they were enrolled, left, or did not answer in time.' }),
    consentForm: z.enum(['awaited', 'signed']),
    assessments: z.array(z.object({ instrument: z.enum(instruments), status: z.enum(['awaited', 'submitted']) })),
  })
  .meta({ id: 'SignUp' });

const standing = z.object({ id: z.uuid(), status: signUpStatus });

const item = z.object({
  item: z.string().meta({
    description: 'Where it stands in a registration: `person/email`; a part of the plan: `plan/contact-1.mobile`.',
  }),
  neededAt: z.enum(neededAt),
});

/** contract.md §5, domain.md §2.1 */
export const signUps = group('Sign-ups', '/v1/sign-ups', {
  startSignUp: post('/', {
    summary: 'Takes somebody on as a client: their first message is on its way',
    description: 'For adults. What is optional may be left out, and nobody is refused anything for it.',
    may: { platform: 'all', supervisor: 'all', admin: 'all' },
    body: registration,
    example: {
      person: {
        email: 'robin@mail.example',
        mobile: '+447700900123',
        firstName: 'Robin',
        lastName: 'Ashdown',
        birthDate: '1991-04-17',
        country: 'GB',
        language: 'en',
        homeAddress: '3 Mill Lane, Ashby',
        safeContact: { sms: true, email: false },
      },
      plan: 'urgent-care',
      preferences: { presentingNeed: 'sleep', times: ['evenings'] },
      sharing: { riskSummary: true, progressSummary: false },
      guard: { question: 'What was your first pet called?', answer: 'Biscuit' },
    },
    answer: accepted(z.object({ id: z.uuid(), clientId: z.uuid(), status: signUpStatus }), '/v1/sign-ups/{id}'),
    problems: {
      'already-registered': 'Somebody is registered with this email address or mobile number.',
      'adults-only': 'They are less than 18 years old; the sentence says who is there for them.',
      'not-a-mobile': 'No SMS can reach this number.',
    },
  }),
  // Before the one that is read by its id, which would take it for one.
  readSignUpRequirements: get('/requirements', {
    summary: 'Tells before anybody types what is needed for a sign-up, and when',
    may: everybody,
    query: z.strictObject({ plan: signUpPlan.default('standard') }),
    answer: ok(
      z.object({
        plan: signUpPlan,
        required: z.array(item),
        optional: z.array(item),
        demographics: z
          .record(z.string(), z.array(z.string()))
          .meta({ description: `What may be said; \`${notSaid}\` may be said to each, and is not kept.` }),
      }),
    ),
  }),
  readSignUp: get('/{signUpId}', {
    summary: 'Tells where a sign-up stands: what is done and what is waited for, no answers',
    description: 'A practitioner reads those as well in which they are proposed or asked.',
    may: {
      platform: 'all',
      practitioner: 'pathway',
      'duty-clinician': 'pathway',
      supervisor: 'all',
      dpo: 'all',
      admin: 'all',
    },
    answer: ok(signUp),
  }),
  renewSignUpLink: post('/{signUpId}/links', {
    summary: 'Sends the client a new link to what is waited for',
    description: 'A sign-up that expired or was left is open again.',
    may: { platform: 'all', admin: 'all' },
    answer: accepted(standing),
    problems: {
      'no-link-needed': 'Nothing is asked of the client by a link now.',
      'client-held': "The client's record is held: nothing in it is changed.",
    },
  }),
  leaveSignUp: post('/{signUpId}/leave', {
    summary: 'Records that the client leaves',
    description: 'What is held of them is kept as an interest is: twelve months without contact.',
    may: { platform: 'all', supervisor: 'all', admin: 'all' },
    answer: accepted(standing),
    problems: { 'already-enrolled': 'The enrolment is ended instead.' },
  }),
});
