import type { PreflightLetters } from '../../records/preflight/letters';
import { openNoticeOfOverdueNotices } from '../../records/preflight/overdue-notices';
import { openAlarmAboutGaps } from '../../records/preflight/rota-gaps';
import { openNoticesOfUnreachable } from '../../records/preflight/unreachable-clients';
import type { Outgoing } from '../../records/urgent-care/dispatches';
import type { Work } from '../../records/work';
import type { PreflightActivities, PreflightOrder } from '../../workflows/preflight/contract';
import { createSender, type SenderDeps } from '../messaging/send-beside-cases';

export interface PreflightDeps extends SenderDeps {
  readonly letters: PreflightLetters;
}

interface Found {
  readonly outgoing: readonly Outgoing[];
  readonly found: number;
}

/** What the preflight does to the world: looks, and tells whom it concerns. */
export function createPreflightActivities({ letters, ...deps }: PreflightDeps): PreflightActivities {
  const send = createSender(deps);
  const tell = async (
    order: PreflightOrder,
    open: (work: Work) => Promise<Found>,
  ): Promise<{ readonly found: number }> => {
    const { opened } = await send(order, open);
    return { found: opened.found };
  };
  return {
    alarmAboutGaps: (order) => tell(order, (work) => openAlarmAboutGaps(work, letters)),
    tellOfUnreachable: (order) => tell(order, (work) => openNoticesOfUnreachable(work, letters)),
    tellOfOverdueNotices: (order) => tell(order, (work) => openNoticeOfOverdueNotices(work, letters)),
  };
}
