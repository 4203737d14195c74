import { type PlanRecipient, planRecipients, type Tier } from '../../workflows/urgent-care/words';
import type { BarredPerson, ClientWords, ContactWords, GpWords, Permission } from '../people';
import { asE164, type Phones } from '../phones';
import { contactIdentity, isSamePerson } from './same-person';

/** A plan as it is given to be saved: whole or in part. */
export interface GivenPlan {
  readonly gp: GpWords | null;
  readonly contacts: readonly [ContactWords | null, ContactWords | null];
  readonly permissions: Readonly<Partial<Record<PlanRecipient, Permission>>>;
  readonly neverContact: readonly PlanRecipient[];
}

export interface PlanFault {
  /** `contacts/0/mobile` */
  readonly path: string;
  readonly message: string;
}

export interface PlanContext extends Phones {
  readonly client: Pick<ClientWords, 'mobile'>;
  /** Whom the client's plans may not name again, or not be asked to write to. */
  readonly barred: readonly BarredPerson[];
  readonly at: Date;
}

/**
 * Everything for which a plan is refused as a whole; what is only missing is no fault. Pure. domain.md §2.5
 */
export function planFaults(given: GivenPlan, context: PlanContext): readonly PlanFault[] {
  return [
    ...gpFaults(given.gp),
    ...given.contacts.flatMap((contact, index) =>
      contact ? contactFaults(contact, `contacts/${index}`, context) : [],
    ),
    ...sharedNumbers(given, context),
    ...permissionFaults(given),
  ];
}

const gpFaults = (gp: GpWords | null): readonly PlanFault[] =>
  gp && gp.email === null && gp.phone === null
    ? [{ path: 'gp', message: 'needs an email address or a phone number by which they are reached' }]
    : [];

function contactFaults(contact: ContactWords, path: string, { isMobile, barred, at }: PlanContext): PlanFault[] {
  const { mobile, isAdult, confirmedAt } = contact;
  const hasDeclined = barred.some(({ who, because }) => {
    return because === 'declined' && isSamePerson(who, contactIdentity(contact));
  });
  const found: readonly [boolean, string, string][] = [
    [mobile !== null && !isMobile(mobile), '/mobile', 'is no mobile number such as +447911123456'],
    [isAdult === false, '/isAdult', 'a contact is an adult'],
    [confirmedAt !== undefined && new Date(confirmedAt) > at, '/confirmedAt', 'is in the future'],
    [hasDeclined, '', 'has declined to be a contact: leave it empty or name somebody else'],
  ];
  return found.flatMap(([isFault, at, message]) => (isFault ? [{ path: path + at, message }] : []));
}

/** One phone is one person: what reaches a contact must not be read by the client in their stead, nor by the other. */
function sharedNumbers({ contacts }: GivenPlan, { client }: PlanContext): readonly PlanFault[] {
  const [first, second] = contacts.map((contact) => numberOf(contact?.mobile));
  const own = numberOf(client.mobile);
  const message = 'is not their own: the client and the two contacts have three different numbers';
  const isShared = [first !== null && first === own, second !== null && (second === own || second === first)];
  return isShared.flatMap((shared, index) => (shared ? [{ path: `contacts/${index}/mobile`, message }] : []));
}

const numberOf = (mobile: string | null | undefined): string | null => (mobile ? asE164(mobile) : null);

/** Somebody who could be a danger is told nothing; a contact is never told a summary. */
function permissionFaults({ contacts, permissions }: GivenPlan): readonly PlanFault[] {
  return planRecipients.flatMap((of) => {
    if (of === 'gp') return [];
    const contact = contacts[of === 'contact-1' ? 0 : 1];
    return (['now', 'emergency'] as const).flatMap((when): readonly PlanFault[] => {
      const path = `permissions/${of}/${when}`;
      const tier = permissions[of]?.[when] ?? null;
      if (tier !== null && contact?.couldBeDanger === 'yes') {
        return [{ path, message: 'who could be a danger to the client is told nothing' }];
      }
      return isForContacts(tier) ? [] : [{ path, message: 'a contact is never told a summary' }];
    });
  });
}

const isForContacts = (tier: Tier | null): boolean => tier !== 'summary';
