import { audit } from '../audit/record';
import { leastMsOf, periodOf } from '../calendar/periods';
import { asEraser } from '../erasure/eraser';
import type { Interest } from '../generated/client';
import { organisationOf } from '../people';
import { interestDueAt } from '../retention/due';
import { atOnce, type Some, some } from '../retention/in-batches';
import { currentSchedule } from '../retention/schedule';
import { heedItself, type Work } from '../work';

/** Addresses of those who may sign up one day: twelve months without contact. domain.md §2.1 */

/** Interests that may be over, in the order of their ids: nobody was in contact for about as long, or they ended before. */
export async function interestsToForget(work: Work, after: string | null): Promise<Some> {
  const { keepFor } = (await currentSchedule(work)).categories.interests;
  const lastContactAt = { lt: new Date(work.at.getTime() - leastMsOf(periodOf(keepFor))) };
  const rows = await work.db.interest.findMany({
    where: {
      ...(after === null ? {} : { id: { gt: after } }),
      OR: [
        { endedAt: null, lastContactAt },
        { endedAt: { not: null }, clientId: null },
      ],
    },
    orderBy: { id: 'asc' },
    take: atOnce,
  });
  return some(rows);
}

/**
 * Forgets an address whose time is over: its key, then its row. That of a client stands in their own record, and goes with
 * it. @returns whether anything was over
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
  if (interest.clientId !== null) return isOpen;
  await asEraser(work, () => work.db.$executeRaw`DELETE FROM interests WHERE id = ${id}::uuid`);
  // Last: what was sealed with it is gone with the row, or is unreadable if that fails after all.
  await work.destroyKey(id);
  return true;
}

async function isOver(work: Work, { lastContactAt }: Interest): Promise<boolean> {
  const { timeZone } = await organisationOf(work);
  return interestDueAt((await currentSchedule(work)).categories, lastContactAt, timeZone) <= work.at;
}
