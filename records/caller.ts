import { forbidden } from './errors';
import { isId } from './ids';
import { findStaffMember, type StaffMember } from './people';
import { type Actor, heedItself, type Work } from './work';

export const roles = ['platform', 'practitioner', 'duty-clinician', 'supervisor', 'dpo', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who asks, as their token says. */
export interface Caller {
  /** The token's subject: a staff id, or a platform's client id. */
  readonly credential: string;
  readonly organisationId: string;
  readonly roles: readonly Role[];
}

export const isPlatform = (caller: Caller): boolean => caller.roles.includes('platform');
export const hasRole = (caller: Caller, ...wanted: readonly Role[]): boolean =>
  wanted.some((role) => caller.roles.includes(role));

/** @throws Forbidden unless the caller has one of the roles */
export function requireRole(caller: Caller, ...wanted: readonly Role[]): void {
  if (!hasRole(caller, ...wanted)) throw forbidden(`This needs one of the roles: ${wanted.join(', ')}.`);
}

/** The person (or platform) who acts, for the timeline and the audit. A token of no member of staff is refused. */
export async function actorOf(work: Work, caller: Caller): Promise<Actor> {
  if (isPlatform(caller)) return { kind: 'system', id: null, name: 'The platform' };
  return staffActorOf(work, caller);
}

/** As actorOf, for what must be recorded whoever it is: Heed itself stands in for a token of no member of staff. */
export async function findActor(work: Work, caller: Caller): Promise<Actor> {
  if (isPlatform(caller)) return actorOf(work, caller);
  const known = await whoAsks(work, caller);
  return known ? { kind: 'staff', id: known.id, name: known.name } : heedItself;
}

/** As actorOf, for what only a member of staff may do. */
export async function staffActorOf(work: Work, caller: Caller): Promise<Actor & { readonly id: string }> {
  const known = await whoAsks(work, caller);
  if (!known) throw forbidden('Your token belongs to no member of staff of this organisation.');
  return { kind: 'staff', id: known.id, name: known.name };
}

/** Read once in a transaction, however many of its entries name them. */
const askers = new WeakMap<Work, { readonly credential: string; readonly found: Promise<StaffMember | null> }>();

function whoAsks(work: Work, { credential }: Caller): Promise<StaffMember | null> {
  const known = askers.get(work);
  if (known?.credential === credential) return known.found;
  const found = isId(credential) ? findStaffMember(work, credential) : Promise.resolve(null);
  askers.set(work, { credential, found });
  return found;
}
