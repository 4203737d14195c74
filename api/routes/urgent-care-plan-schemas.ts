import { z } from 'zod';
import { type ContactWords, dangerAnswers, type GpWords } from '../../records/people';
import { declinedVia } from '../../records/urgent-care-plan/contacts-say';
import type { GivenPlan } from '../../records/urgent-care-plan/faults';
import { planRecipients, tiers } from '../../workflows/urgent-care/words';

/** The bodies of `/v1/clients/{id}/urgent-care-plan`. What is not known yet may be left out. domain.md §2.5 */

const short = z.string().trim().min(1).max(200);
const phoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number such as +447911123456');
const email = z.email().max(254);

const gp = z
  .strictObject({ name: short, practice: short, email: email.nullish(), phone: phoneNumber.nullish() })
  .transform((given): GpWords => ({ ...given, email: given.email ?? null, phone: given.phone ?? null }));

const contact = z
  .strictObject({
    name: short.nullish(),
    mobile: phoneNumber.nullish(),
    email: email.nullish(),
    relationship: short.nullish(),
    isAdult: z.boolean().nullish(),
    couldBeDanger: z.enum(dangerAnswers).nullish(),
    confirmedAt: z.iso.datetime({ offset: true }).nullish(),
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
const permission = z.strictObject({ now: tier, emergency: tier });
const eachOnce = { message: 'names one twice' };
const recipients = z
  .array(recipient)
  .max(planRecipients.length)
  .refine((names) => new Set(names).size === names.length, eachOnce);

export const planBody: z.ZodType<GivenPlan> = z.strictObject({
  gp: gp.nullish().transform((given) => given ?? null),
  contacts: z.tuple([contact.nullable(), contact.nullable()]).default([null, null]),
  permissions: z
    .strictObject({ gp: permission, 'contact-1': permission, 'contact-2': permission })
    .partial()
    .default({})
    .transform((given) => given as GivenPlan['permissions']),
  neverContact: recipients.default([]),
});

const contactName = z.enum(['contact-1', 'contact-2']);

export const confirmationBody = z.strictObject({
  recipients: z
    .array(contactName)
    .min(1)
    .max(2)
    .refine((names) => new Set(names).size === names.length, eachOnce),
});

export const declineBody = z.strictObject({ recipient: contactName, via: z.enum(declinedVia) });

export const noticeBody = z.discriminatedUnion('how', [
  z.strictObject({ recipient, how: z.enum(['client-handed-over', 'neutral-message']) }),
  z.strictObject({ recipient, how: z.literal('not-given'), reason: z.string().trim().min(1).max(5_000) }),
]);

export const planNeedBody = z.strictObject({ needed: z.boolean(), note: z.string().trim().min(1).max(5_000) });
