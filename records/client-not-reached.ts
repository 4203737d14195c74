import { tellStaffOf } from './staff-notices/staff-notice';
import { mayArrive } from './urgent-care/dispatches';
import type { MessageStatus } from './urgent-care/vendor-codes';
import type { Work } from './work';

/**
 * A message to a client that belongs to no case went by every way that is safe for them, and the last of these failed
 * too: somebody gets in touch with them. Once for each message. Nobody is sent after marketing, nor to who has died.
 */
export async function tellIfClientWasNotReached(work: Work, dispatchId: string): Promise<void> {
  const failed = await work.db.dispatch.findUnique({ where: { id: dispatchId } });
  if (!failed || failed.caseId !== null || failed.clientId === null || failed.purpose === 'marketing') return;
  const ways = await work.db.dispatch.findMany({
    where: { clientId: failed.clientId, stepKey: { startsWith: messageOf(failed.stepKey) } },
    orderBy: { seq: 'asc' },
    select: { id: true, status: true },
  });
  if (ways.some(({ status }) => mayArrive({ status: status as MessageStatus, recipient: null }))) return;
  const { held } = await work.db.client.findUniqueOrThrow({ where: { id: failed.clientId }, select: { held: true } });
  // By whichever way it failed last, it is one message.
  if (!held) await tellStaffOf(work, 'client-not-reached', ways[0]?.id ?? dispatchId);
}

/** The key of a message without the channel of one of its ways. */
const messageOf = (stepKey: string): string => stepKey.slice(0, stepKey.lastIndexOf('/') + 1);
