import type { Area } from '../area';
import { allocationPages } from './allocation-pages';
import { allocationsPage } from './allocations-page';
import { allocationForms } from './words';

/** Who is proposed to clients, with every reason, and what people say to it. domain.md §2.6 */
export const allocationsArea: Area = {
  at: '/allocations',
  name: 'Allocations',
  isFor: ['practitioner', 'supervisor', 'admin'],
  forms: allocationForms,
  pages: [allocationsPage, ...allocationPages],
};
