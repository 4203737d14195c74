import { hasRole, requireRole } from '../../../records/caller';
import { disposals, scheduledCategories } from '../../../workflows/retention/words';
import type { Asked, DeskPage } from '../frame/desk';
import { type Form, text, textIfAny } from '../frame/forms';
import { basedOn, requireNotOvertaken, wasSent } from '../frame/overtaken';
import { ofSchedule } from './asks';
import { periodInWords, periodMeant } from './periods';

/** `/privacy/schedule`: how long the organisation keeps what, and what becomes of it then. domain.md §5 */

async function scheduleView({ work, caller }: Asked) {
  const { version, categories } = await ofSchedule.readRetentionSchedule(work, caller, {});
  return {
    settled: version,
    maySave: hasRole(caller, 'dpo'),
    kept: scheduledCategories.map((category) => {
      const { keepFor, afterwards, basis = '' } = categories[category];
      return { category, keepFor: periodInWords(keepFor), afterwards, basis };
    }),
  };
}

const show: DeskPage = { path: '/privacy/schedule', template: 'privacy/schedule', view: scheduleView };

const change: DeskPage = {
  path: '/privacy/schedule/change',
  template: 'privacy/change-schedule',
  isGrave: true,
  // Each category has its own three.
  fields: (path) => {
    const [, category, name] = path.split('/');
    return `${name}-${category}`;
  },
  view: async (asked) => {
    requireRole(asked.caller, 'dpo');
    const { given } = asked;
    const { kept, settled } = await scheduleView(asked);
    return {
      disposals,
      basedOn: basedOn(given, settled),
      kept: wasSent(given) ? kept.map((one) => ({ ...one, ...writtenOf(given, one.category) })) : kept,
    };
  },
  act: async ({ work, caller, given }) => {
    const categories = Object.fromEntries(
      scheduledCategories.map((category) => {
        const { keepFor, afterwards } = writtenOf(given, category);
        const basis = textIfAny(given, `basis-${category}`);
        return [category, { keepFor: periodMeant(keepFor), afterwards, ...(basis !== undefined && { basis }) }];
      }),
    );
    const saved = await ofSchedule.saveRetentionSchedule(work, caller, { body: { categories } });
    requireNotOvertaken(saved, given, 'a schedule');
    return '/privacy/schedule';
  },
};

const writtenOf = (given: Form, category: string) => ({
  keepFor: text(given, `keepFor-${category}`),
  afterwards: text(given, `afterwards-${category}`),
  basis: text(given, `basis-${category}`),
});

export const schedulePages: readonly DeskPage[] = [show, change];
