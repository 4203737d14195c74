import { ApplicationFailure } from '@temporalio/activity';
import { vendorTimeoutMs } from './channels';

/**
 * The time within which an activity may still act. Vendor time-out < lease for sending < the activity's start-to-close:
 * when Temporal gives the step to a replacement, a stopped process that wakes up finds its lease over. Counted on a
 * monotonic clock, which a jump of the wall clock cannot stretch.
 */
export interface Lease {
  /** False when a send that starts now might end after the lease for sending. */
  allowsSending(): boolean;
  /** @throws a retryable failure when the step has been given to a replacement, and what came of it is no more ours to say */
  checkStep(): void;
}

const sendingMs = 12_000;

/** @param stepMs how long Temporal leaves the step to one try: the activity's start-to-close */
export function createLease(stepMs: number, monotonicMs: () => number = () => performance.now()): Lease {
  const startedAt = monotonicMs();
  const isOver = (leaseMs: number): boolean => monotonicMs() > startedAt + leaseMs;
  return {
    allowsSending: () => !isOver(sendingMs - vendorTimeoutMs),
    checkStep: () => {
      if (!isOver(stepMs)) return;
      throw ApplicationFailure.retryable(
        'The lease of this try is over; the next one records what came of it.',
        'lease-over',
      );
    },
  };
}
