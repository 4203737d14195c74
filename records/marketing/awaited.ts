import { optOutStatus } from '../../workflows/marketing-opt-out/rules';
import type { MarketingChannel, OptOutStatus } from '../../workflows/marketing-opt-out/words';
import { auditListRead } from '../audit/reads';
import { type Caller, requireRole } from '../caller';
import { clientNames } from '../people';
import type { Work } from '../work';
import { factsOf } from './alarms';
import { dueAtOf } from './opt-out-row';

/** An opt-out that some list has not confirmed, with what stands in its way. domain.md §4 */
export interface AwaitedOptOut {
  readonly id: string;
  readonly clientId: string | null;
  /** null: the address is of nobody, or of several, or whose it was has been erased. */
  readonly clientName: string | null;
  readonly channels: readonly MarketingChannel[];
  readonly receivedAt: Date;
  readonly dueAt: Date;
  readonly status: OptOutStatus;
  readonly waitsFor: readonly {
    readonly list: string;
    readonly timesTold: number;
    /** Why it could not be told the last time, as a code; null: it was. */
    readonly lastFailure: string | null;
  }[];
}

/** Whichever is due first comes first. Every look is audited. @throws Forbidden */
export async function awaitedOptOuts(work: Work, caller: Caller): Promise<readonly AwaitedOptOut[]> {
  requireRole(caller, 'dpo', 'admin');
  const { db, at } = work;
  const rows = await db.optOut.findMany({ where: { completedAt: null }, orderBy: { receivedAt: 'asc' } });
  await auditListRead(work, caller, 'opt-outs.read', rows);
  const told = await db.optOutList.findMany({ where: { optOutId: { in: rows.map(({ id }) => id) } } });
  const lists = new Map((await db.marketingList.findMany()).map(({ id, name }) => [id, name]));
  const names = await clientNames(
    work,
    rows.flatMap(({ clientId }) => clientId ?? []),
  );
  return rows.map((row) => {
    const ofThis = told.filter(({ optOutId }) => optOutId === row.id);
    return {
      id: row.id,
      clientId: row.clientId,
      clientName: (row.clientId && names.get(row.clientId)) ?? null,
      channels: row.channels as MarketingChannel[],
      receivedAt: row.receivedAt,
      dueAt: dueAtOf(row),
      status: optOutStatus(factsOf(row, ofThis), at.getTime()),
      waitsFor: ofThis
        .filter(({ confirmationRecordedAt }) => confirmationRecordedAt === null)
        .map(({ listId, timesTold, lastFailure }) => ({ list: lists.get(listId) ?? '', timesTold, lastFailure })),
    };
  });
}
