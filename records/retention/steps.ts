import {
  type Over,
  type RetentionInput,
  type RetentionOrder,
  retentionWorkflowId,
  type Told,
  type TooEarly,
} from '../../workflows/retention/contract';
import { goesAt, jitterMs, leastNoticeMs } from '../../workflows/retention/rules';
import { type RetentionCategory, type RetentionStanding, retentionCategories } from '../../workflows/retention/words';
import { audit } from '../audit/record';
import { openClientMessages } from '../client-messages';
import { lockEvenIfErased } from '../clients/lock';
import { beginErasure } from '../erasure/begin';
import { orderedToGoSince } from '../erasure/erased';
import type { Retention } from '../generated/client';
import { isHeld, organisationOf } from '../people';
import { tellStaffOf } from '../staff-notices/staff-notice';
import type { Outgoing } from '../urgent-care/dispatches';
import { heedItself, type Work } from '../work';
import { openStandings, reviseRetention, settle, update } from './arm';
import type { RetentionNoticeLetter } from './letters';

/** What the process of a retention does on record. It trusts nothing that it was started with. */

export interface RetentionTools {
  readonly letter: RetentionNoticeLetter;
  readonly publicUrl: string;
}

export interface OpenedNotice {
  readonly outgoing: readonly Outgoing[];
  /** Instead of a message: why none is due now. */
  readonly instead: TooEarly | Over | null;
}

/** Writes to the client when their data goes, by every channel that is safe for them, with a link to their copy. */
export async function openRetentionNotice(
  work: Work,
  { letter, publicUrl }: RetentionTools,
  order: RetentionOrder,
): Promise<OpenedNotice> {
  const row = await lockOpen(work, order);
  if (row === null) return { outgoing: [], instead: { kind: 'over' } };
  if (work.at < row.noticeAt) return { outgoing: [], instead: later(row, row.noticeAt) };
  if (row.noticedAt !== null) return { outgoing: [], instead: null };
  const { clientId } = row;
  const { timeZone } = await organisationOf(work);
  const goes = goesAt({ ...row, putOffUntil: putOffUntil(row, work.at) });
  const outgoing = await openClientMessages(work, {
    clientId,
    key: `${retentionWorkflowId(order.enrolmentId, order.version)}/notice`,
    template: 'retention-notice',
    purpose: 'legal',
    page: 'copy',
    linkUntil: goes,
    publicUrl,
    write: (channel, facts) =>
      letter(channel, { ...facts, goesAt: goes, timeZone, somethingStays: !isEverything(row.categories) }),
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

/** An end that was recorded late leaves less than a week between the notice and the deadline. contract.md §6 */
function putOffUntil({ dueAt }: Retention, noticedAt: Date): Date | null {
  const leastUntil = new Date(noticedAt.getTime() + leastNoticeMs);
  return leastUntil > dueAt ? leastUntil : null;
}

const spread = ({ enrolmentId }: Retention, instant: Date): number => instant.getTime() + jitterMs(enrolmentId);
const later = (row: Retention, instant: Date): TooEarly => ({ kind: 'too-early', until: spread(row, instant) });

const isEverything = (categories: readonly string[]): boolean =>
  retentionCategories.every((category) => categories.includes(category));
