import type { OptOutAlarm } from '../../workflows/marketing-opt-out/contract';
import { alarmAt, optOutAlarms, optOutStatus } from '../../workflows/marketing-opt-out/rules';
import type {
  ConfirmedHow,
  MarketingChannel,
  MarketingListKind,
  OptOutStatus,
} from '../../workflows/marketing-opt-out/words';
import { auditListRead, auditRead } from '../audit/reads';
import type { Caller } from '../caller';
import type { OptOut, OptOutList } from '../generated/client';
import type { Work } from '../work';
import { factsOf, raisedAt } from './alarms';
import { dueAtOf, listsOfOptOut, readOptOutRow } from './opt-out-row';

/** An opt-out in a few words. Instants are ISO. */
export interface OptOutInBrief {
  readonly id: string;
  readonly status: OptOutStatus;
  readonly clientId: string | null;
  readonly channels: readonly MarketingChannel[];
  readonly source: string;
  readonly receivedAt: string;
  readonly dueAt: string;
}

/** An opt-out with the proof of everything that was done. */
export interface OptOutToRead extends OptOutInBrief {
  readonly recordedAt: string;
  /** In force within Heed: in the transaction that recorded it. */
  readonly suppressedAt: string;
  readonly completedAt: string | null;
  readonly lists: readonly ListTold[];
  readonly alarms: readonly AlarmToRead[];
}

interface ListTold {
  readonly list: string;
  readonly kind: MarketingListKind;
  readonly name: string;
  readonly toldAt: string | null;
  readonly timesTold: number;
  readonly confirmedAt: string | null;
  readonly confirmedHow: ConfirmedHow | null;
  readonly confirmationRecordedAt: string | null;
  /** Why it could not be told the last time; null: it was. */
  readonly lastFailure: string | null;
}

/** recordedAt: null as long as nothing was put on record, because its time has not come or because nothing ran by then. */
interface AlarmToRead {
  readonly alarm: OptOutAlarm;
  readonly dueAt: string;
  readonly recordedAt: string | null;
}

/** The proof: receipt, source, every list's confirmation, and when. @throws NotFound */
export async function readOptOut(work: Work, id: string): Promise<OptOutToRead> {
  const row = await readOptOutRow(work, id);
  const lists = await listsOfOptOut(work, id);
  return {
    ...inBrief(work, row, lists),
    recordedAt: row.recordedAt.toISOString(),
    suppressedAt: row.recordedAt.toISOString(),
    completedAt: written(row.completedAt),
    lists: await Promise.all(lists.map((list) => listToRead(work, list))),
    alarms: optOutAlarms.map((alarm) => ({
      alarm,
      dueAt: new Date(alarmAt(alarm, row.receivedAt.getTime())).toISOString(),
      recordedAt: written(raisedAt(row, alarm)),
    })),
  };
}

/** As readOptOut, for whoever asks: every look is audited. @throws NotFound */
export async function showOptOut(work: Work, caller: Caller, id: string): Promise<OptOutToRead> {
  const optOut = await readOptOut(work, id);
  await auditRead(work, caller, { action: 'opt-out.read', clientId: optOut.clientId ?? undefined });
  return optOut;
}

/** As listOptOuts, for whoever asks: every look is audited. */
export async function showOptOuts(
  work: Work,
  caller: Caller,
  of: { readonly clientId: string } | 'awaited',
): Promise<readonly OptOutInBrief[]> {
  const optOuts = await listOptOuts(work, of);
  await auditListRead(work, caller, 'opt-outs.read', optOuts);
  return optOuts;
}

/** Newest first: those of a client, or those that somebody has to see to. */
export async function listOptOuts(
  work: Work,
  of: { readonly clientId: string } | 'awaited',
): Promise<readonly OptOutInBrief[]> {
  const where = of === 'awaited' ? { completedAt: null } : of;
  const rows = await work.db.optOut.findMany({ where, orderBy: { id: 'desc' } });
  return Promise.all(rows.map(async (row) => inBrief(work, row, await listsOfOptOut(work, row.id))));
}

/** Where it stands follows from instants alone: it is true although no process of ours was running. */
const inBrief = ({ at }: Work, row: OptOut, lists: readonly OptOutList[]): OptOutInBrief => ({
  id: row.id,
  status: optOutStatus(factsOf(row, lists), at.getTime()),
  clientId: row.clientId,
  channels: row.channels as MarketingChannel[],
  source: row.source,
  receivedAt: row.receivedAt.toISOString(),
  dueAt: dueAtOf(row).toISOString(),
});

async function listToRead(work: Work, told: OptOutList): Promise<ListTold> {
  const { kind, name } = await work.db.marketingList.findUniqueOrThrow({ where: { id: told.listId } });
  return {
    list: told.listId,
    kind: kind as MarketingListKind,
    name,
    toldAt: written(told.toldAt),
    timesTold: told.timesTold,
    confirmedAt: written(told.confirmedAt),
    confirmedHow: told.confirmedHow as ConfirmedHow | null,
    confirmationRecordedAt: written(told.confirmationRecordedAt),
    lastFailure: told.lastFailure,
  };
}

const written = (at: Date | null): string | null => at?.toISOString() ?? null;
