import { localDateOf } from '../../../records/calendar/local-time';
import { organisationOf } from '../../../records/people';
import { overridesOfMonth } from '../../../records/urgent-care/overrides-of-month';
import type { DeskPage } from '../frame/desk';
import { text } from '../frame/forms';
import { monthAsked, monthBeside, monthInWords, monthOf } from './months';

/** `/privacy/overrides?month=2026-11`: each with who proposed it, who answered, on which row, and its review. */
export const overridesPage: DeskPage = {
  path: '/privacy/overrides',
  template: 'privacy/overrides',
  view: async ({ work, caller, query }) => {
    const { timeZone } = await organisationOf(work);
    const today = localDateOf(work.at, timeZone);
    const month = monthAsked(text(query, 'month'), today);
    return {
      overrides: await overridesOfMonth(work, caller, month),
      month: monthInWords(month),
      before: { at: monthBeside(month, -1), name: monthInWords(`${monthBeside(month, -1)}-01`) },
      after:
        month < monthOf(today)
          ? { at: monthBeside(month, 1), name: monthInWords(`${monthBeside(month, 1)}-01`) }
          : null,
    };
  },
};
