import { setTimeout as pause } from 'node:timers/promises';
import { compareWithLedger, letOthersGoOn, putBackOnRecord } from '../../records/erasure/ledger';
import type { KeyOwner } from '../../records/keys/data-keys';
import type { LedgerEntry } from '../../records/keys/erasure-ledger';
import { accountLast } from '../../workflows/erasure/contract';
import { createErasureActivities, type ErasureDeps } from './activities';

export interface Replayed {
  /** Erasures that an older main database had forgotten. */
  readonly erased: number;
  /** Erasures whose keys an older keys database had brought back. */
  readonly destroyed: number;
  /** Keys that had been destroyed without an erasure, and that it had brought back as well. */
  readonly keys: number;
}

/**
 * After a restore: whoever was erased is erased again, and keys that were destroyed are destroyed again. Done again it
 * changes nothing; one that was interrupted is gone on with. One that fails stops no other.
 * @throws AggregateError once all were tried, if some failed: a history may still be there after two minutes
 */
export async function replayLedger(deps: ErasureDeps): Promise<Replayed> {
  const { toErase, toDestroy, keysBack } = await compareWithLedger(deps.records);
  const steps = stepsOf(deps);
  await eachIsTried([
    ...toErase.map((entry) => ({ what: `Erasure ${entry.erasureId}`, replay: () => eraseAgain(deps, entry) })),
    ...toDestroy.map((entry) => ({
      what: `Erasure ${entry.erasureId}`,
      replay: () => steps.destroyKeys({ ...entry, at: deps.clock().getTime() }),
    })),
    ...keysBack.map((key) => ({ what: `The key of ${key.subjectId}`, replay: () => destroyAgain(deps, key) })),
  ]);
  return { erased: toErase.length, destroyed: toDestroy.length, keys: keysBack.length };
}

interface OneToReplay {
  readonly what: string;
  readonly replay: () => Promise<void>;
}

async function eachIsTried(all: readonly OneToReplay[]): Promise<void> {
  const failures: Error[] = [];
  for (const { what, replay } of all) {
    try {
      await replay();
    } catch (error) {
      failures.push(new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`));
    }
  }
  if (failures.length === 0) return;
  const each = failures.map(({ message }) => message).join('\n');
  throw new AggregateError(failures, `${failures.length} of ${all.length} could not be replayed.\n${each}`);
}

const stepsOf = (deps: ErasureDeps) => createErasureActivities(deps, { replayed: true });

const destroyAgain = ({ records, clock }: ErasureDeps, { organisationId, subjectId }: KeyOwner): Promise<void> =>
  records.withOrganisation(organisationId, clock(), (work) => work.destroyKey(subjectId));

async function eraseAgain(deps: ErasureDeps, entry: LedgerEntry): Promise<void> {
  const { records, clock } = deps;
  const { organisationId, erasureId } = entry;
  const order = () => ({ organisationId, erasureId, at: clock().getTime() });
  const steps = stepsOf(deps);
  await records.withOrganisation(organisationId, clock(), (work) => putBackOnRecord(work, entry));
  for (const category of accountLast) await steps.eraseCategory({ ...order(), category });
  await patiently(() => steps.deleteHistories(order()));
  await steps.destroyKeys(order());
  if ((await steps.verifyAndGiveReceipt(order())) !== 'over') throw new Error(`Erasure ${erasureId} is not over.`);
  await records.withOrganisation(organisationId, clock(), (work) => letOthersGoOn(work, entry));
}

const patienceMs = 2 * 60_000;

/** A server takes its time to delete. */
async function patiently(work: () => Promise<void>): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(2_000);
    }
  }
}
