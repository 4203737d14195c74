import type { KeyRing } from '../../runtime/config';
import { oneAtATimeAbout } from '../addresses';
import { namedLength, nameLength, nameOfKey } from '../blind-index';
import { organisationIds } from '../directory';
import { Prisma } from '../generated/client';
import type { Records } from '../records';
import type { Work } from '../work';
import { type Place, places, rowsAfter } from './places';

/**
 * Puts what is found by a keyed hash under the ring's first index key. A hash can be made anew where its address is on
 * record; where the hash is all that is left of an address, it keeps the key that it was made with.
 */

export interface RotatedIndexes {
  /** Hashes that were made anew, by the table that they stand in. */
  readonly rewritten: ReadonlyMap<string, number>;
  /** What still needs each other key, by its id; null: no key of this ring, or one of before hashes named theirs. */
  readonly left: ReadonlyMap<string | null, ReadonlyMap<string, number>>;
}

/** Row by row, so that nobody waits for it; ended in the middle, the next run goes on from there. */
export async function rotateIndexKeys(records: Records, ring: KeyRing, now: () => Date): Promise<RotatedIndexes> {
  const rewritten = new Map<string, number>();
  const left = new Map<string | null, Map<string, number>>();
  for (const organisationId of await organisationIds(records)) {
    const transact: Transact = (work) => records.withOrganisation(organisationId, now(), work);
    for (const place of places) add(rewritten, place.table, await rotatePlace(transact, place, ring));
    for (const [table, count] of await rotateSuppressions(transact, ring)) add(rewritten, table, count);
    for (const { table, key, count } of await leftUnderOthers(transact, ring)) {
      const ofKey = left.get(key) ?? new Map<string, number>();
      left.set(key, add(ofKey, table, count));
    }
  }
  return { rewritten, left };
}

type Transact = <T>(work: (work: Work) => Promise<T>) => Promise<T>;

function add(counts: Map<string, number>, name: string, more: number): Map<string, number> {
  return counts.set(name, (counts.get(name) ?? 0) + more);
}

/** Whether a hash is under another key than the ring's first one. */
const underAnother = (hash: string, ring: KeyRing): Prisma.Sql => {
  const column = Prisma.raw(hash);
  return Prisma.sql`(length(${column}) <> ${namedLength} OR substring(${column} FROM 1 FOR ${nameLength}) <> ${firstName(ring)})`;
};

function firstName([first]: KeyRing): Buffer {
  if (!first) throw new Error('INDEX_KEYS is empty.');
  return nameOfKey(first);
}

