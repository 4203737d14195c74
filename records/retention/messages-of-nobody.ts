import { staffNoticeWorkflowId } from '../../workflows/staff-notice/contract';
import { leastMsOf, periodOf } from '../calendar/periods';
import { eraseOfProcesses } from '../erasure/erase-category';
import { asEraser } from '../erasure/eraser';
import { readable } from '../erasure/whose';
import type { InboundMessage } from '../generated/client';
import { toRead } from '../inbound-messages';
import { organisationOf } from '../people';
import type { Work } from '../work';
import { dueAtOf } from './due';
import { atOnce, firstOfAll, type Some, some } from './in-batches';
import { currentSchedule } from './schedule';

/**
 * What people wrote who are nobody's client, in no case: a contact from their own number, a stranger. It is kept for as long
 * as messages are, from when it came. domain.md §5
 */

/** Those that may be over, in the order of their ids; none where messages are kept on. */
export async function messagesOfNobody(work: Work, after: string | null): Promise<Some> {
  const { keepFor, afterwards } = (await currentSchedule(work)).categories.messages;
  if (afterwards === 'keep') return some([]);
  const longAgo = new Date(work.at.getTime() - leastMsOf(periodOf(keepFor)));
  const rows = await work.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM inbound_messages m
    WHERE id > ${after ?? firstOfAll}::uuid AND at < ${longAgo} AND case_id IS NULL AND client_id IS NULL
      AND NOT EXISTS (SELECT FROM clients WHERE mobile_index = m.sender_index OR email_index = m.sender_index)
    ORDER BY id LIMIT ${atOnce}`;
  return some(rows);
}

/**
 * Deletes one whose time is over, with the key under which it stands in older backups, unless its writer has become a
 * client: then it goes with what is theirs. @returns whether it is gone
 */
export async function forgetMessage(work: Work, id: string): Promise<boolean> {
  const message = await work.db.inboundMessage.findFirst({ where: { id, caseId: null, clientId: null } });
  if (!message || !(await isOver(work, message)) || (await isOfClient(work, message))) return false;
  await asEraser(work, async () => {
    await work.db.$executeRaw`DELETE FROM inbound_messages WHERE id = ${id}::uuid`;
    await eraseOfProcesses(work, [staffNoticeWorkflowId('message-without-case', id)]);
  });
  // Last, as of an interest. What is under the organisation's key has none of its own.
  if (message.ownKey) await work.destroyKey(id);
  return true;
}

async function isOver(work: Work, { at }: InboundMessage): Promise<boolean> {
  const { timeZone } = await organisationOf(work);
  const dueAt = dueAtOf((await currentSchedule(work)).categories, 'messages', at, timeZone);
  return dueAt !== null && dueAt <= work.at;
}

/** By their address under every key of the ring. What nobody can read any more is known by its index alone. */
async function isOfClient(work: Work, message: InboundMessage): Promise<boolean> {
  const read = await readable(toRead(work, message));
  const indexes = [...(message.senderIndex ? [message.senderIndex] : []), ...(read ? work.indexes(read.from) : [])];
  const known = await work.db.client.count({
    where: { OR: [{ mobileIndex: { in: indexes } }, { emailIndex: { in: indexes } }] },
  });
  return known > 0;
}
