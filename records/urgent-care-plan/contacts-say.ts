import { audit } from '../audit/record';
import { actorOf, type Caller } from '../caller';
import { lockClient } from '../clients/lock';
import { requirePlanKeeper } from '../clients/pathway';
import { conflict } from '../errors';
import { type ContactWords, clientWords, planOf, type SavedPlan } from '../people';
import { planAsSubject, tellStaffOf } from '../staff-notices/staff-notice';
import type { Actor, Work } from '../work';
import { type ContactName, contactAt, contactIdentity } from './same-person';
import { requireNotHeld } from './save-plan';
import { tellSignUpOfPlan } from './tell-sign-up';
import { writePlan } from './write-plan';

/** What is heard of the contacts of a plan between two of its versions: that they are still right, or that one declines. */

export const declinedVia = ['phone', 'in-person', 'letter', 'email'] as const;

/**
 * Somebody has made sure that these contacts are still right: asked for every 90 days. domain.md §2.5
 * @throws Conflict for a place where nobody is named
 */
export async function confirmContacts(
  work: Work,
  caller: Caller,
  clientId: string,
  recipients: readonly ContactName[],
): Promise<void> {
  const { plan, actor } = await openForChange(work, caller, clientId, recipients);
  const confirmedAt = work.at.toISOString();
  const confirmed = (of: ContactName): ContactWords | null => {
    const contact = contactAt(plan, of);
    return contact && recipients.includes(of) ? { ...contact, confirmedAt } : contact;
  };
  const contacts = [confirmed('contact-1'), confirmed('contact-2')] as const;
  await writePlan(work, clientId, { ...plan, contacts }, { before: plan, savedBy: actor.id });
  const words = `Still right: ${recipients.join(', ')}.`;
  await audit(work, { actor, action: 'contacts.confirmed', clientId, words });
}

/**
 * A contact does not want to be one: they are never written to again, a running case included, and the client's
 * practitioner hears that the plan needs another. domain.md §2.5
 * @throws Conflict for a place where nobody is named
 */
export async function recordDecline(
  work: Work,
  caller: Caller,
  clientId: string,
  { recipient, via }: { readonly recipient: ContactName; readonly via: (typeof declinedVia)[number] },
): Promise<void> {
  const { plan, actor } = await openForChange(work, caller, clientId, [recipient]);
  const [first, second] = plan.contacts;
  const declined = recipient === 'contact-1' ? first : second;
  const who = declined ? [{ who: contactIdentity(declined), because: 'declined' as const }] : [];
  const { [recipient]: _taken, ...permissions } = plan.permissions;
  const after = await writePlan(
    work,
    clientId,
    {
      ...plan,
      contacts: recipient === 'contact-1' ? [null, second] : [first, null],
      permissions,
      neverContact: plan.neverContact.filter((of) => of !== recipient),
      barred: [...(plan.barred ?? []), ...who],
    },
    { before: plan, savedBy: actor.id },
  );
  await audit(work, { actor, action: 'contact.declined', clientId, words: `${recipient}, heard by ${via}.` });
  await tellSignUpOfPlan(work, clientId);
  await tellStaffOf(work, 'contact-declined', planAsSubject(clientId, after.version));
}

async function openForChange(
  work: Work,
  caller: Caller,
  clientId: string,
  recipients: readonly ContactName[],
): Promise<{ readonly plan: SavedPlan; readonly actor: Actor }> {
  await lockClient(work, clientId);
  await requirePlanKeeper(work, caller, clientId);
  const actor = await actorOf(work, caller);
  requireNotHeld(await clientWords(work, clientId));
  const plan = await planOf(work, clientId);
  const missing = recipients.find((of) => !plan || contactAt(plan, of) === null);
  if (!plan || missing) throw conflict('no-such-contact', `The plan names nobody as ${missing ?? 'a contact'}.`);
  return { plan, actor };
}
