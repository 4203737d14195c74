import { z } from 'zod';
import { type ContactWords, dangerAnswers, type GpWords } from '../../records/people';
import { declinedVia } from '../../records/urgent-care-plan/contacts-say';
import type { GivenPlan } from '../../records/urgent-care-plan/faults';
import { planRecipients, tiers } from '../../workflows/urgent-care/words';
import { email, instantText, once, phoneNumber, short, words } from '../contract/fields';

/** The bodies of `/v1/clients/{id}/urgent-care-plan`. What is not known yet may be left out. domain.md §2.5 */

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
const permission = z.strictObject({ now: tier, emergency: tier });
const recipients = once(z.array(recipient).max(planRecipients.length));

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
  recipients: once(z.array(contactName).min(1).max(2)),
});

export const declineBody = z.strictObject({ recipient: contactName, via: z.enum(declinedVia) });

export const noticeBody = z.discriminatedUnion('how', [
  z.strictObject({ recipient, how: z.enum(['client-handed-over', 'neutral-message']) }),
  z.strictObject({ recipient, how: z.literal('not-given'), reason: words }),
]);

export const planNeedBody = z.strictObject({ needed: z.boolean(), note: words });
