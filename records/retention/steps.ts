import {
  type Over,
  type RetentionInput,
  type RetentionOrder,
  retentionWorkflowId,
  type Told,
  type TooEarly,
} from '../../workflows/retention/contract';
import { goesAt, jitterMs } from '../../workflows/retention/rules';
import type { RetentionCategory, RetentionStanding } from '../../workflows/retention/words';
import { audit } from '../audit/record';
import { lockEvenIfErased } from '../clients/lock';
import { beginErasure } from '../erasure/begin';
import { orderedToGoSince } from '../erasure/erased';
import type { Retention } from '../generated/client';
import { isHeld } from '../people';
import { tellStaffOf } from '../staff-notices/staff-notice';
import type { Outgoing } from '../urgent-care/dispatches';
import { heedItself, type Work } from '../work';
import { openStandings, reviseRetention, settle, update } from './arm';
import { openNotice, putOffUntil, type RetentionTools } from './notice';

/** What the process of a retention does on record. It trusts nothing that it was started with. */

export interface OpenedNotice {
  readonly outgoing: readonly Outgoing[];
  /** Instead of a message: why none is due now. */
  readonly instead: TooEarly | Over | null;
}

/** Writes to the client when their data goes, by every channel that is safe for them, with a link to their copy. */
export async function openRetentionNotice(
  work: Work,
  tools: RetentionTools,
  order: RetentionOrder,
): Promise<OpenedNotice> {
  const row = await lockOpen(work, order);
  if (row === null) return { outgoing: [], instead: { kind: 'over' } };
  if (work.at < row.noticeAt) return { outgoing: [], instead: later(row, row.noticeAt) };
  if (row.noticedAt !== null) return { outgoing: [], instead: null };
  const { clientId } = row;
  const outgoing = await openNotice(work, tools, {
    clientId,
    key: retentionWorkflowId(order.enrolmentId, order.version),
    categories: row.categories,
    goesAt: goesAt({ ...row, putOffUntil: putOffUntil(row, work.at) }),
  });
  // Somebody writes a letter to them, or telephones: in Heed nothing reaches them.
  if (outgoing.length === 0 && (await couldBeTold(work, row)))
    await tellStaffOf(work, 'retention-not-told', `${clientId}/${order.enrolmentId}/${order.version}`);
  return { outgoing, instead: null };
}

/** Alive, and not yet forgotten by what went before. */
const couldBeTold = async (work: Work, { clientId, endedAt }: Retention): Promise<boolean> =>
  !(await isHeld(work, clientId)) && !(await orderedToGoSince(work, clientId, endedAt)).includes('account');

/** The notice is out. From here their time to ask for a copy is counted. */
export async function recordNoticed(work: Work, order: RetentionOrder): Promise<Told | Over> {
  const row = await lockOpen(work, order);
  if (row === null) return { kind: 'over' };
  if (row.noticedAt !== null) return { kind: 'told', goesAt: spread(row, goesAt(row)) };
  const noticed = { standing: 'noticed', noticedAt: work.at, putOffUntil: putOffUntil(row, work.at) } as const;
  await update(work, row, noticed);
  await audit(work, { actor: heedItself, action: 'retention.noticed', clientId: row.clientId });
  return { kind: 'told', goesAt: spread(row, goesAt({ ...row, ...noticed })) };
}

/**
 * Has the erasure begin of what is due, if it is due by the record as it stands now. What is held stays until the hold is
 * lifted: the erasure itself sees to that. What is kept for longer has its own deadline next.
 */
export async function carryOutRetention(work: Work, order: RetentionOrder): Promise<TooEarly | Over> {
  const row = await lockOpen(work, order);
  if (row === null) return { kind: 'over' };
  if (row.noticedAt === null) throw new Error('Nothing is erased of which the client was not told.');
  if (work.at < goesAt(row)) return later(row, goesAt(row));
  const { clientId } = row;
  await settle(work, row, 'carried-out');
  await audit(work, { actor: heedItself, action: 'retention.carried-out', clientId });
  await beginErasure(work, {
    clientId,
    basis: 'retention',
    categories: row.categories as RetentionCategory[],
    countedFrom: row.endedAt,
  });
  await reviseRetention(work, clientId);
  return { kind: 'over' };
}

/**
 * The deadline with its client's row locked, brought in line with what else is on record; null if it does not stand any
 * more: the client came back, another version took its place, or nothing is left of either.
 */
async function lockOpen(work: Work, order: RetentionInput): Promise<Retention | null> {
  const found = await find(work, order);
  if (found === null) return null;
  await lockEvenIfErased(work, found.clientId);
  await reviseRetention(work, found.clientId);
  const row = await find(work, order);
  return row && openStandings.includes(row.standing as RetentionStanding) ? row : null;
}

const find = (work: Work, { enrolmentId, version }: RetentionInput): Promise<Retention | null> =>
  work.db.retention.findUnique({ where: { enrolmentId_version: { enrolmentId, version } } });

const spread = ({ enrolmentId }: Retention, instant: Date): number => instant.getTime() + jitterMs(enrolmentId);
const later = (row: Retention, instant: Date): TooEarly => ({ kind: 'too-early', until: spread(row, instant) });
