import type { MessageStanding } from '../../workflows/marketing-message/contract';
import type { Work } from '../work';
import { countToCome } from './audience';
import type { MarketingTexts } from './letters';
import { type MessageRow, readMessageRow, wordsOfMessage } from './message-row';

/** How far a message to many has come. contract.md §6 */

/** How many people, each counted once in `toSend`, `sent`, `failed`, `unknown` or `withheld`. */
interface MessageCounts {
  readonly toSend: number;
  /** Handed over to a vendor. */
  readonly sent: number;
  /** Of those that were sent. */
  readonly delivered: number;
  readonly failed: number;
  /** A vendor fell silent over it. It is not sent again. */
  readonly unknown: number;
  /** Not written to: they have not agreed, opted out, can't be reached safely, or have died. */
  readonly withheld: number;
}

export interface MessageToRead extends Omit<MarketingTexts, 'sms'> {
  readonly id: string;
  readonly topic: string;
  readonly sms: string | null;
  readonly status: MessageStanding;
  readonly orderedAt: string;
  readonly endedAt: string | null;
  readonly counts: MessageCounts;
}

/** @throws NotFound */
export async function readMessage(work: Work, id: string): Promise<MessageToRead> {
  const row = await readMessageRow(work, id);
  const { subject, text, sms } = await wordsOfMessage(work, row);
  return {
    id,
    topic: row.topic,
    subject,
    text,
    sms,
    status: row.standing,
    orderedAt: row.orderedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    counts: await countsOf(work, row),
  };
}

async function countsOf(work: Work, row: MessageRow): Promise<MessageCounts> {
  const [written] = await work.db.$queryRaw<MessageCounts[]>`
    SELECT count(*) FILTER (WHERE vendor_id IS NULL AND status IN ('queued', 'failed-temporary'))::int AS "toSend",
      count(*) FILTER (WHERE status IN ('sent', 'delivered', 'opened')
        OR (vendor_id IS NOT NULL AND status <> 'failed-permanent'))::int AS sent,
      count(*) FILTER (WHERE status IN ('delivered', 'opened'))::int AS delivered,
      count(*) FILTER (WHERE status = 'failed-permanent')::int AS failed,
      count(*) FILTER (WHERE vendor_id IS NULL AND status = 'unknown')::int AS unknown,
      count(*) FILTER (WHERE vendor_id IS NULL AND status = 'cancelled')::int AS withheld
    FROM dispatches WHERE marketing_message_id = ${row.id}::uuid`;
  const ended = row.endedAt !== null;
  const counts = { toSend: 0, sent: 0, delivered: 0, failed: 0, unknown: 0, withheld: 0, ...written };
  return {
    ...counts,
    toSend: ended ? 0 : counts.toSend + (await countToCome(work, row)),
    withheld: counts.withheld + row.withheld,
  };
}
