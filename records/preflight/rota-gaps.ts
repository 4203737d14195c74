import { audit } from '../audit/record';
import { localDateOf } from '../calendar/local-time';
import { openNotices } from '../notices';
import { organisationOf, staffWithAnyRole } from '../people';
import { gapsOfTheWeek } from '../rota/read-rota';
import { currentRota } from '../rota/rotas';
import type { Outgoing } from '../urgent-care/dispatches';
import type { Work } from '../work';
import { heedItself } from '../work';
import type { PreflightLetters } from './letters';

/** Gaps of the next seven days alarm those who can fill them: once a day, as long as there are any. domain.md §3 */
export async function openAlarmAboutGaps(
  work: Work,
  letters: PreflightLetters,
): Promise<{ readonly outgoing: readonly Outgoing[]; readonly found: number }> {
  const rota = await currentRota(work);
  const [first, ...others] = await gapsOfTheWeek(work);
  if (!rota || !first) return { outgoing: [], found: 0 };

  const { senderName, timeZone } = await organisationOf(work);
  const today = localDateOf(work.at, timeZone);
  const gaps = [first, ...others] as const;
  const facts = { senderName, timeZone: rota.timeZone, gaps };
  const notices = (await staffWithAnyRole(work, 'supervisor', 'admin')).map((to) => ({
    key: `rota-gaps/${today}`,
    template: 'rota-gaps',
    to,
    write: (channel: 'sms' | 'email') => letters.rotaGaps(channel, facts),
  }));
  const { outgoing, areNew } = await openNotices(work, notices);
  if (areNew) {
    const words = `${gaps.length} gaps in the on-call rota of the next seven days; ${notices.length} people were told.`;
    await audit(work, { actor: heedItself, action: 'rota.gaps-told', words });
  }
  return { outgoing, found: gaps.length };
}
