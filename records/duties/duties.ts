import type { PlanRecipient } from '../../workflows/urgent-care/words';
import { newestRounds } from '../allocation/newest-rounds';
import { soonestFirst } from '../calendar/soonest-first';
import { type Caller, hasRole } from '../caller';
import type { OnFile } from '../clients/on-file';
import { inPathwayOf } from '../clients/pathway';
import { staffNames } from '../people';
import type { WaitedFor } from '../urgent-care/checkpoints';
import { type OwedByCase, owedByCases } from '../urgent-care/owed-by-cases';
import { confirmedForMs } from '../urgent-care/reachability/rules';
import { contactAt } from '../urgent-care-plan/same-person';
import type { Work } from '../work';

/** What people owe to clients, from wherever it comes, each with its time. */

export type DutyKind =
  | OwedByCase['kind']
  /** Somebody whom the plan names is told how their data are held. UK GDPR Article 14, domain.md §2.5 */
  | 'contact-notice'
  /** Somebody makes sure that the contacts are still right: every 90 days. domain.md §2.5 */
  | 'confirm-contacts'
  /** A safety answer waits for a person's judgement: at once. domain.md §2.4 */
  | 'safety-conversation'
  /** A practitioner is proposed, or nobody is: a person decides. domain.md §2.6 */
  | 'allocation-decision'
  /** The client does not want the practitioner who was proposed: a person reviews it. domain.md §2.6 */
  | 'allocation-review'
  /** The practitioner who is asked takes the client on, or does not. domain.md §2.6 */
  | 'allocation-answer';

export type DutyHolder = WaitedFor | 'practitioner';

export interface Duty {
  readonly clientId: string;
  readonly kind: DutyKind;
  /** Whose word it waits for: this person's; or, where nobody is named, anybody's of the role. */
  readonly waitsFor: { readonly role: DutyHolder; readonly name: string | null };
  readonly since: Date;
  /** null: it has no time of its own. */
  readonly dueAt: Date | null;
  /** Of what is owed to one person whom the plan names: who that is there. */
  readonly about: PlanRecipient | null;
  /** Of what an open case waits for: which one. */
  readonly caseId: string | null;
  /** Of what belongs to a sign-up: which one. */
  readonly signUpId: string | null;
}

type Owed = Omit<Duty, 'waitsFor'> & {
  readonly waitsFor: { readonly role: DutyHolder; readonly staffId: string | null };
};

/**
 * What is owed to these clients, as far as the caller may read it; what is due first stands first. Whoever calls it has
 * asked whose registration and plan the caller may read.
 */
export async function dutiesOf(work: Work, caller: Caller, clients: readonly OnFile[]): Promise<readonly Duty[]> {
  const ids = clients.map(({ clientId }) => clientId);
  const neverConfirmed = await neverConfirmedSince(work, clients);
  const owed: readonly Owed[] = [
    ...(await owedByCases(work, caller, ids)).map((one) => ({ ...one, about: null, signUpId: null })),
    ...(await noticesOwed(work, clients)),
    ...clients.flatMap((client) => confirmationOwed(client, neverConfirmed.get(client.clientId) ?? work.at)),
    ...(await safetyOwed(work, caller, ids)),
    ...(await allocationOwed(work, ids)),
  ];
  const names = await staffNames(
    work,
    owed.flatMap(({ waitsFor: { staffId } }) => staffId ?? []),
  );
  return owed
    .map(({ clientId, kind, waitsFor: { role, staffId }, since, dueAt, about, caseId, signUpId }) => ({
      ...{ clientId, kind, since, dueAt, about, caseId, signUpId },
      waitsFor: { role, name: staffId === null ? null : (names.get(staffId) ?? null) },
    }))
    .toSorted(dueFirst);
}

/** What has a time before what has none; of those that are due together, what has waited longest. Pure. */
export function dueFirst(one: Pick<Duty, 'dueAt' | 'since'>, other: Pick<Duty, 'dueAt' | 'since'>): number {
  return soonestFirst(one.dueAt, other.dueAt) || one.since.getTime() - other.since.getTime();
}

const ofPlan = { about: null, caseId: null, signUpId: null } as const;

