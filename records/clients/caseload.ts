import { auditListRead } from '../audit/reads';
import { soonestFirst } from '../calendar/soonest-first';
import { type Caller, requireRole } from '../caller';
import { type Duty, dutiesOf } from '../duties/duties';
import { folded } from '../folded';
import { type OnePage, onePageOf } from '../one-page';
import { staffNames, whatTheyAreCalled } from '../people';
import { problemsBesideLacks } from '../urgent-care/reachability/read-reachability';
import type { ReachabilityProblem } from '../urgent-care/reachability/rules';
import { type PlanLack, planLacks } from '../urgent-care-plan/completeness';
import type { Work } from '../work';
import { clientsOnFile, type OnFile } from './on-file';
import { planKeptBy } from './pathway';

/** Whose plans somebody keeps in order, and what each of them needs. domain.md §2.5, §3 */

export const caseloadParts = ['everybody', 'something-owed', 'plan-incomplete', 'not-reachable'] as const;
export type CaseloadPart = (typeof caseloadParts)[number];

export interface ClientOfCaseload {
  readonly clientId: string;
  readonly name: string;
  readonly code: string | null;
  /** Who treats them; null: nobody does. */
  readonly practitioner: string | null;
  /** After a death: nothing is sent, and nothing is asked for. */
  readonly held: boolean;
  /** What the plan lacks; null: none was ever saved. */
  readonly lacks: readonly PlanLack[] | null;
  /** What else would stand in its way today. */
  readonly problems: readonly ReachabilityProblem[];
  /** What is owed to them first; null: nothing is. */
  readonly next: Duty | null;
}

/**
 * One page of the caller's caseload: a practitioner's own clients, everybody for a supervisor and for whoever keeps
 * registrations. Those to whom something is owed first stand first. Whoever is shown is named in the audit.
 * @param page from 1; beyond the last one, the last one
 * @throws Forbidden
 */
export async function readCaseload(
  work: Work,
  caller: Caller,
  { part, page }: { readonly part: CaseloadPart; readonly page: number },
): Promise<OnePage<ClientOfCaseload>> {
  return pageOf(work, caller, page, (client) => isIn(part, client));
}

/** The first page of those whose name, username or code has these words in it. @throws Forbidden */
export async function findInCaseload(work: Work, caller: Caller, words: string): Promise<OnePage<ClientOfCaseload>> {
  const wanted = folded(words).split(' ');
  return pageOf(work, caller, 1, ({ name, code }, { words: { username } }) => {
    const said = folded([name, code, username].join(' '));
    return wanted.every((word) => said.includes(word));
  });
}

async function pageOf(
  work: Work,
  caller: Caller,
  page: number,
  isWanted: (client: ClientOfCaseload, onFile: OnFile) => boolean,
): Promise<OnePage<ClientOfCaseload>> {
  requireRole(caller, 'practitioner', 'duty-clinician', 'supervisor', 'admin');
  const onFile = await clientsOnFile(work, await planKeptBy(work, caller));
  const everybody = await inOrder(work, caller, onFile);
  const fileOf = new Map(onFile.map((client) => [client.clientId, client]));
  const wanted = everybody.filter((client) => isWanted(client, fileOf.get(client.clientId)!));
  const shown = onePageOf(wanted, page);
  await auditListRead(work, caller, 'caseload.read', shown.items);
  return shown;
}

async function inOrder(work: Work, caller: Caller, onFile: readonly OnFile[]): Promise<readonly ClientOfCaseload[]> {
  const problems = await problemsBesideLacks(work, onFile);
  const nextOf = new Map<string, Duty>();
  for (const duty of await dutiesOf(work, caller, onFile)) {
    if (!nextOf.has(duty.clientId)) nextOf.set(duty.clientId, duty);
  }
  const practitioners = await staffNames(
    work,
    onFile.flatMap(({ practitionerId }) => practitionerId ?? []),
  );
  return onFile
    .map(({ clientId, code, practitionerId, held, words, plan }) => ({
      ...{ clientId, code, held },
      name: whatTheyAreCalled({ ...words, code }),
      practitioner: practitionerId === null ? null : (practitioners.get(practitionerId) ?? null),
      lacks: plan ? planLacks(words, plan) : null,
      problems: problems.get(clientId) ?? [],
      next: nextOf.get(clientId) ?? null,
    }))
    .toSorted(byDuty);
}

function byDuty(one: ClientOfCaseload, other: ClientOfCaseload): number {
  return soonestFirst(one.next?.dueAt ?? null, other.next?.dueAt ?? null) || one.name.localeCompare(other.name, 'en');
}

function isIn(part: CaseloadPart, { held, lacks, problems, next }: ClientOfCaseload): boolean {
  switch (part) {
    case 'everybody':
      return true;
    case 'something-owed':
      return next !== null;
    case 'plan-incomplete':
      return !held && (lacks === null || lacks.length > 0);
    case 'not-reachable':
      return problems.length > 0 || (!held && lacks !== null && lacks.length > 0);
  }
}
