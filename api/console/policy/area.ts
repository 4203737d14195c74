import type { Area } from '../area';
import { changePage } from './change-page';
import { policyPage } from './policy-page';
import { rehearsalPage } from './rehearsal-page';
import { policyForms } from './words';

/** What the organisation has settled for urgent care: its windows, and whom it reaches in which order. domain.md §3 */
export const policyArea: Area = {
  at: '/policy',
  name: 'Policy',
  isFor: ['practitioner', 'duty-clinician', 'supervisor', 'dpo', 'admin'],
  forms: policyForms,
  pages: [policyPage, rehearsalPage, changePage],
};
