import { z } from 'zod';
import type { DemoDescription, DescribedClient, DescribedOrganisation } from '../prisma/seed';
import { roleInWords, staffOf } from './demo-people';

/** Whose number or mailbox is whose: `+447700900132` → `Theo Munday, second contact of Liam Roscommon`. */
export const addressBookSchema = z.record(z.string(), z.string());
export type AddressBook = Readonly<z.infer<typeof addressBookSchema>>;

/** Everybody of the demo to whom something may be sent. */
export const addressBookOf = ({ organisation, otherOrganisation }: DemoDescription): AddressBook =>
  Object.fromEntries([organisation, otherOrganisation].flatMap(peopleOf));

type Entry = readonly [address: string, who: string];

const peopleOf = (organisation: DescribedOrganisation): readonly Entry[] => [
  ...staffOf(organisation).flatMap(({ key, staff }) => entries(staff, `${staff.name}, ${roleInWords(key)}`)),
  ...organisation.clients.flatMap(aroundClient),
];

function aroundClient(client: DescribedClient): readonly Entry[] {
  const { gp, contacts } = client.urgentCarePlan;
  const places = ['first contact', 'second contact'];
  return [
    ...entries(client, `${client.name}, client`),
    ...(gp ? entries({ email: gp.email, mobile: gp.phone }, `${gp.name}, GP of ${client.name}`) : []),
    ...contacts.flatMap((contact, index) =>
      contact ? entries(contact, `${contact.name}, ${places[index]} of ${client.name}`) : [],
    ),
  ];
}

const entries = (
  { mobile, email = null }: { readonly mobile: string | null; readonly email?: string | null },
  who: string,
): readonly Entry[] => [mobile, email].flatMap((address) => (address === null ? [] : [[address, who] as const]));
