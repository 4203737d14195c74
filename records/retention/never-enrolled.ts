import { type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import { leastMsOf, periodOf } from '../calendar/periods';
import { lockWhatIsLeftOf } from '../clients/lock';
import { beginErasure } from '../erasure/begin';
import { orderedToGoSince } from '../erasure/erased';
import { addressesOf } from '../erasure/whose';
import { Prisma } from '../generated/client';
import { organisationOf } from '../people';
import type { Work } from '../work';
import { isWithUs } from './arm';
import { dueAtWithoutEnrolment } from './due';
import { currentSchedule } from './schedule';

/**
 * Clients who signed up and went no further have no enrolment from whose end a deadline would follow. Each of their data
 * goes when its time is over, counted from the last contact. domain.md §2.1, §5
 */

const firstOfAll = '00000000-0000-0000-0000-000000000000';

/**
 * Clients who never enrolled, of whom nobody may have heard for long, in the order of their ids. Whom a platform has
 * brought with it, and who neither signed up nor enrolled here, is none of them: others treat them.
 */
export async function whoNeverEnrolled(work: Work, after: string | null, atOnce: number): Promise<readonly string[]> {
  const { keepFor } = (await currentSchedule(work)).categories.interests;
  const longAgo = new Date(work.at.getTime() - leastMsOf(periodOf(keepFor)));
  const rows = await work.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM clients c
    WHERE id > ${after ?? firstOfAll}::uuid
      AND NOT EXISTS (SELECT FROM enrolments WHERE client_id = c.id)
      AND NOT EXISTS (SELECT FROM sign_ups WHERE client_id = c.id AND ended_at IS NULL)
      AND (EXISTS (SELECT FROM sign_ups WHERE client_id = c.id AND ended_at < ${longAgo})
        OR EXISTS (SELECT FROM erasures WHERE client_id = c.id AND counted_from < ${longAgo}))
    ORDER BY id LIMIT ${atOnce}`;
  return rows.map(({ id }) => id);
}

/**
 * Orders to go what is due of a client who never enrolled, and was not ordered before; what is kept for longer is asked for
 * again every day. @returns whether anything was due
 */
export async function eraseWhoNeverEnrolled(work: Work, clientId: string): Promise<boolean> {
  const isLeft = (await lockWhatIsLeftOf(work, clientId)) !== null;
  const countedFrom = isLeft ? await lastContactWith(work, clientId) : null;
  if (countedFrom === null) return false;
  const { timeZone } = await organisationOf(work);
  const { categories: keepings } = await currentSchedule(work);
  const gone = await orderedToGoSince(work, clientId, countedFrom);
  const isDue = (category: RetentionCategory): boolean => {
    const dueAt = dueAtWithoutEnrolment(keepings, category, countedFrom, timeZone);
    return dueAt !== null && dueAt <= work.at && !gone.includes(category);
  };
  const categories = retentionCategories.filter(isDue);
  if (categories.length === 0) return false;
  await beginErasure(work, { clientId, basis: 'retention', categories, countedFrom });
  return true;
}

/**
 * From when the time of their data is counted: what they did or wrote last, or what was done about them. An open case is
 * contact now. What has gone tells nothing any more; its erasure remembers from when it was counted.
 * @returns null if nothing is counted like that: they are with us, were enrolled once, or never signed up
 */
export async function lastContactWith(work: Work, id: string): Promise<Date | null> {
  if ((await work.db.enrolment.count({ where: { clientId: id } })) > 0 || (await isWithUs(work, id))) return null;
  const addresses = await addressesOf(work, id);
  const fromThem = addresses.length === 0 ? Prisma.sql`false` : Prisma.sql`sender_index IN (${Prisma.join(addresses)})`;
  const [last] = await work.db.$queryRaw<{ signedUpAt: Date | null; lastContactAt: Date | null }[]>`
    WITH theirs AS (SELECT id, registered_at, ended_at FROM sign_ups WHERE client_id = ${id}::uuid),
      known AS (SELECT greatest(
        (SELECT max(greatest(registered_at, ended_at)) FROM theirs),
        (SELECT max(counted_from) FROM erasures WHERE client_id = ${id}::uuid)) AS at)
    SELECT known.at AS "signedUpAt", greatest(
      known.at,
      (SELECT max(act.at) FROM sign_up_acts act JOIN theirs ON theirs.id = act.sign_up_id),
      (SELECT max(last_contact_at) FROM interests WHERE client_id = ${id}::uuid),
      (SELECT max(coalesce(closed_at, ${work.at})) FROM cases WHERE client_id = ${id}::uuid),
      (SELECT max(at) FROM inbound_messages WHERE client_id = ${id}::uuid OR ${fromThem})) AS "lastContactAt"
    FROM known`;
  return last?.signedUpAt ? last.lastContactAt : null;
}
