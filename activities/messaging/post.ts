import { ApplicationFailure } from '@temporalio/activity';
import type { Outgoing, Sent } from '../../records/urgent-care/dispatches';
import type { Channel } from '../../workflows/urgent-care/words';
import type { LookUp, MessageChannel } from './channels';
import type { Lease } from './lease';

/** Sends messages that were written ahead, each at most once as far as anyone can tell. */
export interface Post {
  sendAll(outgoing: readonly Outgoing[], lease: Lease): Promise<readonly Sent[]>;
}

export type Channels = Readonly<Record<Channel, MessageChannel>>;

export function createPost(channels: Channels): Post {
  const send = async (message: Outgoing, lease: Lease): Promise<Sent> => {
    const { id, state, status, maySend } = message;
    if (state === 'settled') return { id, result: { kind: 'settled', status } };
    const channel = channels[message.channel];

    // A crash or a silent vendor fell between send and record: ask before sending again.
    const known: LookUp = state === 'outcome-unknown' ? await channel.find(message) : { kind: 'absent' };
    if (known.kind === 'found') return accepted(id, known.vendorId, false);
    // Nobody could say whether the first one left. Only in urgent care is one message too many better than none.
    const isRisked = known.kind !== 'unknown' || message.purpose === 'urgent-care';
    if (!isRisked) return { id, result: { kind: 'unknown' } };
    if (!maySend) return { id, result: { kind: known.kind === 'unknown' ? 'unknown' : 'cancelled' } };

    if (!lease.allowsSending())
      return { id, result: { kind: 'not-handed-over', surelyUnsent: known.kind === 'absent' } };
    const result = await channel.send(message);
    // Nobody could say whether the first one left: urgent care sends again, and says so.
    return result.kind === 'accepted' ? accepted(id, result.vendorId, known.kind === 'unknown') : { id, result };
  };
  return { sendAll: (outgoing, lease) => Promise.all(outgoing.map((message) => send(message, lease))) };
}

const accepted = (id: string, vendorId: string, possibleDuplicate: boolean): Sent => ({
  id,
  result: { kind: 'accepted', vendorId, possibleDuplicate },
});

/** How often a step tries a vendor that says "not now", before the policy's own attempts take over. */
const triesWithinStep = 4;

/**
 * How long until a vendor that is away for a moment is asked again within the step; null when nothing is left to ask, or
 * the policy's own attempts take over. Milliseconds. A vendor that says when it may be asked is never asked before; one
 * that wants longer than a step should hold up its case is left to the policy.
 */
export function nextTryAfterMs(sent: readonly Sent[], attempt: number): number | null {
  // No vendor was asked: that is no try to count.
  if (sent.some(({ result }) => result.kind === 'not-handed-over')) return 1_000;
  const waiting = sent.filter(({ result }) => result.kind === 'failed-temporary' || result.kind === 'unknown');
  if (waiting.length === 0 || attempt >= triesWithinStep) return null;
  const asked = waiting.map(({ result }) => (result.kind === 'failed-temporary' ? (result.retryAfterMs ?? 0) : 0));
  const waitMs = Math.max(...asked, 1_000 * 2 ** (attempt - 1));
  return waitMs > longestWaitMs ? null : waitMs;
}

const longestWaitMs = 30_000;

/** Ends this try of the step; Temporal starts the next one after the wait. */
export const notForNow = (nextRetryDelay: number): ApplicationFailure =>
  ApplicationFailure.create({ message: 'A vendor took no message for now.', type: vendorNotNow, nextRetryDelay });

export const isNotForNow = (error: unknown): boolean =>
  error instanceof ApplicationFailure && error.type === vendorNotNow;

const vendorNotNow = 'vendor-not-now';
