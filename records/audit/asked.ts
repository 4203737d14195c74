import { isId } from '../ids';
import type { Work } from '../work';

/** Whom and what somebody means who looks for entries: the id, since an entry outlives whatever else led to them. */

/** A client by their id, who need not be known any more, or by their code; null: nobody has it. */
export async function clientMeant(work: Work, given: string): Promise<string | null> {
  if (isId(given)) return given;
  const found = await work.db.client.findFirst({ where: { code: given.toUpperCase() }, select: { id: true } });
  return found?.id ?? null;
}

/** As clientMeant, of a case. */
export async function caseMeant(work: Work, given: string): Promise<string | null> {
  if (isId(given)) return given;
  const found = await work.db.case.findFirst({ where: { code: given.toUpperCase() }, select: { id: true } });
  return found?.id ?? null;
}