interface NewHash {
  readonly id: string;
  readonly column: string;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

async function rotatePlace(transact: Transact, place: Place, ring: KeyRing): Promise<number> {
  if (place.hashes.length === 0) return 0;
  const old = Prisma.join(
    place.hashes.map((hash) => underAnother(hash, ring)),
    ' OR ',
    '(',
    ')',
  );
  let rewritten = 0;
  let last: string | null = null;
  for (;;) {
    const { next, hashes }: Batch = await transact((work) => newHashes(work, place, last, old));
    // Whoever changes an address meanwhile writes the hash of the new one, and that stays.
    for (const { id, column, from, to } of hashes) {
      rewritten += await transact(
        (work) => work.db.$executeRaw`
          UPDATE ${Prisma.raw(place.table)} SET ${Prisma.raw(column)} = ${to}
          WHERE id = ${id}::uuid AND ${Prisma.raw(column)} = ${from}`,
      );
    }
    if (next === null) return rewritten;
    last = next;
  }
}

interface Batch {
  readonly next: string | null;
  readonly hashes: readonly NewHash[];
}

async function newHashes(work: Work, place: Place, last: string | null, only: Prisma.Sql): Promise<Batch> {
  const rows = await rowsAfter(work, place, last, only);
  const hashes: NewHash[] = [];
  for (const row of rows) {
    const addresses = await place.inRow(work, row);
    for (const column of place.hashes) {
      const from = row[column];
      if (!(from instanceof Uint8Array)) continue;
      const of = addresses.find((address) => work.indexes(address).some((hash) => same(hash, from)));
      const to = of === undefined ? from : work.index(of);
      if (!same(from, to)) hashes.push({ id: row.id, column, from, to });
    }
  }
  return { next: rows.at(-1)?.id ?? null, hashes };
}

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/** What is suppressed stands there as a hash alone. Its address may be on record elsewhere: then it is hashed anew. */
async function rotateSuppressions(transact: Transact, ring: KeyRing): Promise<ReadonlyMap<string, number>> {
  const rewritten = new Map<string, number>();
  const old = await oldSuppressions(transact, ring);
  for (const place of old.size > 0 ? places : []) {
    let last: string | null = null;
    do {
      const { next, addresses }: Known = await transact((work) => suppressedIn(work, place, last, old));
      for (const address of addresses) {
        for (const [table, count] of await transact((work) => hashAnew(work, address))) add(rewritten, table, count);
      }
      last = next;
    } while (last !== null);
  }
  return rewritten;
}

/** In hexadecimal. */
async function oldSuppressions(transact: Transact, ring: KeyRing): Promise<ReadonlySet<string>> {
  const rows = await transact(
    ({ db }) => db.$queryRaw<{ hash: Uint8Array }[]>`
      SELECT DISTINCT hash FROM (${everySuppressionHash}) AS suppressed WHERE ${underAnother('hash', ring)}`,
  );
  return new Set(rows.map(({ hash }) => hex(hash)));
}

const everySuppressionHash = Prisma.sql`
  SELECT 'suppressions' AS place, address_hash AS hash FROM suppressions
  UNION ALL SELECT 'opt_outs', unnest(address_hashes) FROM opt_outs`;

interface Known {
  readonly next: string | null;
  readonly addresses: ReadonlySet<string>;
}

async function suppressedIn(work: Work, place: Place, last: string | null, old: ReadonlySet<string>): Promise<Known> {
  const rows = await rowsAfter(work, place, last);
  const addresses = new Set<string>();
  for (const row of rows) {
    for (const address of await place.inRow(work, row)) {
      if (work.suppressionHashes(address).some((hash) => old.has(hex(hash)))) addresses.add(address);
    }
  }
  return { next: rows.at(-1)?.id ?? null, addresses };
}

/** Whoever opts out or agrees at this moment finds the one hash or the other, and never neither. */
async function hashAnew(work: Work, address: string): Promise<ReadonlyMap<string, number>> {
  await oneAtATimeAbout(work, address);
  const to = work.suppressionHash(address);
  const rewritten = new Map<string, number>();
  for (const from of work.suppressionHashes(address).filter((hash) => !same(hash, to))) {
    const suppressions = await work.db.$executeRaw`
      UPDATE suppressions SET address_hash = ${to} WHERE address_hash = ${from}`;
    const optOuts = await work.db.$executeRaw`
      UPDATE opt_outs SET address_hashes = array_replace(address_hashes, ${from}::bytea, ${to}::bytea)
      WHERE address_hashes @> ARRAY[${from}::bytea]`;
    add(add(rewritten, 'suppressions', suppressions), 'opt_outs', optOuts);
  }
  return rewritten;
}

interface Left {
  readonly table: string;
  readonly key: string | null;
  readonly count: number;
}

async function leftUnderOthers(transact: Transact, ring: KeyRing): Promise<readonly Left[]> {
  const indexed = places.flatMap(({ table, hashes }) =>
    hashes.map((hash) => Prisma.raw(`SELECT '${table}' AS place, ${hash} AS hash FROM ${table}`)),
  );
  const rows = await transact(
    ({ db }) => db.$queryRaw<{ place: string; name: Uint8Array | null; count: number }[]>`
      SELECT place, CASE WHEN length(hash) = ${namedLength} THEN substring(hash FROM 1 FOR ${nameLength}) END AS name,
        count(*)::int AS count
      FROM (${Prisma.join([...indexed, everySuppressionHash], ' UNION ALL ')}) AS hashes
      WHERE ${underAnother('hash', ring)} GROUP BY 1, 2 ORDER BY 1`,
  );
  return rows.map(({ place, name, count }) => {
    const key = name === null ? undefined : ring.find((one) => same(nameOfKey(one), name));
    return { table: place, key: key?.id ?? null, count };
  });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
