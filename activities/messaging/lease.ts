import { vendorTimeoutMs } from './channels';

/**
 * The time within which a try of a step may still send. Vendor time-out < lease < the activity's start-to-close: when
 * Temporal gives the step to a replacement, a stopped process that wakes up finds its lease over. Counted on a monotonic
 * clock, which a jump of the wall clock cannot stretch.
 */
export interface Lease {
  /** False when a send that starts now might end after the lease. */
  allowsSending(): boolean;
}

const sendingMs = 12_000;

export function createLease(monotonicMs: () => number = () => performance.now()): Lease {
  const lastSendAt = monotonicMs() + sendingMs - vendorTimeoutMs;
  return { allowsSending: () => monotonicMs() <= lastSendAt };
}
