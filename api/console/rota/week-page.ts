import { z } from 'zod';
import { dayInWords } from '../../../records/calendar/day-and-time';
import { localDateOf, plusDays } from '../../../records/calendar/local-time';
import { organisationOf } from '../../../records/people';
import { readWeek } from '../../../records/rota/read-week';
import { mondayOf } from '../../../records/rota/week';
import { valid } from '../../http/validate';
import { dayOfThisAge } from '../frame/days';
import type { DeskPage } from '../frame/desk';
import { calendarOf } from './calendar';
import { rotaView, withLengths } from './rota-view';

const shown = z.object({ from: dayOfThisAge.optional() });

/** `/rota?from=2026-11-23`: the week of that day, and where nobody is on duty in it. */
export const weekPage: DeskPage = {
  path: '/rota',
  template: 'rota/week',
  view: async (asked) => {
    const { work, query } = asked;
    const view = await rotaView(asked);
    const { timeZone } = await organisationOf(work);
    const today = localDateOf(work.at, timeZone);
    const monday = mondayOf(valid(shown, query).from ?? today);
    const { days, gaps } = await readWeek(work, view.rota, monday);
    return {
      ...view,
      days: calendarOf(days, today, timeZone),
      gaps: withLengths(gaps),
      week: {
        name: dayInWords(monday),
        isOver: plusDays(monday, 6) < today,
        isThis: monday === mondayOf(today),
        before: plusDays(monday, -7),
        after: plusDays(monday, 7),
      },
    };
  },
};
