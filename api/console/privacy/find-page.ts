import { z } from 'zod';
import { requireRole } from '../../../records/caller';
import { findClients } from '../../../records/clients/find-clients';
import { short } from '../../contract/fields';
import { valid } from '../../http/validate';
import type { DeskPage } from '../frame/desk';
import { text } from '../frame/forms';

const asked = z.object({ who: short });

/** `/privacy/find`: whose data somebody asks for, by what is in their letter. Sent as a form: an address is in logs. */
export const findPage: DeskPage = {
  path: '/privacy/find',
  template: 'privacy/find',
  view: async ({ caller }) => {
    requireRole(caller, 'dpo', 'admin');
    return {};
  },
  look: async ({ work, caller, given }) => ({
    found: await findClients(work, caller, valid(asked, { who: text(given, 'who') }).who),
  }),
};
