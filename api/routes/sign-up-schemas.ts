import { z } from 'zod';
import { demographics, notSaid } from '../../records/sign-up/demographics';
import { address, country, email, languageTag, phoneNumber, short, words } from '../contract/fields';

const givenDemographics = z
  .strictObject(
    Object.fromEntries(
      Object.entries(demographics).map(([key, values]) => [key, z.enum([...values, notSaid]).optional()]),
    ),
  )
  .default({});

const person = z.strictObject({
  email,
  mobile: phoneNumber,
  firstName: short,
  lastName: short,
  username: short.nullish(),
  birthDate: z.iso.date(),
  country: country.nullish(),
  language: languageTag.default('en'),
  interpreter: languageTag.nullish(),
  homeAddress: address.nullish(),
  safeContact: z
    .strictObject({ sms: z.boolean().default(true), email: z.boolean().default(true) })
    .default({ sms: true, email: true }),
  demographics: givenDemographics,
});

const preferences = z
  .strictObject({
    presentingNeed: short.optional(),
    practitionerGender: short.optional(),
    modality: short.optional(),
    accessibility: z.array(short).max(20).optional(),
    times: z.array(short).max(20).optional(),
    notWith: z.array(z.uuid()).max(20).optional(),
  })
  .default({});

const signUpPlan = z.enum(['standard', 'urgent-care']);

/** contract.md §5. Nothing is agreed to by saying nothing. */
export const signUpBody = z.strictObject({
  person,
  courseId: z.uuid().nullish(),
  plan: signUpPlan.default('standard'),
  preferences,
  sharing: z
    .strictObject({ riskSummary: z.boolean().default(false), progressSummary: z.boolean().default(false) })
    .default({ riskSummary: false, progressSummary: false }),
  marketing: z
    .strictObject({
      email: z.boolean().default(false),
      sms: z.boolean().default(false),
      topics: z.array(short).max(20).default([]),
      wording: words.optional(),
    })
    .default({ email: false, sms: false, topics: [] }),
  guard: z.strictObject({ question: short, answer: short }).nullish(),
});

export const requirementsQuery = z.strictObject({ plan: signUpPlan.default('standard') });
