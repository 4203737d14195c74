import { proxyActivities } from '@temporalio/workflow';
import type { StaffNoticeActivities, StaffNoticeInput } from './contract';

// Longer than the lease under which an activity sends (12 s).
const { tellStaff } = proxyActivities<StaffNoticeActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Somebody wrote and no case could page anyone: whom it concerns is told, however long the vendors are away. */
export async function staffNotice(input: StaffNoticeInput): Promise<void> {
  await tellStaff({ ...input, at: Date.now() });
}
