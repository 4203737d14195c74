import { ApplicationFailure } from '@temporalio/activity';
import { vendorTimeoutMs } from './channels';

/**
 * The time within which an activity may still act. Vendor time-out < lease for sending < the activity's start-to-close:
 * when Temporal gives the step to a replacement, a stopped process that wakes up finds its lease over. Counted on a
 * monotonic clock, which a jump of the wall clock cannot stretch.
 */
export interface Lease {
  /** @throws a retryable failure when a send that starts now might end after the lease for sending */
  checkSending(): void;
  /** @throws a retryable failure when the step has been given to a replacement, and what came of it is no more ours to say */
  checkStep(): void;
}

const sendingMs = 12_000;

/** @param stepMs how long Temporal leaves the step to one try: the activity's start-to-close */
export function createLease(stepMs: number, monotonicMs: () => number = () => performance.now()): Lease {
  const startedAt = monotonicMs();
  const isOver = (leaseMs: number): boolean => monotonicMs() > startedAt + leaseMs;
  return {
    checkSending: () => {
      if (isOver(sendingMs - vendorTimeoutMs)) throw leaseOver('The next try looks up what was sent.');
    },
    checkStep: () => {
      if (isOver(stepMs)) throw leaseOver('The next try records what came of it.');
    },
  };
}

const leaseOver = (next: string): ApplicationFailure =>
  ApplicationFailure.retryable(`The lease of this try is over. ${next}`, 'lease-over');
