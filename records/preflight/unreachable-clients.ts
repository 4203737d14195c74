import { audit } from '../audit/record';
import { localDateOf } from '../calendar/local-time';
import { type Notice, openNotices } from '../notices';
import { organisationOf, type StaffMember, staffWithAnyRole } from '../people';
import type { Outgoing } from '../urgent-care/dispatches';
import { reachabilityOf } from '../urgent-care/reachability/read-reachability';
import type { Work } from '../work';
import { heedItself } from '../work';
import type { PreflightLetters } from './letters';

/**
 * Each practitioner hears how many of their clients could not be reached today; supervisors hear of clients whom nobody
 * treats. Once a day, as long as it is so. domain.md §3
 */
export async function openNoticesOfUnreachable(
  work: Work,
  letters: PreflightLetters,
): Promise<{ readonly outgoing: readonly Outgoing[]; readonly found: number }> {
  const unreachable = (await reachabilityOf(work)).filter(({ reachable }) => !reachable);
  if (unreachable.length === 0) return { outgoing: [], found: 0 };

  const { senderName, timeZone } = await organisationOf(work);
  const key = `unreachable/${localDateOf(work.at, timeZone)}`;
  const notice = (to: StaffMember, clients: number, treatedBy: 'reader' | 'nobody'): Notice[] =>
    clients === 0
      ? []
      : [
          {
            key: treatedBy === 'reader' ? key : `${key}/without-practitioner`,
            template: 'unreachable-clients',
            to,
            write: (channel) => letters.unreachableClients(channel, { senderName, clients, treatedBy }),
          },
        ];

  const practitioners = await staffWithAnyRole(work, 'practitioner');
  const treated = (id: string): number => unreachable.filter(({ practitionerId }) => practitionerId === id).length;
  const untreated = unreachable.filter(({ practitionerId }) => !practitioners.some(({ id }) => id === practitionerId));
  const notices = [
    ...practitioners.flatMap((to) => notice(to, treated(to.id), 'reader')),
    ...(await staffWithAnyRole(work, 'supervisor')).flatMap((to) => notice(to, untreated.length, 'nobody')),
  ];
  const { outgoing, areNew } = await openNotices(work, notices);
  if (areNew) {
    const words = `${unreachable.length} clients could not be reached today; ${notices.length} people were told.`;
    await audit(work, { actor: heedItself, action: 'reachability.told', words });
  }
  return { outgoing, found: unreachable.length };
}
