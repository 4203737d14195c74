import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { asOwner } from '../as-owner';
import { monotonicMs } from '../monotonic';

/** Committed writes a second of something that open pages hear of, from so many connections at once. */
export interface NotifyCost {
  readonly connections: number;
  readonly told: readonly number[];
  readonly untold: readonly number[];
}

/**
 * Writes one line of a timeline a transaction, in turn with the triggers that tell open pages and without them. A case of
 * the benchmark is written to, so this comes last.
 * @param measuredMs how long each is written for
 */
export async function notifyCost(
  ownerUrl: string,
  connections: number,
  rounds: number,
  measuredMs: number,
): Promise<NotifyCost> {
  const told: number[] = [];
  const untold: number[] = [];
  const pool = new pg.Pool({ connectionString: ownerUrl, max: connections });
  pool.on('error', () => undefined);
  try {
    for (let round = 0; round < rounds; round += 1) {
      // The one that comes first comes second in the next round.
      const isToldFirst = round % 2 === 0;
      for (const isTold of [isToldFirst, !isToldFirst]) {
        await asOwner(ownerUrl, (owner) =>
          owner.query(`ALTER TABLE timeline_entries ${isTold ? 'ENABLE' : 'DISABLE'} TRIGGER timeline_entries_tell`),
        );
        (isTold ? told : untold).push(await writesPerSecond(pool, connections, measuredMs));
      }
    }
  } finally {
    await asOwner(ownerUrl, (owner) =>
      owner.query('ALTER TABLE timeline_entries ENABLE TRIGGER timeline_entries_tell'),
    );
    await pool.end();
  }
  return { connections, told, untold };
}

async function writesPerSecond(pool: pg.Pool, connections: number, measuredMs: number): Promise<number> {
  const { rows } = await pool.query<{ case_id: string }>('SELECT id AS case_id FROM cases ORDER BY id LIMIT $1', [
    connections,
  ]);
  const startedAt = monotonicMs();
  let written = 0;
  const write = async ({ case_id }: { readonly case_id: string }): Promise<void> => {
    while (monotonicMs() - startedAt < measuredMs) {
      await pool.query(line, [randomUUID(), case_id]);
      written += 1;
    }
  };
  await Promise.all(rows.map(write));
  return written / ((monotonicMs() - startedAt) / 1_000);
}

const line = `
  INSERT INTO timeline_entries (id, organisation_id, case_id, at, actor_kind, kind, sealed)
  SELECT $1, organisation_id, id, now(), 'system', 'bench.written', '' FROM cases WHERE id = $2`;
