import { ApplicationFailure } from '@temporalio/activity';
import { vendorTimeoutMs } from './channels';

/**
 * The time within which an activity may still hand a message over. Vendor time-out < lease < the activity's
 * start-to-close: when Temporal gives the step to a replacement, a stopped process that wakes up finds its lease over.
 * Counted on a monotonic clock, which a jump of the wall clock cannot stretch.
 */
export interface Lease {
  /** @throws a retryable failure when a send that starts now might end after the lease */
  check(): void;
}

const leaseMs = 12_000;

export function createLease(monotonicMs: () => number = () => performance.now()): Lease {
  const endsAt = monotonicMs() + leaseMs;
  return {
    check: () => {
      if (monotonicMs() + vendorTimeoutMs <= endsAt) return;
      throw ApplicationFailure.retryable(
        'The lease for sending is over; the next try looks up what was sent.',
        'lease-over',
      );
    },
  };
}
