import type { ErasureBasis } from '../../workflows/erasure/contract';
import { type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import type { LedgerEntry } from '../keys/erasure-ledger';
import type { Records } from '../records';
import type { Work } from '../work';
import { readErasure, recordStep } from './erase-category';
import { stepOf } from './erased';

/** The step after which nobody can read any more what was erased, in no backup of the main database either. */
export const keysDestroyed = 'keys-destroyed';
/** The same where not everything goes: the client's key is needed for what stays. */
export const ledgerWritten = 'ledger-written';

/**
 * Enters what has gone into the ledger beside the keys, and destroys the keys with it: the client's, if nothing is left of
 * them, and those of rows that had their own. The rows went before: whatever crashes in between, the ledger never says more
 * than is true, and this is done again until the record has it.
 */
export async function destroyKeys(
  records: Records,
  { organisationId, erasureId, at }: { readonly organisationId: string; readonly erasureId: string; readonly at: Date },
): Promise<void> {
  const transact = <T>(work: (work: Work) => Promise<T>): Promise<T> =>
    records.withOrganisation(organisationId, at, work);
  const { entry, subjects } = await transact((work) => whatHasGone(work, erasureId));
  if (entry.categories.length === 0) return;
  await records.keys.ledger.enter(entry, subjects);
  await transact((work) => recordStep(work, erasureId, entry.whole ? keysDestroyed : ledgerWritten, {}));
}

async function whatHasGone(
  work: Work,
  erasureId: string,
): Promise<{ readonly entry: LedgerEntry; readonly subjects: readonly string[] }> {
  const { clientId, organisationId, basis, ownKeys } = await readErasure(work, erasureId);
  const steps = await work.db.erasureStep.findMany({ where: { erasureId }, select: { step: true } });
  const categories = retentionCategories.filter((one) => steps.some(({ step }) => step === stepOf(one)));
  const whole = (await work.db.client.count({ where: { id: clientId } })) === 0;
  return {
    entry: {
      erasureId,
      organisationId,
      clientId,
      basis: basis as ErasureBasis,
      categories: categories satisfies readonly RetentionCategory[],
      whole,
      erasedAt: work.at,
    },
    subjects: whole ? [clientId, ...ownKeys] : ownKeys,
  };
}
