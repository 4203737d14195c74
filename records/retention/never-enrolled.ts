import { goesAt, noticeDays } from '../../workflows/retention/rules';
import { audit } from '../audit/record';
import { leastMsOf, periodOf } from '../calendar/periods';
import { lockWhatIsLeftOf } from '../clients/lock';
import { beginErasure } from '../erasure/begin';
import { orderedToGoSince } from '../erasure/erased';
import { addressesOf } from '../erasure/whose';
import { type Client, Prisma } from '../generated/client';
import { organisationOf } from '../people';
import { neverEnrolledAsSubject, tellStaffOf } from '../staff-notices/staff-notice';
import type { Outgoing } from '../urgent-care/dispatches';
import { heedItself, type Work } from '../work';
import { isWithUs } from './arm';
import { type NextDeadline, nextWithoutEnrolment } from './due';
import { atOnce, firstOfAll, type Some, some } from './in-batches';
import { openNotice, putOffUntil, type RetentionTools } from './notice';
import { currentSchedule } from './schedule';

/**
 * Clients who signed up and went no further have no enrolment from whose end a deadline would follow. Each of their data
 * goes when its time is over, counted from the last contact. domain.md §2.1, §5
 */

/**
 * Clients who never enrolled, of whom nobody may have heard until about the day of the notice, in the order of their ids.
 * Whom a platform has brought with it, and who neither signed up nor enrolled here, is none of them: others treat them.
 */
export async function whoNeverEnrolled(work: Work, after: string | null): Promise<Some> {
  const { keepFor } = (await currentSchedule(work)).categories.interests;
  const longAgo = new Date(work.at.getTime() - leastMsOf(periodOf(keepFor)) + noticeAheadMs);
  const rows = await work.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM clients c
    WHERE id > ${after ?? firstOfAll}::uuid
      AND NOT EXISTS (SELECT FROM enrolments WHERE client_id = c.id)
      AND NOT EXISTS (SELECT FROM sign_ups WHERE client_id = c.id AND ended_at IS NULL)
      AND (EXISTS (SELECT FROM sign_ups WHERE client_id = c.id AND ended_at < ${longAgo})
        OR EXISTS (SELECT FROM erasures WHERE client_id = c.id AND counted_from < ${longAgo}))
    ORDER BY id LIMIT ${atOnce}`;
  return some(rows);
}

/** And a day, since clocks change. */
const noticeAheadMs = (noticeDays + 1) * 24 * 60 * 60_000;

/**
 * Writes to a client who never enrolled when their data go, if it is time to and nobody has told them.
 * @returns the messages; null if there is nothing to tell
 */
export async function openNoticeOfSilence(
  work: Work,
  tools: RetentionTools,
  clientId: string,
): Promise<readonly Outgoing[] | null> {
  const toTell = await whatToTell(work, clientId);
  if (toTell === null) return null;
  const outgoing = await openNotice(work, tools, {
    clientId,
    key: `never-enrolled/${clientId}/${toTell.dueAt.getTime()}`,
    ...toTell,
  });
  // Somebody writes a letter to them, or telephones.
  if (outgoing.length === 0) await tellStaffOf(work, 'retention-not-told', neverEnrolledAsSubject(clientId));
  return outgoing;
}

/** The notice is out: from here their time to ask for a copy is counted. */
export async function recordToldOfSilence(work: Work, clientId: string): Promise<void> {
  const toTell = await whatToTell(work, clientId);
  if (toTell === null) return;
  await work.db.client.update({ where: { id: clientId }, data: { noticedAt: work.at, goesAt: toTell.goesAt } });
  await audit(work, { actor: heedItself, action: 'retention.noticed', clientId });
}

async function whatToTell(work: Work, clientId: string): Promise<(NextDeadline & { readonly goesAt: Date }) | null> {
  const silent = await lockSilent(work, clientId);
  if (!silent?.next || !canBeTold(silent.client) || isTold(silent.client, silent.next)) return null;
  if (work.at < silent.next.noticeAt) return null;
  return { ...silent.next, goesAt: goesAt({ ...silent.next, putOffUntil: putOffUntil(silent.next, work.at) }) };
}

/**
 * Orders to go what is due of a client who never enrolled, once they were told and had their time; what is kept for longer
 * is asked for again every day. @returns whether anything was ordered
 */
export async function eraseWhoNeverEnrolled(work: Work, clientId: string): Promise<boolean> {
  const silent = await lockSilent(work, clientId);
  if (!silent?.next) return false;
  const { client, next, lastContactAt } = silent;
  const goes = whenItGoes(client, next);
  if (goes === null || work.at < goes) return false;
  const { categories } = next;
  await beginErasure(work, { clientId, basis: 'retention', categories, countedFrom: lastContactAt });
  return true;
}

/** null: not before they were told. */
function whenItGoes(client: Client, next: NextDeadline): Date | null {
  if (!canBeTold(client)) return next.dueAt;
  return isTold(client, next) ? client.goesAt : null;
}

/** Alive, and not yet forgotten by what went before. */
const canBeTold = ({ held, erasedAt }: Client): boolean => !held && erasedAt === null;

/** Of this deadline or of a later one; a contact since, or what is kept for longer, moves it beyond what they were told. */
const isTold = ({ goesAt: told }: Client, { dueAt }: NextDeadline): boolean => told !== null && told >= dueAt;

export interface Silence {
  readonly lastContactAt: Date;
  /** What has gone since, or is on its way. */
  readonly gone: readonly string[];
  /** null: nothing is left that goes. */
  readonly next: NextDeadline | null;
}

async function lockSilent(work: Work, clientId: string): Promise<(Silence & { readonly client: Client }) | null> {
  if ((await lockWhatIsLeftOf(work, clientId)) === null) return null;
  const client = await work.db.client.findUniqueOrThrow({ where: { id: clientId } });
  const silence = await silenceOf(work, client);
  return silence && { ...silence, client };
}

/** @returns null if nothing is counted from a last contact: they are with us, were enrolled once, or never signed up */
export async function silenceOf(work: Work, client: Client): Promise<Silence | null> {
  const lastContactAt = await lastContactWith(work, client.id);
  if (lastContactAt === null) return null;
  const { timeZone } = await organisationOf(work);
  const { categories: keepings } = await currentSchedule(work);
  const gone = await orderedToGoSince(work, client.id, lastContactAt);
  return { lastContactAt, gone, next: nextWithoutEnrolment(keepings, { lastContactAt, timeZone, done: gone }) };
}

/**
 * From when the time of their data is counted: what they did or wrote last, or what was done about them. An open case is
 * contact now. What has gone tells nothing any more; its erasure remembers from when it was counted.
 */
async function lastContactWith(work: Work, id: string): Promise<Date | null> {
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
