import { patched, proxyActivities } from '@temporalio/workflow';
import type { PreflightActivities, PreflightFindings, PreflightInput } from './contract';

// Longer than the lease under which an activity sends (12 s). Given up before the next day's preflight begins.
const { alarmAboutGaps, tellOfUnreachable, tellOfOverdueNotices } = proxyActivities<PreflightActivities>({
  startToCloseTimeout: '20 seconds',
  scheduleToCloseTimeout: '12 hours',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/** Of a preflight that began before it was asked. */
const nothingFound = { found: 0 };

/** Each day, before anybody needs it: is somebody on call all week, and could every plan be carried out? domain.md §3 */
export async function preflight({ organisationId }: PreflightInput): Promise<PreflightFindings> {
  const order = { organisationId, at: Date.now() };
  // None waits for another: what holds up the one must not hide what the other finds.
  const [gaps, unreachable, untold] = await Promise.all([
    alarmAboutGaps(order),
    tellOfUnreachable(order),
    patched('overdue-notices') ? tellOfOverdueNotices(order) : nothingFound,
  ]);
  return { gaps: gaps.found, unreachable: unreachable.found, untold: untold.found };
}
