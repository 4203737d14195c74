import type { DescribedOrganisation } from '../../prisma/seed';

/** Names, numbers, addresses and secrets of everyone in an organisation, as they must never be seen. */
export function personalWordsOf({ staff, clients }: DescribedOrganisation): readonly string[] {
  const ofStaff = Object.values(staff).flatMap(({ name, mobile, email }) => [name, mobile, email]);
  const ofClients = clients.flatMap(({ name, mobile, email, guardAnswer, urgentCarePlan: { gp, contacts } }) => [
    ...name.split(' '),
    mobile,
    email,
    guardAnswer,
    ...(gp ? [gp.name, gp.email, gp.phone] : []),
    ...contacts.flatMap((contact) => (contact ? [contact.name, contact.mobile] : [])),
  ]);
  return [...ofStaff, ...ofClients].filter((word): word is string => Boolean(word) && word !== 'Jo');
}
