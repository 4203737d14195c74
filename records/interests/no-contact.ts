import { retentionCategories } from '../../workflows/retention/words';
import { audit } from '../audit/record';
import { localDateOf } from '../calendar/local-time';
import { periodOf, plusPeriod } from '../calendar/periods';
import { lockEvenIfErased } from '../clients/lock';
import { beginErasure } from '../erasure/begin';
import { orderedToGoSince } from '../erasure/erased';
import { asEraser } from '../erasure/eraser';
import type { Interest } from '../generated/client';
import { organisationOf } from '../people';
import { isWithUs } from '../retention/arm';
import { dueAtOf } from '../retention/due';
import { currentSchedule } from '../retention/schedule';
import { heedItself, type Work } from '../work';
import type { InterestEnding } from './interests';

/** Addresses of those who never signed up, and of those who went no further: twelve months without contact. domain.md §2.1 */

/** Interests that may be over, in the order of their ids: nobody was in contact for about as long, or they ended before. */
export async function interestsToForget(work: Work, after: string | null, atOnce: number): Promise<readonly string[]> {
  const { months, days } = periodOf((await currentSchedule(work)).categories.interests.keepFor);
  // No month is shorter; forgetInterest counts by the calendar.
  const lastContactAt = { lt: new Date(work.at.getTime() - (months * 28 + days) * dayMs) };
  const rows = await work.db.interest.findMany({
    where: {
      ...(after === null ? {} : { id: { gt: after } }),
      OR: [
        { endedAt: null, lastContactAt },
        { endedAt: { not: null }, clientId: null },
        { endedBecause: { in: ['opted-out', 'no-contact'] satisfies InterestEnding[] }, lastContactAt },
      ],
    },
    orderBy: { id: 'asc' },
    take: atOnce,
  });
  return rows.map(({ id }) => id);
}

const dayMs = 24 * 60 * 60_000;

/**
 * Forgets an address whose time is over: its key, then its row. Of a client who never got further goes what nobody had to
 * keep for longer. @returns whether anything was over
 */
export async function forgetInterest(work: Work, id: string): Promise<boolean> {
  const [locked] = await work.db.$queryRaw<
    { id: string }[]
  >`SELECT id FROM interests WHERE id = ${id}::uuid FOR UPDATE`;
  const interest = locked ? await work.db.interest.findUnique({ where: { id } }) : null;
  if (!interest || (interest.endedAt === null && !(await isOver(work, interest)))) return false;
  const isOpen = interest.endedAt === null;
  if (isOpen) {
    await work.db.interest.update({ where: { id }, data: { endedAt: work.at, endedBecause: 'no-contact' } });
    await audit(work, { actor: heedItself, action: 'interest.ended', words: 'no-contact' });
  }
  if (interest.clientId === null) {
    await asEraser(work, () => work.db.$executeRaw`DELETE FROM interests WHERE id = ${id}::uuid`);
    // Last: what was sealed with it is gone with the row, or is unreadable if that fails after all.
    await work.destroyKey(id);
    return true;
  }
  return (await eraseUnlessFurther(work, interest, interest.clientId)) || isOpen;
}

async function isOver(work: Work, { lastContactAt }: Interest): Promise<boolean> {
  const { timeZone } = await organisationOf(work);
  const { keepFor } = (await currentSchedule(work)).categories.interests;
  const lastDay = plusPeriod(localDateOf(lastContactAt, timeZone), periodOf(keepFor));
  return localDateOf(work.at, timeZone) > lastDay;
}

/**
 * Whoever was enrolled once has a deadline of their own; whoever is with us again, none. The others' data go each when its
 * own time is over, counted from when they were last heard of. @returns whether anything was ordered to go
 */
async function eraseUnlessFurther(work: Work, interest: Interest, clientId: string): Promise<boolean> {
  if ((await lockEvenIfErased(work, clientId)).isErased) return false;
  const enrolments = await work.db.enrolment.count({ where: { clientId } });
  if (enrolments > 0 || (await isWithUs(work, clientId))) return false;
  const contactAt = await lastContactWith(work, interest, clientId);
  const { timeZone } = await organisationOf(work);
  const { categories: keepings } = await currentSchedule(work);
  const ordered = await orderedToGoSince(work, clientId, contactAt);
  const categories = retentionCategories.filter((category) => {
    const dueAt = dueAtOf(keepings, category, contactAt, timeZone);
    return dueAt !== null && dueAt <= work.at && !ordered.includes(category);
  });
  if (categories.length === 0) return false;
  await beginErasure(work, { clientId, basis: 'retention', categories });
  return true;
}

/** An interest, a case of theirs and what they did in a sign-up are contact alike; an open case is contact now. */
async function lastContactWith({ db, at }: Work, { lastContactAt }: Interest, clientId: string): Promise<Date> {
  const cases = await db.case.findMany({ where: { clientId }, select: { openedAt: true, closedAt: true } });
  const signUps = await db.signUp.findMany({ where: { clientId }, select: { id: true, registeredAt: true } });
  const acts = await db.signUpAct.findMany({
    where: { signUpId: { in: signUps.map(({ id }) => id) } },
    select: { at: true },
  });
  const contacts = [
    lastContactAt,
    ...cases.flatMap(({ openedAt, closedAt }) => [openedAt, closedAt ?? at]),
    ...signUps.map(({ registeredAt }) => registeredAt),
    ...acts.map((act) => act.at),
  ];
  return new Date(Math.max(...contacts.map((instant) => instant.getTime())));
}
