import { newCode } from './codes';
import { addToDirectory } from './directory';
import type { ClientWords, ContactWords, OrganisationFacts, Plan, StaffMember } from './people';
import { requireMobiles } from './phones';
import { requireNeutralSender } from './telling-words';
import { writePlan } from './urgent-care-plan/write-plan';
import type { Work } from './work';

/** Writes that set an organisation up: its own facts, its staff, its courses, its clients and their plans. */

/** @throws InvalidInput for a sender's name that tells what messages are about */
export async function addOrganisation(work: Work, facts: OrganisationFacts): Promise<void> {
  requireNeutralSender(facts.senderName);
  await work.db.organisation.create({ data: { ...facts, createdAt: work.at } });
  await addToDirectory(work, 'organisation', facts.id);
  // What comes in at either number is read.
  const numbers = [facts.smsNumber, facts.marketingSmsNumber].filter((number) => number !== null);
  await addToDirectory(work, 'sms-number', ...numbers);
  if (facts.inboundEmail !== null) await addToDirectory(work, 'email-address', facts.inboundEmail.toLowerCase());
}

/** For an organisation that was set up without an address at which emails are read. */
export async function addInboundEmail(work: Work, inboundEmail: string): Promise<void> {
  await work.db.organisation.update({ where: { id: work.organisationId }, data: { inboundEmail } });
  await addToDirectory(work, 'email-address', inboundEmail.toLowerCase());
}

/** @throws InvalidInput for a mobile that is none */
export async function addStaff(work: Work, { id, roles, name, mobile, email }: StaffMember): Promise<void> {
  requireMobiles(work, { mobile });
  const sealed = await work.seal(work.organisationId, { name, mobile, email });
  await work.db.staff.create({ data: { id, organisationId: work.organisationId, roles: [...roles], sealed } });
}

export async function addCourse(work: Work, course: { readonly id: string; readonly name: string }): Promise<void> {
  await work.db.course.create({ data: { ...course, organisationId: work.organisationId } });
}

export async function organisationExists(work: Work): Promise<boolean> {
  return (await work.db.organisation.count()) > 0;
}

export interface NewClient {
  readonly id: string;
  readonly practitionerId: string | null;
  readonly words: ClientWords;
  readonly plan: Plan | null;
}

/** @throws InvalidInput for a mobile that is none: who is told of it now is not out of reach when it counts */
export async function addClient(work: Work, { id, practitionerId, words, plan }: NewClient): Promise<void> {
  requireMobiles(work, {
    mobile: words.mobile,
    'contact-1.mobile': plan?.contacts[0]?.mobile ?? null,
    'contact-2.mobile': plan?.contacts[1]?.mobile ?? null,
  });
  await work.db.client.create({
    data: {
      id,
      organisationId: work.organisationId,
      practitionerId,
      code: await newCode(work, 'client', 5, async (code) => (await work.db.client.count({ where: { code } })) > 0),
      mobileIndex: words.mobile === null ? null : work.index(words.mobile),
      emailIndex: words.email === null ? null : work.index(words.email),
      sealed: await work.seal(id, words),
    },
  });
  if (!plan) return;
  const [first, second] = plan.contacts;
  const contacts = [confirmedBy(work, first), confirmedBy(work, second)] as const;
  await writePlan(work, id, { ...plan, contacts }, { before: null, savedBy: null });
}

/** What is set up now is confirmed now, unless it was confirmed before. */
const confirmedBy = ({ at }: Work, contact: ContactWords | null): ContactWords | null =>
  contact && { confirmedAt: at.toISOString(), ...contact };
