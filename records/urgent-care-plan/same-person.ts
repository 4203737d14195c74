import type { PlanRecipient } from '../../workflows/urgent-care/words';
import { folded } from '../folded';
import type { BarredPerson, ContactWords, GpWords, Identity, PlanWords } from '../people';
import { asE164 } from '../phones';

/** Whether two plans name the same person. Pure. */

export const contactIdentity = ({ name, mobile }: ContactWords): Identity => ({
  name: name === null ? null : folded(name),
  addresses: mobile === null ? [] : [asE164(mobile)],
});

/** Doctors share names: a practice is known by its own mailbox or number, or by both names. */
const gpIdentity = ({ name, practice, email, phone }: GpWords): Identity => ({
  name: folded(`${name}, ${practice}`),
  addresses: [email?.toLowerCase(), phone === null ? null : asE164(phone)].flatMap((address) => address ?? []),
});

/** Of the same name with another number, or of the same number with a name that is written otherwise. */
export const isSamePerson = (one: Identity, other: Identity): boolean =>
  (one.name !== null && one.name === other.name) || one.addresses.some((address) => other.addresses.includes(address));

export const isOneOf = (who: Identity, barred: readonly BarredPerson[] = []): boolean =>
  barred.some((one) => isSamePerson(one.who, who));

export type ContactName = Exclude<PlanRecipient, 'gp'>;
type People = Pick<PlanWords, 'gp' | 'contacts'>;

export const contactAt = ({ contacts }: People, place: ContactName): ContactWords | null =>
  contacts[place === 'contact-1' ? 0 : 1];

/** Who is named there; null: nobody. */
export function identityIn(plan: People, of: PlanRecipient): Identity | null {
  if (of === 'gp') return plan.gp && gpIdentity(plan.gp);
  const contact = contactAt(plan, of);
  return contact && contactIdentity(contact);
}
