import type { PreflightLetters } from '../../records/preflight/letters';
import { openAlarmAboutGaps } from '../../records/preflight/rota-gaps';
import { openNoticesOfUnreachable } from '../../records/preflight/unreachable-clients';
import type { PreflightActivities } from '../../workflows/preflight/contract';
import { createNoticeSender, type NoticeDeps } from '../messaging/send-notices';

export interface PreflightDeps extends NoticeDeps {
  readonly letters: PreflightLetters;
}

/** What the preflight does to the world: looks, and tells whom it concerns. */
export function createPreflightActivities({ letters, ...deps }: PreflightDeps): PreflightActivities {
  const send = createNoticeSender(deps);
  return {
    alarmAboutGaps: (order) => send(order, (work) => openAlarmAboutGaps(work, letters)),
    tellOfUnreachable: (order) => send(order, (work) => openNoticesOfUnreachable(work, letters)),
  };
}
