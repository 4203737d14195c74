import { exclusionReasons, exclusionsOf } from '../../workflows/sign-up/allocation';
import { candidateOf, refusedByClient } from '../allocation/candidates';
import { localDateOf } from '../calendar/local-time';
import { recordClientEvent } from '../client-events/client-events';
import { lockClient } from '../clients/lock';
import { conflict, notFound } from '../errors';
import { newId } from '../ids';
import { organisationOf } from '../people';
import { freePlace, movePlace } from '../practitioners/caseload';
import { conflictedWith } from '../practitioners/conflicts';
import { newestSignUpOf } from '../sign-up/sign-up-row';
import type { Work } from '../work';

/** Who treats a client outside of a sign-up's allocation, and the place that the client has in a caseload. */

/** With the client's row locked. @throws NotFound for a client of another organisation */
export async function lockedPractitioner(work: Work, clientId: string): Promise<string | null> {
  await lockClient(work, clientId);
  const found = await work.db.client.findUnique({ where: { id: clientId }, select: { practitionerId: true } });
  if (!found) throw notFound('client');
  return found.practitionerId;
}

/** Moves the client and their place; the practitioner hears of it. @throws Conflict where they can't take the client on */
export async function giveClientTo(
  work: Work,
  { clientId, from, to }: { readonly clientId: string; readonly from: string | null; readonly to: string },
): Promise<void> {
  await requireNothingAgainst(work, clientId, to);
  await movePlace(work, from, to);
  await work.db.client.update({ where: { id: clientId }, data: { practitionerId: to } });
  await recordClientEvent(work, { clientId, kind: 'new-client', source: newId(), at: work.at });
}

/** The client has no practitioner any more, who has a place again. */
export async function letClientGo(work: Work, clientId: string): Promise<void> {
  const practitionerId = await lockedPractitioner(work, clientId);
  if (practitionerId === null) return;
  await freePlace(work, practitionerId);
  await work.db.client.update({ where: { id: clientId }, data: { practitionerId: null } });
}

/** Whether they take new clients is a person's to overlook here; nothing else is. */
async function requireNothingAgainst(work: Work, clientId: string, practitionerId: string): Promise<void> {
  const row = await work.db.practitioner.findUnique({ where: { staffId: practitionerId } });
  if (!row) throw notFound('practitioner');
  const { timeZone } = await organisationOf(work);
  const conflicted = await conflictedWith(work, clientId);
  const signUp = await newestSignUpOf(work, clientId);
  const refused = signUp ? await refusedByClient(work, signUp) : [];
  const candidate = await candidateOf(work, row, [
    ...(conflicted.includes(practitionerId) ? (['conflict-of-interest'] as const) : []),
    ...(refused.includes(practitionerId) ? (['client-refuses'] as const) : []),
  ]);
  const exclusions = exclusionsOf({ on: localDateOf(work.at, timeZone) }, { ...candidate, accepting: true });
  if (exclusions.length === 0) return;
  const reasons = exclusions.map((exclusion) => exclusionReasons[exclusion]);
  throw conflict('practitioner-excluded', `They can’t take this client on: ${reasons.join(' ')}`, { reasons });
}
