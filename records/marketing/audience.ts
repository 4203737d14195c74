import { Prisma } from '../generated/client';
import type { Work } from '../work';
import type { MessageRow } from './message-row';

/** Whom a message to many is for: all who have agreed to its topic, or those who were named. */

type Whose = Pick<MessageRow, 'topic' | 'clientIds' | 'lastClientId'>;

/** The next ones whom it has not come to, in the order of their ids. */
export async function nextClients(work: Work, message: Whose, most: number): Promise<readonly string[]> {
  const found = await work.db.$queryRaw<{ id: string }[]>`${stillToCome(message)} ORDER BY id LIMIT ${most}`;
  return found.map(({ id }) => id);
}

/** How many are still to come; whether each may be written to is decided when it is their turn. */
export async function countToCome(work: Work, message: Whose): Promise<number> {
  const [found] = await work.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (${stillToCome(message)}) AS to_come`;
  return found?.count ?? 0;
}

function stillToCome({ topic, clientIds, lastClientId }: Whose): Prisma.Sql {
  const after = lastClientId === null ? Prisma.empty : Prisma.sql`AND id > ${lastClientId}::uuid`;
  return clientIds.length > 0
    ? Prisma.sql`SELECT id FROM clients WHERE id = ANY(${clientIds}::uuid[]) ${after}`
    : Prisma.sql`SELECT id FROM (
        SELECT DISTINCT client_id AS id FROM marketing_consents WHERE topic = ${topic} AND ended_at IS NULL
      ) AS agreed WHERE true ${after}`;
}
