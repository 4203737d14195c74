import { localDateOf } from '../../../records/calendar/local-time';
import { hasRole } from '../../../records/caller';
import { erasuresNotOver } from '../../../records/erasure/not-over';
import { awaitedOptOuts } from '../../../records/marketing/awaited';
import { organisationOf } from '../../../records/people';
import { retentionDueSoon } from '../../../records/retention/due-soon';
import { standingHolds } from '../../../records/retention/standing-holds';
import { overridesOfMonth } from '../../../records/urgent-care/overrides-of-month';
import type { DeskPage } from '../frame/desk';
import { monthOf } from './months';

/** `/privacy`: what must not be late, what goes soon, what is kept all the same, and what went against somebody's word. */
export const deskPage: DeskPage = {
  path: '/privacy',
  template: 'privacy/desk',
  view: async ({ work, caller }) => {
    const { timeZone } = await organisationOf(work);
    const today = localDateOf(work.at, timeZone);
    const isOfficer = hasRole(caller, 'dpo');
    return {
      isOfficer,
      today,
      optOuts: await awaitedOptOuts(work, caller),
      due: await retentionDueSoon(work, caller),
      holds: await standingHolds(work, caller),
      erasures: await erasuresNotOver(work, caller),
      overrides: isOfficer ? await overridesOfMonth(work, caller, monthOf(today)) : [],
    };
  },
};
