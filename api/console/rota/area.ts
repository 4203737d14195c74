import type { Area } from '../area';
import { tierPage } from './tier-page';
import { weekPage } from './week-page';
import { rotaForms } from './words';

/** Who is on call, and when nobody is. domain.md §1, §3.3 */
export const rotaArea: Area = {
  at: '/rota',
  name: 'Rota',
  isFor: ['practitioner', 'duty-clinician', 'supervisor', 'dpo', 'admin'],
  forms: rotaForms,
  pages: [weekPage, tierPage],
};