async function noticesOwed(work: Work, clients: readonly OnFile[]): Promise<readonly Owed[]> {
  const practitionerOf = new Map(clients.map(({ clientId, practitionerId }) => [clientId, practitionerId]));
  const open = await work.db.contactNotice.findMany({
    where: { settledAt: null, clientId: { in: [...practitionerOf.keys()] } },
    select: { clientId: true, recipient: true, enteredAt: true, dueAt: true },
  });
  return open.map(({ clientId, recipient, enteredAt, dueAt }) => ({
    ...{ clientId, kind: 'contact-notice', since: enteredAt, dueAt, ...ofPlan, about: recipient as PlanRecipient },
    waitsFor: { role: 'practitioner', staffId: practitionerOf.get(clientId) ?? null },
  }));
}

/** When the plan in force was saved, of each of these clients that names somebody whom nobody ever confirmed. */
async function neverConfirmedSince(work: Work, clients: readonly OnFile[]): Promise<ReadonlyMap<string, Date>> {
  const theirs = clients.filter(({ plan }) => plan?.contacts.some((one) => one && one.confirmedAt === undefined));
  const saved = await work.db.planVersion.findMany({
    where: { clientId: { in: theirs.map(({ clientId }) => clientId) } },
    select: { clientId: true, savedAt: true },
    orderBy: { version: 'asc' },
  });
  return new Map(saved.map(({ clientId, savedAt }) => [clientId, savedAt]));
}

/**
 * Due 90 days after whichever contact was confirmed longest ago; of one whom nobody ever confirmed, since the plan was saved.
 * Pure.
 */
export function confirmationOwed(
  { clientId, practitionerId, held, plan }: Pick<OnFile, 'clientId' | 'practitionerId' | 'held' | 'plan'>,
  savedAt: Date,
): readonly Owed[] {
  if (held || !plan) return [];
  const owed = (['contact-1', 'contact-2'] as const).flatMap((of) => {
    const contact = plan.neverContact.includes(of) ? null : contactAt(plan, of);
    if (!contact) return [];
    if (contact.confirmedAt === undefined) return [{ since: savedAt, dueAt: savedAt }];
    const since = new Date(contact.confirmedAt);
    return [{ since, dueAt: new Date(since.getTime() + confirmedForMs) }];
  });
  const waitsFor = { role: 'practitioner', staffId: practitionerId } as const;
  return owed
    .toSorted(dueFirst)
    .slice(0, 1)
    .map((first) => ({ clientId, kind: 'confirm-contacts', waitsFor, ...first, ...ofPlan }));
}

/** For those who talk with the client, and nobody else. */
async function safetyOwed(work: Work, caller: Caller, ids: readonly string[]): Promise<readonly Owed[]> {
  const open = await work.db.safetyConcern.findMany({
    where: { judgedAt: null, clientId: { in: await inPathwayAmong(work, caller, ids) } },
    select: { clientId: true, signUpId: true, raisedAt: true, takenBy: true },
  });
  return open.map(({ clientId, signUpId, raisedAt, takenBy }) => ({
    ...{ clientId, kind: 'safety-conversation', since: raisedAt, dueAt: raisedAt, ...ofPlan, signUpId },
    waitsFor: { role: 'duty-clinician', staffId: takenBy },
  }));
}

async function inPathwayAmong(work: Work, caller: Caller, ids: readonly string[]): Promise<string[]> {
  if (hasRole(caller, 'supervisor')) return [...ids];
  const found = await work.db.client.findMany({
    where: { AND: [await inPathwayOf(work, caller), { id: { in: [...ids] } }] },
    select: { id: true },
  });
  return found.map(({ id }) => id);
}

async function allocationOwed(work: Work, ids: readonly string[]): Promise<readonly Owed[]> {
  const rounds = await newestRounds(work, { clientId: { in: [...ids] } });
  return rounds.map(({ clientId, signUpId, standing, practitionerId, proposedAt, answerBy }): Owed => {
    const round = { clientId, since: proposedAt, ...ofPlan, signUpId };
    if (standing === 'confirmed') {
      const waitsFor = { role: 'practitioner', staffId: practitionerId } as const;
      return { ...round, kind: 'allocation-answer', waitsFor, dueAt: answerBy };
    }
    const kind = standing === 'objected' ? 'allocation-review' : 'allocation-decision';
    return { ...round, kind, waitsFor: { role: 'supervisor', staffId: null }, dueAt: null };
  });
}
