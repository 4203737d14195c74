import { type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import type { Work } from '../work';

/** What went already. */

/** Under which an erasure records that a category went. */
export const stepOf = (category: RetentionCategory): string => `erase/${category}`;
export const isOfCategory = (step: string): boolean => step.startsWith('erase/');

/** What went of the client's in the erasure that is not over yet. */
export async function erasedMeanwhile(work: Work, clientId: string): Promise<readonly RetentionCategory[]> {
  const open = await work.db.erasure.findFirst({ where: { clientId, status: { in: ['under-way', 'held'] } } });
  return open ? erasedOf(work, open.id) : [];
}

/** What has gone in this erasure. */
export async function erasedOf(work: Work, erasureId: string): Promise<readonly RetentionCategory[]> {
  const steps = await work.db.erasureStep.findMany({ where: { erasureId }, select: { step: true } });
  return retentionCategories.filter((category) => steps.some(({ step }) => step === stepOf(category)));
}

/** Which categories were ordered to go since then, or are on their way; what had gone before may have come again. */
export async function orderedToGoSince(work: Work, clientId: string, since: Date): Promise<readonly string[]> {
  const erasures = await work.db.erasure.findMany({
    where: {
      clientId,
      OR: [{ requestedAt: { gte: since } }, { doneAt: null }, { doneAt: { gte: since } }],
    },
  });
  const before = await work.db.erasureStep.findMany({
    where: { erasureId: { in: erasures.map(({ id }) => id) }, doneAt: { lt: since } },
  });
  const wentBefore = new Set(before.map(({ erasureId, step }) => `${erasureId} ${step}`));
  return erasures.flatMap(({ id, categories }) =>
    (categories as RetentionCategory[]).filter((category) => !wentBefore.has(`${id} ${stepOf(category)}`)),
  );
}
