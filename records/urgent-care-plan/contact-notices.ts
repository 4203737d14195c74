import { isContact, type PlanRecipient, planRecipients, type RecipientName } from '../../workflows/urgent-care/words';
import { auditListRead } from '../audit/reads';
import { audit } from '../audit/record';
import { instantOf, localDateOf, plusMonths } from '../calendar/local-time';
import { actorOf, type Caller, requireRole } from '../caller';
import { lockClient } from '../clients/lock';
import { requirePlanKeeper } from '../clients/pathway';
import { conflict } from '../errors';
import type { ContactNotice } from '../generated/client';
import { newId } from '../ids';
import { organisationOf, type Plan, type SavedPlan } from '../people';
import type { CaseRow } from '../urgent-care/case-row';
import type { Work } from '../work';
import { identityIn, isSamePerson } from './same-person';

/**
 * Whom a client names did not give us their data themselves: they are told how the data are held within one month of
 * entry, or with the first message if that is sooner. UK GDPR Article 14(3), domain.md §2.5
 */

export type NoticeGiven =
  | { readonly recipient: PlanRecipient; readonly how: 'client-handed-over' | 'neutral-message' }
  /** The data protection officer's own judgement. */
  | { readonly recipient: PlanRecipient; readonly how: 'not-given'; readonly reason: string };

/** How somebody was told, or why they are not to be told any more. */
export const noticeWays = [
  'client-handed-over',
  'neutral-message',
  'not-given',
  'with-first-message',
  'left-the-plan',
] as const;
type NoticeWay = (typeof noticeWays)[number];

export interface ContactNoticeView {
  readonly clientId: string;
  readonly recipient: PlanRecipient;
  readonly enteredAt: string;
  readonly dueAt: string;
  readonly overdue: boolean;
  readonly settledAt: string | null;
  readonly how: NoticeWay | null;
}

/** The midnight that ends the corresponding date of the next month, by the organisation's calendar. Pure. */
export const noticeDueAt = (enteredAt: Date, timeZone: string): Date =>
  instantOf(plusMonths(localDateOf(enteredAt, timeZone), 1), '24:00', timeZone);

/** Opens a notice for each person whom the plan before did not name there; who left it is not to be told any more. */
export async function enterNotices(
  work: Work,
  clientId: string,
  before: Plan | null,
  { version: planVersion, ...plan }: SavedPlan,
): Promise<void> {
  const { organisationId, at: enteredAt } = work;
  const dueAt = noticeDueAt(enteredAt, (await organisationOf(work)).timeZone);
  const changed = planRecipients.filter((recipient) => {
    const [known, named] = [before && identityIn(before, recipient), identityIn(plan, recipient)];
    return !(known && named && isSamePerson(known, named));
  });
  for (const recipient of changed) await settle(work, clientId, recipient, { how: 'left-the-plan' });
  const entered = changed.filter((recipient) => identityIn(plan, recipient) !== null);
  await work.db.contactNotice.createMany({
    data: entered.map((recipient) => ({
      ...{ id: newId(), organisationId, clientId, recipient, planVersion, enteredAt, dueAt },
    })),
  });
}

/**
 * Records that somebody was told, or why not.
 * @throws Conflict when nobody there waits to be told; Forbidden for a "not given" by anyone but the DPO
 */
export async function recordNotice(work: Work, caller: Caller, clientId: string, given: NoticeGiven): Promise<void> {
  await lockClient(work, clientId);
  if (given.how === 'not-given') requireRole(caller, 'dpo');
  else await requirePlanKeeper(work, caller, clientId);
  const actor = await actorOf(work, caller);
  const { recipient, how } = given;
  const sealed = given.how === 'not-given' ? await work.seal(clientId, { reason: given.reason }) : null;
  const settled = await settle(work, clientId, recipient, { how, sealed });
  if (settled === 0) throw conflict('no-notice-due', `recipient: nobody waits for a notice as ${recipient}.`);
  const words = `${recipient}: ${how}.`;
  await audit(work, { actor, action: 'contact-notice.recorded', clientId, words });
}

/** The page behind a message's link tells how their data are held: whoever got it has been told. */
export async function noticeWentWithMessage(
  work: Work,
  { clientId, planVersion }: Pick<CaseRow, 'clientId' | 'planVersion'>,
  recipient: RecipientName,
): Promise<void> {
  if (planVersion === null || (recipient !== 'gp' && !isContact(recipient))) return;
  await settle(work, clientId, recipient, { how: 'with-first-message', enteredUpTo: planVersion });
}

interface Settlement {
  readonly how: NoticeWay;
  readonly sealed?: Uint8Array<ArrayBuffer> | null;
  /** Only of who was named by that version of the plan: whoever came later is somebody else. */
  readonly enteredUpTo?: number;
}

async function settle(
  work: Work,
  clientId: string,
  recipient: RecipientName,
  { how, sealed = null, enteredUpTo }: Settlement,
): Promise<number> {
  const { count } = await work.db.contactNotice.updateMany({
    where: {
      clientId,
      recipient,
      settledAt: null,
      ...(enteredUpTo === undefined ? {} : { planVersion: { lte: enteredUpTo } }),
    },
    data: { settledAt: work.at, how, sealed },
  });
  return count;
}

/** Those that are due and not given, of everybody. */
export const overdueNotices = (work: Work): Promise<readonly ContactNotice[]> =>
  work.db.contactNotice.findMany({ where: { settledAt: null, dueAt: { lte: work.at } }, orderBy: { dueAt: 'asc' } });

/** For the data protection officer: who is to be told still, who first. Every look is audited. */
export async function readOpenNotices(work: Work, caller: Caller): Promise<readonly ContactNoticeView[]> {
  const open = await work.db.contactNotice.findMany({ where: { settledAt: null }, orderBy: { dueAt: 'asc' } });
  await auditListRead(work, caller, 'contact-notices.read', open);
  return open.map((notice) => noticeView(work, notice));
}

const noticeView = (work: Work, notice: ContactNotice): ContactNoticeView => ({
  clientId: notice.clientId,
  recipient: notice.recipient as PlanRecipient,
  enteredAt: notice.enteredAt.toISOString(),
  dueAt: notice.dueAt.toISOString(),
  overdue: notice.settledAt === null && notice.dueAt <= work.at,
  settledAt: notice.settledAt?.toISOString() ?? null,
  how: notice.how as NoticeWay | null,
});

/** Of one client, the newest entries first. */
export async function noticesOf(work: Work, clientId: string): Promise<readonly ContactNoticeView[]> {
  const found = await work.db.contactNotice.findMany({
    where: { clientId },
    orderBy: [{ planVersion: 'desc' }, { recipient: 'asc' }],
  });
  return found.map((notice) => noticeView(work, notice));
}
