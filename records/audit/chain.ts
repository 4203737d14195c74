import { createHash } from 'node:crypto';
import { organisationIds } from '../directory';
import type { Records } from '../records';
import type { Work } from '../work';

/**
 * Each organisation's audit entries in one hash chain. Entries commit with their change and are linked a moment later
 * by one sealer, so that no request waits for another. Hashes cover the ciphertext of the words: destroying a person's
 * key changes no row.
 */

/** The chain's first link. */
const genesis = Buffer.alloc(32);

const batch = 500;

interface Entry {
  readonly id: string;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly action: string;
  readonly clientId: string | null;
  readonly caseId: string | null;
  readonly sealed: Uint8Array | null;
}

/** Links what is committed and not yet linked, for every organisation. Returns how many entries. */
export async function sealAuditChains(records: Records, at: Date): Promise<number> {
  let sealed = 0;
  for (const organisationId of await organisationIds(records)) {
    sealed += await records.withOrganisation(organisationId, at, sealOne);
  }
  return sealed;
}

async function sealOne(work: Work): Promise<number> {
  // One sealer at a time for each organisation; another one is already at it: leave it to that one.
  const [lock] = await work.db.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext(${`audit:${work.organisationId}`})) AS locked`;
  if (!lock?.locked) return 0;

  const last = await work.db.auditSeal.findFirst({ orderBy: { position: 'desc' } });
  const unsealed = await work.db.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM audit_entries e LEFT JOIN audit_seals s ON s.entry_id = e.id
    WHERE s.entry_id IS NULL ORDER BY e.seq LIMIT ${batch}`;
  const entries = await work.db.auditEntry.findMany({
    where: { id: { in: unsealed.map(({ id }) => id) } },
    orderBy: { seq: 'asc' },
  });

  let position = last?.position ?? 0;
  let hash: Uint8Array = last?.hash ?? genesis;
  const seals = entries.map((entry) => {
    position += 1;
    hash = linkOf(hash, entry);
    return { organisationId: work.organisationId, position, entryId: entry.id, hash: new Uint8Array(hash) };
  });
  await work.db.auditSeal.createMany({ data: seals });
  return seals.length;
}

export interface Verification {
  readonly organisationId: string;
  readonly entries: number;
  /** Committed, not yet linked. */
  readonly unsealed: number;
  /** The first position at which the chain does not hold, or null. */
  readonly brokenAt: number | null;
}

/** Recomputes every organisation's chain. */
export async function verifyAuditChains(records: Records, at: Date): Promise<readonly Verification[]> {
  const found = await organisationIds(records);
  return Promise.all(found.map((organisationId) => verifyWhole(records, organisationId, at)));
}

/** In a transaction for each stretch: a chain of years takes longer than one may. */
async function verifyWhole(records: Records, organisationId: string, at: Date): Promise<Verification> {
  for (let after = 0; ; ) {
    const { upTo, brokenAt, left, entries } = await records.withOrganisation(organisationId, at, async (work) => ({
      ...(await verifyStretch(work, after)),
      entries: await work.db.auditEntry.count(),
    }));
    if (brokenAt !== null) return { organisationId, entries, unsealed: 0, brokenAt: brokenAt.position };
    if (left === 0) return { organisationId, entries, unsealed: entries - upTo, brokenAt: null };
    after = upTo;
  }
}

/** How many links one transaction verifies, well within its time. */
export const stretch = 50_000;

export interface Stretch {
  /** Up to this position each entry is as it was when it was linked. */
  readonly upTo: number;
  /** The first position that does not fit, and the entry that should stand there; null: all of them fit. */
  readonly brokenAt: { readonly position: number; readonly entryId: string | null } | null;
  /** Linked, and not looked at. */
  readonly left: number;
}

/**
 * Recomputes a part of the organisation's chain.
 * @param after the position up to which it is known to hold; 0: nothing is known
 * @param most how many links
 */
export async function verifyStretch(work: Work, after: number, most: number = stretch): Promise<Stretch> {
  const { organisationId, db } = work;
  let upTo = after;
  let hash: Uint8Array = genesis;
  if (after > 0) {
    const known = await db.auditSeal.findUnique({
      where: { organisationId_position: { organisationId, position: after } },
    });
    if (!known) return { upTo: 0, brokenAt: { position: after, entryId: null }, left: 0 };
    hash = known.hash;
  }
  while (upTo < after + most) {
    const seals = await db.auditSeal.findMany({
      where: { position: { gt: upTo } },
      orderBy: { position: 'asc' },
      take: Math.min(batch, after + most - upTo),
    });
    if (seals.length === 0) break;
    const sealedEntries = await db.auditEntry.findMany({ where: { id: { in: seals.map((seal) => seal.entryId) } } });
    const byId = new Map(sealedEntries.map((entry) => [entry.id, entry]));
    for (const seal of seals) {
      const position = upTo + 1;
      const entry = byId.get(seal.entryId);
      hash = entry ? linkOf(hash, entry) : genesis;
      const holds = entry !== undefined && seal.position === position && Buffer.from(seal.hash).equals(hash);
      // A link that is missing altogether says nothing of the entry that stood there.
      const entryId = seal.position === position ? seal.entryId : null;
      if (!holds) return { upTo, brokenAt: { position, entryId }, left: 0 };
      upTo = position;
    }
  }
  const left = await db.auditSeal.count({ where: { position: { gt: upTo } } });
  return { upTo, brokenAt: null, left };
}

function linkOf(previous: Uint8Array, entry: Entry): Buffer {
  const facts = JSON.stringify([
    entry.id,
    entry.at.toISOString(),
    entry.actorKind,
    entry.actorId,
    entry.action,
    entry.clientId,
    entry.caseId,
    entry.sealed && createHash('sha256').update(entry.sealed).digest('hex'),
  ]);
  return createHash('sha256').update(previous).update(facts).digest();
}
