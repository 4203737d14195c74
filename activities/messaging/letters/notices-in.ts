import { dayAndTime } from '../../../records/calendar/day-and-time';
import type { GapToTell, PreflightLetters } from '../../../records/preflight/letters';
import type { StaffNoticeLetter } from '../../../records/staff-notices/letters';
import type { Counted, Language } from './language';
import { fill, rendered } from './template';

/** The letters to staff outside any case's story, in one language. */

export const staffNoticeIn =
  ({ templates }: Language): StaffNoticeLetter =>
  (channel, { about, ...facts }) =>
    rendered(templates[`notice-of-${about}`], channel, facts);

export function preflightLettersIn({ templates, counted, gap }: Language): PreflightLetters {
  const described = ({ tier, from, to }: GapToTell, timeZone: string): string =>
    fill(gap.line, { tier: gap.tiers[tier], from: dayAndTime(from, timeZone), to: dayAndTime(to, timeZone) });
  return {
    rotaGaps: (channel, { senderName, timeZone, gaps }) =>
      rendered(templates['rota-gaps'], channel, {
        senderName,
        stretches: inNumber(counted.stretches, gaps.length),
        from: dayAndTime(gaps[0].from, timeZone),
        details: gaps.map((one) => described(one, timeZone)).join('\n'),
      }),
    overdueNotices: (channel, { senderName, people }) =>
      rendered(templates['overdue-privacy-notices'], channel, {
        senderName,
        people: inNumber(counted.peopleInPlans, people),
      }),
    unreachableClients: (channel, { senderName, clients, treatedBy }) =>
      rendered(templates['unreachable-clients'], channel, {
        senderName,
        clients: inNumber(treatedBy === 'reader' ? counted.clientsOfReader : counted.clientsOfNobody, clients),
      }),
  };
}

const inNumber = ({ one, several }: Counted, count: number): string =>
  count === 1 ? one : fill(several, { count: String(count) });
