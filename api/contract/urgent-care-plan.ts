import { z } from 'zod';
import { type ContactWords, dangerAnswers, type GpWords } from '../../records/people';
import { declinedVia } from '../../records/urgent-care-plan/contacts-say';
import type { GivenPlan } from '../../records/urgent-care-plan/faults';
import { planRecipients, tiers } from '../../workflows/urgent-care/words';
import { contactNotice } from './contact-notices';
import { created, get, group, ok, post, put } from './endpoint';
import { email, instantText, once, phoneNumber, short } from './fields';

const givenGp = z
  .strictObject({ name: short, practice: short, email: email.nullish(), phone: phoneNumber.nullish() })
  .transform((given): GpWords => ({ ...given, email: given.email ?? null, phone: given.phone ?? null }));

const givenContact = z
  .strictObject({
    name: short.nullish(),
    mobile: phoneNumber.nullish(),
    email: email.nullish(),
    relationship: short.nullish(),
    isAdult: z.boolean().nullish(),
    couldBeDanger: z.enum(dangerAnswers).nullish(),
    confirmedAt: instantText.nullish(),
  })
  .transform(
    (given): ContactWords => ({
      name: given.name ?? null,
      mobile: given.mobile ?? null,
      email: given.email ?? null,
      relationship: given.relationship ?? null,
      isAdult: given.isAdult ?? null,
      couldBeDanger: given.couldBeDanger ?? null,
      ...(given.confirmedAt == null ? {} : { confirmedAt: new Date(given.confirmedAt).toISOString() }),
    }),
  );

const recipient = z.enum(planRecipients);
const tier = z.enum(tiers).nullable().optional();
const permission = z
  .strictObject({ now: tier, emergency: tier })
  .meta({ description: 'The highest tier at which they may be told. null: nothing; absent: not answered.' });
const permissions = z.strictObject({ gp: permission, 'contact-1': permission, 'contact-2': permission }).partial();
const recipients = once(z.array(recipient).max(planRecipients.length));

/** What is not known yet may be left out. */
const givenPlan: z.ZodType<GivenPlan> = z.strictObject({
  gp: givenGp.nullish().transform((given) => given ?? null),
  contacts: z.tuple([givenContact.nullable(), givenContact.nullable()]).default([null, null]),
  permissions: permissions.default({}).transform((given) => given as GivenPlan['permissions']),
  neverContact: recipients.default([]),
});

const contactName = z.enum(['contact-1', 'contact-2']);

const gp = z.object({
  name: z.string(),
  practice: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});

const contact = z.object({
  name: z.string().nullable(),
  mobile: z.string().nullable(),
  email: z.string().nullable(),
  relationship: z.string().nullable(),
  isAdult: z.boolean().nullable().optional(),
  couldBeDanger: z.enum(dangerAnswers).nullable().optional().meta({ description: 'null or absent: not answered.' }),
  confirmedAt: instantText.optional().meta({ description: 'When somebody last said that this is still right.' }),
});

const wording = z.record(z.string(), z.string()).meta({ description: 'By tier; `none` for not being told anything.' });

const plan = z
  .object({
    version: z.int().meta({ description: '0: none was saved yet.' }),
    savedAt: instantText.nullable(),
    complete: z.boolean(),
    lacks: z.array(z.string()).meta({
      description: 'What it needs before it can be carried out: `homeAddress`, `gp`, `contact-2.mobile`.',
    }),
    gp: gp.nullable(),
    contacts: z.array(contact.nullable()).length(2),
    permissions,
    neverContact: z.array(recipient),
    notices: z.array(contactNotice),
    wording: z
      .record(z.string(), z.object({ now: wording, emergency: wording }))
      .meta({ description: 'What the client is shown, and agrees to, for each person at each tier.' }),
  })
  .meta({ id: 'UrgentCarePlan' });

const keepers = {
  platform: 'all',
  practitioner: 'pathway',
  'duty-clinician': 'pathway',
  supervisor: 'all',
  admin: 'all',
} as const;

const held = { 'client-held': "The client's record is held: nothing in it is changed." };

/** domain.md §2.5 */
export const urgentCarePlan = group('Urgent care plans', '/v1/clients', {
  readUrgentCarePlan: get('/{clientId}/urgent-care-plan', {
    summary: 'Reads the plan in force, with what it lacks',
    description: 'Every look is audited.',
    may: keepers,
    answer: ok(plan),
  }),
  saveUrgentCarePlan: put('/{clientId}/urgent-care-plan', {
    summary: 'Saves the plan as a new version, or refuses it as a whole',
    description: 'What is not known yet may be left out. A case goes on by the plan that it was opened with.',
    may: keepers,
    body: givenPlan,
    example: {
      gp: { name: 'Dr Amara Obi', practice: 'Mill Lane Surgery', email: 'reception@surgery.example' },
      contacts: [
        {
          name: 'Jo Ashdown',
          mobile: '+447700900456',
          relationship: 'sister',
          isAdult: true,
          couldBeDanger: 'no',
        },
        null,
      ],
      permissions: {
        gp: { now: 'summary', emergency: 'summary' },
        'contact-1': { now: 'attention', emergency: 'concern' },
      },
      neverContact: [],
    },
    answer: ok(plan),
    problems: { 'plan-refused': 'Nothing of it was saved; `errors` names each place that is wrong.', ...held },
  }),
  confirmContacts: post('/{clientId}/urgent-care-plan/confirmations', {
    summary: 'Says that somebody has made sure that these contacts are still right',
    description: 'Asked for every 90 days.',
    may: keepers,
    body: z.strictObject({ recipients: once(z.array(contactName).min(1).max(2)) }),
    example: { recipients: ['contact-1', 'contact-2'] },
    answer: created(plan),
    problems: { 'no-such-contact': 'The plan names nobody there.', ...held },
  }),
  recordContactDecline: post('/{clientId}/urgent-care-plan/declines', {
    summary: 'Records that a contact does not want to be one: they are never written to again',
    description: "In a running case neither. The client's practitioner hears that the plan needs another.",
    may: keepers,
    body: z.strictObject({ recipient: contactName, via: z.enum(declinedVia) }),
    example: { recipient: 'contact-2', via: 'phone' },
    answer: created(plan),
    problems: { 'no-such-contact': 'The plan names nobody there.', ...held },
  }),
});
