import { type PlanRecipient, planRecipients } from '../../workflows/urgent-care/words';
import { audit } from '../audit/record';
import { actorOf, type Caller } from '../caller';
import { lockClient } from '../clients/lock';
import { requirePlanKeeper } from '../clients/pathway';
import { conflict, invalidFields } from '../errors';
import { type BarredPerson, type ContactWords, clientWords, type Plan, planOf, type SavedPlan } from '../people';
import type { Work } from '../work';
import { type GivenPlan, planFaults } from './faults';
import { contactIdentity, identityIn, isSamePerson } from './same-person';
import { tellSignUpOfPlan } from './tell-sign-up';
import { writePlan } from './write-plan';

/**
 * Saves the plan as a new version, or refuses it as a whole. What is missing may come later. domain.md §2.5
 * @throws InvalidInput naming each item that is wrong; Forbidden; NotFound; Conflict after the client's death
 */
export async function savePlan(work: Work, caller: Caller, clientId: string, given: GivenPlan): Promise<SavedPlan> {
  await lockClient(work, clientId);
  await requirePlanKeeper(work, caller, clientId);
  const actor = await actorOf(work, caller);
  const client = await clientWords(work, clientId);
  requireNotHeld(client);
  const before = await planOf(work, clientId);
  const barred = before?.barred ?? [];
  const faults = planFaults(given, { client, barred, isMobile: work.isMobile, at: work.at });
  if (faults.length > 0) throw invalidFields('The plan was not saved', faults, 'plan-refused');
  const saved = await writePlan(work, clientId, planFrom(given, before, work.at), { before, savedBy: actor.id });
  await audit(work, { actor, action: 'urgent-care-plan.saved', clientId, words: `Version ${saved.version}.` });
  await tellSignUpOfPlan(work, clientId);
  return saved;
}

/** @throws Conflict: after a death the record stays as it is */
export function requireNotHeld({ held }: { readonly held: boolean }): void {
  if (held) throw conflict('client-held', "This client's record is held: nothing in it is changed.");
}

/** What is put in force: with who could be a danger on the never-contact list, and nobody forgotten who was on it. */
export function planFrom(given: GivenPlan, before: Plan | null, at: Date): Plan {
  const [first, second] = given.contacts;
  const dangers = given.contacts.flatMap((contact, index): PlanRecipient[] =>
    contact?.couldBeDanger === 'yes' ? [index === 0 ? 'contact-1' : 'contact-2'] : [],
  );
  return {
    gp: given.gp,
    contacts: [confirmed(first, before, at), confirmed(second, before, at)],
    permissions: given.permissions,
    neverContact: planRecipients.filter((of) => given.neverContact.includes(of) || dangers.includes(of)),
    barred: barredAfter(given, before),
  };
}

/** What is given now is confirmed now; who was in the plan before with this number stays confirmed as they were. */
function confirmed(contact: ContactWords | null, before: Plan | null, at: Date): ContactWords | null {
  if (contact === null || contact.confirmedAt !== undefined) return contact;
  const known = before?.contacts.find(
    (one) => one && one.mobile === contact.mobile && isSamePerson(contactIdentity(one), contactIdentity(contact)),
  );
  return { ...contact, confirmedAt: known?.confirmedAt ?? at.toISOString() };
}

/** Who was listed and is not in the plan any more is still not written to in a case that was opened with them. */
function barredAfter(given: GivenPlan, before: Plan | null): readonly BarredPerson[] {
  const named = planRecipients.flatMap((of) => identityIn(given, of) ?? []);
  const listed = (before?.neverContact ?? []).flatMap((of) => {
    const recipient = planRecipients.find((one) => one === of);
    return before && recipient ? (identityIn(before, recipient) ?? []) : [];
  });
  const all = [...(before?.barred ?? []), ...listed.map((who) => ({ who, because: 'never-contact' as const }))];
  return all.filter(({ who, because }) => because === 'declined' || !named.some((one) => isSamePerson(one, who)));
}
