import type { Channel, RecipientName } from '../../workflows/urgent-care/words';
import { tellIfClientWasNotReached } from '../client-not-reached';
import { optOutByVendor } from '../marketing/vendor-opt-outs';
import type { Work } from '../work';
import { heedItself } from '../work';
import { recordAct } from './acts';
import { type CaseRow, lockCase } from './case-row';
import { chronicle } from './chronicle';
import { arrivingOf, clientWasAsked, stepOf } from './dispatches';
import { recipientLabels } from './labels';
import { clientWasNotAskedHowItWas, clientWasNotTold, tellIfNobodyWasReached } from './lost-messages';
import { type MessageStatus, movesOn, stopWasSent } from './vendor-codes';

export interface StatusReport {
  readonly dispatchId: string;
  readonly status: MessageStatus;
  readonly errorCode: string | null;
  readonly vendorId: string | null;
}

/**
 * Takes a vendor's report of a message: statuses only go forward, a repeated or late report changes nothing. Only a
 * permanent failure changes the story and becomes an act; a flood of reports is no flood of signals.
 * @returns whether it changed anything; false too for a message that is not known
 */
export async function recordMessageStatus(work: Work, report: StatusReport): Promise<boolean> {
  const known = await work.db.dispatch.findUnique({ where: { id: report.dispatchId } });
  if (!known) return false;
  const { caseId } = known;
  if (known.purpose === 'marketing' && report.errorCode === stopWasSent) {
    const stopped = { dispatchId: report.dispatchId, receivedAt: work.at };
    return (await optOutByVendor(work, stopped, () => advance(work, report))) ?? false;
  }
  if (report.status === 'failed-permanent' && caseId !== null) return recordFailure(work, caseId, report);
  const moved = await advance(work, report);
  if (moved && report.status === 'failed-permanent') await tellIfClientWasNotReached(work, report.dispatchId);
  return moved;
}

async function advance(work: Work, { dispatchId: id, status, errorCode, vendorId }: StatusReport): Promise<boolean> {
  const before = (Object.keys(allStatuses) as MessageStatus[]).filter((from) => movesOn(from, status));
  const { count } = await work.db.dispatch.updateMany({
    where: { id, status: { in: before } },
    data: { status, statusAt: work.at, ...(errorCode ? { errorCode } : {}), ...(vendorId ? { vendorId } : {}) },
  });
  return count > 0;
}

async function recordFailure(work: Work, caseId: string, report: StatusReport): Promise<boolean> {
  const theCase = await lockCase(work, caseId);
  if (!(await advance(work, report))) return false;
  const failed = await work.db.dispatch.findUniqueOrThrow({ where: { id: report.dispatchId } });
  await whatFollows(work, theCase, failed);
  return true;
}

async function whatFollows(work: Work, theCase: CaseRow, failed: FailedMessage): Promise<void> {
  const step = stepOf(failed.stepKey);
  if (failed.audience === 'staff')
    return tellIfNobodyWasReached(work, theCase, step, await arrivingOf(work, theCase.id, step));
  switch (failed.template) {
    case 'disclosure':
      return disclosureFailed(work, theCase, failed);
    case 'inform-client':
      return clientMessageFailed(work, theCase);
    case 'what-had-gone':
    case 'what-was-shared':
      return clientWasNotTold(work, theCase, step);
    case 'how-it-was':
      return clientWasNotAskedHowItWas(work, theCase, step);
    default:
      return undefined;
  }
}

interface FailedMessage {
  readonly stepKey: string;
  readonly audience: string;
  readonly template: string;
  readonly recipient: string | null;
  readonly channel: string;
  readonly errorCode: string | null;
}

async function disclosureFailed(work: Work, theCase: CaseRow, failed: FailedMessage): Promise<void> {
  const recipient = failed.recipient as RecipientName;
  const code = failed.errorCode === null ? '' : `, code ${failed.errorCode}`;
  const text = `The message to ${recipientLabels[recipient]} failed for good (${failed.channel}${code}).`;
  await chronicle(work, theCase, { actor: heedItself, kind: 'message.failed', text });
  await recordAct(work, theCase.id, { kind: 'message-failed', recipient, channel: failed.channel as Channel });
}

/** When the last message that asked the client failed too, nobody waits for an answer that cannot come. */
async function clientMessageFailed(work: Work, theCase: CaseRow): Promise<void> {
  if (await clientWasAsked(work, theCase.id)) return;
  const text = 'No message reached the client: they were not asked.';
  await chronicle(work, theCase, { actor: heedItself, kind: 'client.not-reached', text });
  await recordAct(work, theCase.id, { kind: 'client-not-reached' });
}

const allStatuses: Readonly<Record<MessageStatus, true>> = {
  queued: true,
  sent: true,
  delivered: true,
  opened: true,
  'failed-temporary': true,
  'failed-permanent': true,
  unknown: true,
  cancelled: true,
};
