import { type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import { lockWhatIsLeftOf } from '../clients/lock';
import { notFound } from '../errors';
import { type Erasure, Prisma } from '../generated/client';
import { isWithUs } from '../retention/arm';
import { kindsOfHold } from '../retention/holds';
import type { Work } from '../work';
import { forgetAnswers } from './answers';
import { callOffWhatWasDue } from './call-off';
import { stepOf } from './erased';
import { asEraser } from './eraser';
import { writeDownHistories } from './histories';
import { countOutcomes } from './outcomes';
import { leaveTheirPlace } from './place';
import { emptyAccount, removeClient } from './tombstone';
import { type KeptTable, theirOwn, type Whose, whatIsKept } from './what-is-kept';
import { addressesOf } from './whose';

/** Rows by table. */
export type Counts = Readonly<Record<string, number>>;

export interface CategoryToErase {
  readonly erasureId: string;
  readonly category: RetentionCategory;
}

/**
 * Erases what is asked for of one category, unless something holds it, in one transaction with the record of it. A hold
 * that is placed meanwhile waits for the client's row, or is waited for: whichever commits first is what counts. Again and
 * again it erases what has come since, and nothing twice.
 * @param replayed after a restore: it went at its time, and no hold of an older day brings it back
 */
export async function eraseCategory(
  work: Work,
  { erasureId, category }: CategoryToErase,
  { replayed }: { readonly replayed: boolean } = { replayed: false },
): Promise<void> {
  const { clientId } = await readErasure(work, erasureId);
  const client = await lockWhatIsLeftOf(work, clientId);
  // In a statement of its own: only now does it see what was ordered while the lock was waited for.
  const erasure = await readErasure(work, erasureId);
  const asked = retentionCategories.filter((one) => erasure.categories.includes(one));
  if (!asked.includes(category)) return;
  if (client && !replayed && (await kindsOfHold(work, clientId)).has(category)) return;
  // Whoever came back keeps what their deadline had ordered to go; also what came since of a category that has gone.
  if (client && !replayed && erasure.basis === 'retention' && (await isWithUs(work, clientId))) {
    await callOffWhatWasDue(work, clientId);
    return;
  }
  const counts = client
    ? await erase(work, erasure, category, { clientId, addresses: await addressesOf(work, clientId), asked })
    : {};
  await recordStep(work, erasureId, stepOf(category), counts);
}

/** @throws NotFound for an erasure that is not this organisation's */
export async function readErasure(work: Work, id: string): Promise<Erasure> {
  const found = await work.db.erasure.findUnique({ where: { id } });
  if (!found) throw notFound('erasure');
  return found;
}

async function erase(work: Work, { id }: Erasure, category: RetentionCategory, whose: Whose): Promise<Counts> {
  await countOutcomes(work, category, whose.clientId);
  await forgetAnswers(work, whose.clientId);
  if (category === 'account') await leaveTheirPlace(work, whose.clientId);
  await letGoOf(work, category, whose.clientId);

  const erased = await eraseKept(work, id, category, whose);
  return together(erased, await eraseTheirRow(work, id, category, whose));
}

/** The rows of a category, and what its processes left; the processes are written down before nothing leads to them. */
async function eraseKept(work: Work, erasureId: string, category: RetentionCategory, whose: Whose): Promise<Counts> {
  const { tables, processes } = whatIsKept[category];
  const subjects = processes ? await work.db.$queryRaw<{ id: string }[]>(processes(whose)) : [];
  const processIds = subjects.map(({ id }) => id);
  await writeDownHistories(work, erasureId, processIds);
  await keepTheKeysOf(work, erasureId, tables, whose);
  const erased = await asEraser(work, () => eraseTables(work, tables, whose));
  return together(erased, await asEraser(work, () => eraseOfProcesses(work, processIds)));
}

/** The client's own row goes with the last of what hangs on it; it is emptied with their account. */
async function eraseTheirRow(
  work: Work,
  erasureId: string,
  category: RetentionCategory,
  whose: Whose,
): Promise<Counts> {
  const { clientId } = whose;
  const { erasedAt } = await work.db.client.findUniqueOrThrow({ where: { id: clientId } });
  if (category !== 'account' && erasedAt === null) return {};
  const freed = await eraseKept(work, erasureId, 'account', whose);
  if (await removeClient(work, clientId)) return together(freed, { [theirOwn]: 1 });
  if (erasedAt === null) await emptyAccount(work, whose);
  return freed;
}

const nobody = '00000000-0000-0000-0000-000000000000';

/** What stands in another category and only points here. */
async function letGoOf({ db }: Work, category: RetentionCategory, clientId: string): Promise<void> {
  if (category === 'plan') await db.case.updateMany({ where: { clientId }, data: { planVersion: null } });
  if (category === 'cases') await db.safetyConcern.updateMany({ where: { clientId }, data: { caseId: null } });
  if (category === 'account') {
    // Their place is kept by nobody: a message without named recipients is one to all who agreed.
    await db.$executeRaw`
      UPDATE marketing_messages SET client_ids = array_replace(client_ids, ${clientId}::uuid, ${nobody}::uuid)
      WHERE ${clientId}::uuid = ANY(client_ids)`;
  }
}

/** Whose rows are sealed under keys of their own: interests of who is no client yet, and what came in from anybody. */
const withKeysOfTheirOwn: ReadonlySet<string> = new Set(['interests', 'inbound_messages']);

/** Before the rows go: nothing else knows which keys were theirs. */
async function keepTheKeysOf(work: Work, erasureId: string, tables: readonly KeptTable[], whose: Whose): Promise<void> {
  const found: string[] = [];
  for (const { table, of } of tables.filter((one) => withKeysOfTheirOwn.has(one.table))) {
    const rows = await work.db.$queryRaw<{ id: string }[]>(
      Prisma.sql`SELECT id FROM ${Prisma.raw(table)} WHERE ${of(whose)}`,
    );
    found.push(...rows.map(({ id }) => id));
  }
  if (found.length === 0) return;
  const { ownKeys } = await readErasure(work, erasureId);
  await work.db.erasure.update({
    where: { id: erasureId },
    data: { ownKeys: [...new Set([...ownKeys, ...found])] },
  });
}

async function eraseTables(work: Work, tables: readonly KeptTable[], whose: Whose): Promise<Counts> {
  const counts: Record<string, number> = {};
  for (const { table, of } of tables) {
    const erased = await work.db.$executeRaw(Prisma.sql`DELETE FROM ${Prisma.raw(table)} WHERE ${of(whose)}`);
    if (erased > 0) counts[table] = erased;
  }
  return counts;
}

/** What these processes wrote to staff, what they were told, and where they ran. */
export async function eraseOfProcesses({ db }: Work, processIds: readonly string[]): Promise<Counts> {
  if (processIds.length === 0) return {};
  const ids = [...processIds];
  const dispatches = await db.$executeRaw`
    DELETE FROM dispatches d WHERE d.case_id IS NULL AND d.client_id IS NULL
      AND EXISTS (SELECT FROM unnest(${ids}::text[]) process WHERE starts_with(d.step_key, process || '/'))`;
  const { count: outbox_entries } = await db.outboxEntry.deleteMany({ where: { workflowId: { in: ids } } });
  const { count: workflow_runs } = await db.workflowRun.deleteMany({ where: { workflowId: { in: ids } } });
  const counts = { dispatches, outbox_entries, workflow_runs };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** Adds what a step did to what it did before, in its own transaction. */
export async function recordStep(work: Work, erasureId: string, step: string, counts: Counts): Promise<void> {
  const known = await work.db.erasureStep.findUnique({ where: { erasureId_step: { erasureId, step } } });
  if (!known) {
    const { organisationId, at: doneAt } = work;
    await work.db.erasureStep.create({ data: { erasureId, step, organisationId, doneAt, counts } });
    return;
  }
  if (Object.keys(counts).length === 0) return;
  const sum = together(known.counts as Counts, counts);
  await work.db.erasureStep.update({ where: { erasureId_step: { erasureId, step } }, data: { counts: sum } });
}

const together = (some: Counts, more: Counts): Record<string, number> => {
  const sum: Record<string, number> = { ...some };
  for (const [table, count] of Object.entries(more)) sum[table] = (sum[table] ?? 0) + count;
  return sum;
};
