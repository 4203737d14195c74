import type { Area } from '../area';
import { auditPages } from './audit-pages';
import { clientPages } from './client-pages';
import { deskPage } from './desk-page';
import { erasurePage } from './erasure-page';
import { findPage } from './find-page';
import { optOutPages } from './opt-out-pages';
import { overridesPage } from './overrides-page';
import { schedulePages } from './schedule-pages';
import { privacyForms } from './words';

/** What is kept of clients, what goes, and who looked at it. domain.md §4, §5 */
export const privacyArea: Area = {
  at: '/privacy',
  name: 'Data protection',
  isFor: ['dpo', 'admin'],
  forms: privacyForms,
  pages: [
    deskPage,
    findPage,
    ...clientPages,
    erasurePage,
    ...optOutPages,
    overridesPage,
    ...schedulePages,
    ...auditPages,
  ],
};
