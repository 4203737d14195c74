import type { Outgoing } from '../../records/urgent-care/dispatches';

/** One way of writing to people: what the story needs of a vendor, no more. */
export interface MessageChannel {
  /** Hands the message over. Never rejects: what came of it is the answer. */
  send(message: Outgoing): Promise<SendResult>;
  /** Looks whether the vendor has this very message already. */
  find(message: Outgoing): Promise<LookUp>;
}

export type LookUp =
  | { readonly kind: 'found'; readonly vendorId: string }
  | { readonly kind: 'absent' }
  /** Nobody can say. */
  | { readonly kind: 'unknown' };

export type SendResult =
  | { readonly kind: 'accepted'; readonly vendorId: string }
  | { readonly kind: 'failed-permanent'; readonly errorCode: string }
  | { readonly kind: 'failed-temporary'; readonly errorCode: string; readonly retryAfterMs?: number }
  /** The vendor gave no answer in time: it may or may not have taken the message. */
  | { readonly kind: 'unknown' };

/** An HTTP call to a vendor ends after this long; shorter than the lease under which it is made. */
export const vendorTimeoutMs = 5_000;
