import type { DeskPage } from '../frame/desk';
import { ofErasures } from './asks';

/** `/privacy/erasures/{id}`: how far an erasure is, and in the end its receipt. domain.md §5 */
export const erasurePage: DeskPage = {
  path: '/privacy/erasures/:erasureId',
  template: 'privacy/erasure',
  view: async ({ work, caller, params }) => {
    const erasure = await ofErasures.readErasure(work, caller, { params });
    const { asked = [], erased = {}, held = {} } = erasure.receipt ?? {};
    return {
      erasure,
      categories: asked.map((category) => {
        const counts = erased[category];
        return {
          category,
          keptBy: held[category] ?? [],
          rows: counts ? Object.values(counts).reduce((sum, count) => sum + count, 0) : null,
        };
      }),
    };
  },
};
