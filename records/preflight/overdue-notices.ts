import { audit } from '../audit/record';
import { localDateOf } from '../calendar/local-time';
import { openNotices } from '../notices';
import { organisationOf, staffWithAnyRole } from '../people';
import type { Outgoing } from '../urgent-care/dispatches';
import { overdueNotices } from '../urgent-care-plan/contact-notices';
import type { Work } from '../work';
import { heedItself } from '../work';
import type { PreflightLetters } from './letters';

/**
 * The data protection officer hears how many people whom clients named were not told in time how their data are held:
 * once a day, until each was told or the reason why not is on record. UK GDPR Article 14
 */
export async function openNoticeOfOverdueNotices(
  work: Work,
  letters: PreflightLetters,
): Promise<{ readonly outgoing: readonly Outgoing[]; readonly found: number }> {
  const people = (await overdueNotices(work)).length;
  if (people === 0) return { outgoing: [], found: 0 };

  const { senderName, timeZone } = await organisationOf(work);
  const notices = (await staffWithAnyRole(work, 'dpo')).map((to) => ({
    key: `overdue-notices/${localDateOf(work.at, timeZone)}`,
    template: 'overdue-privacy-notices',
    to,
    write: (channel: 'sms' | 'email') => letters.overdueNotices(channel, { senderName, people }),
  }));
  const { outgoing, areNew } = await openNotices(work, notices);
  if (areNew) {
    const words = `${people} people were not told in time how their data are held; ${notices.length} were told of it.`;
    await audit(work, { actor: heedItself, action: 'contact-notices.overdue-told', words });
  }
  return { outgoing, found: people };
}
