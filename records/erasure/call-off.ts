import { retentionCategories } from '../../workflows/retention/words';
import { audit } from '../audit/record';
import type { Erasure, Prisma } from '../generated/client';
import { heedItself, type Work } from '../work';
import { erasedOf } from './erased';

/**
 * A client has come back: what a deadline ordered to go and is still there stays. What somebody asked for goes on. What has
 * gone is gone: its process, if it is under way, deletes the histories of that and gives the receipt. The client's row must
 * be locked.
 * @returns whether there was anything to call off
 */
export async function callOffWhatWasDue(work: Work, clientId: string): Promise<boolean> {
  const open = await work.db.erasure.findMany({
    where: { clientId, basis: 'retention', status: { in: ['under-way', 'held'] } },
  });
  let anything = false;
  for (const erasure of open) if (await callOff(work, erasure)) anything = true;
  return anything;
}

async function callOff(work: Work, erasure: Erasure): Promise<boolean> {
  const gone = await erasedOf(work, erasure.id);
  const stays = retentionCategories.filter((one) => erasure.categories.includes(one) && !gone.includes(one));
  if (stays.length === 0) return false;
  const asked = retentionCategories.filter((one) => erasure.categories.includes(one) && gone.includes(one));
  const over = erasure.status === 'held' ? { status: 'done', ...receiptFor(erasure, asked) } : {};
  await work.db.erasure.update({ where: { id: erasure.id }, data: { categories: asked, ...over } });
  await audit(work, {
    actor: heedItself,
    action: 'erasure.called-off',
    clientId: erasure.clientId,
    words: stays.join(', '),
  });
  return true;
}

/** One that is held was read back already: it only waits no longer. */
function receiptFor({ receipt }: Erasure, asked: readonly string[]): { readonly receipt?: Prisma.InputJsonObject } {
  if (receipt === null || typeof receipt !== 'object' || Array.isArray(receipt)) return {};
  return { receipt: { ...(receipt as Prisma.InputJsonObject), asked: [...asked], held: {} } };
}
