import { audit } from '../audit/record';
import { invalidFields } from '../errors';
import type { Prisma } from '../generated/client';
import type { Actor, Work } from '../work';
import { faultsOf } from './faults';
import type { Rota, SavedRota } from './rota';

/** The organisation's rota in force: the newest version; null until one is saved. */
export async function currentRota(work: Work): Promise<SavedRota | null> {
  const saved = await work.db.rota.findFirst({ orderBy: { version: 'desc' } });
  return saved && { ...(saved.body as unknown as Rota), version: saved.version };
}

/**
 * Saves a new version, in force from now on: also in cases under way, since whose turn it is is asked when a message is
 * sent.
 * @throws InvalidInput naming each fault
 */
export async function saveRota(work: Work, actor: Actor & { readonly id: string }, rota: Rota): Promise<SavedRota> {
  // Two who save at once get two versions, one after the other.
  await work.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`rota:${work.organisationId}`}))`;
  await requireFollowable(work, rota);
  const version = ((await currentRota(work))?.version ?? 0) + 1;
  const body = rota as unknown as Prisma.InputJsonValue;
  const { organisationId, at } = work;
  await work.db.rota.create({ data: { organisationId, version, body, savedBy: actor.id, savedAt: at } });
  await audit(work, { actor, action: 'rota.saved', words: `Version ${version} of the on-call rota.` });
  return { ...rota, version };
}

/** @throws InvalidInput naming each fault */
export async function requireFollowable(work: Work, rota: Rota): Promise<void> {
  const errors = faultsOf(rota, await work.db.staff.findMany({ select: { id: true, roles: true } }));
  if (errors.length > 0) throw invalidFields('This rota cannot be followed', errors);
}
