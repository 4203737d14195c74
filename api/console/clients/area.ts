import type { Area } from '../area';
import { caseloadPage } from './caseload-page';
import { clientPage } from './client-page';

/** Whose plans somebody keeps in order, and each of them by themselves. domain.md §2 */
export const clientsArea: Area = {
  at: '/clients',
  name: 'Clients',
  isFor: ['practitioner', 'duty-clinician', 'supervisor', 'admin'],
  pages: [caseloadPage, clientPage],
};
