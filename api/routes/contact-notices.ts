import type { Router } from 'express';
import { noticesOf, readOpenNotices, recordNotice } from '../../records/urgent-care-plan/contact-notices';
import { contactNotices, openContactNotices } from '../contract/contact-notices';
import type { ApiDeps } from '../http/perform';
import { serve } from '../http/serve-group';

/** `/v1/clients/{id}/contact-notices`: whether somebody whom the client named was told how their data are held. */
export const contactNoticeRoutes = (deps: ApiDeps): Router =>
  serve(deps, contactNotices, {
    recordContactNotice: async ({ work, caller, params: { clientId }, body }) => {
      await recordNotice(work, caller, clientId, body);
      return { items: await noticesOf(work, clientId) };
    },
  });

/** `/v1/contact-notices`: who is still to be told, of every client. */
export const openNoticeRoutes = (deps: ApiDeps): Router =>
  serve(deps, openContactNotices, {
    listOpenContactNotices: async ({ work, caller }) => ({ items: await readOpenNotices(work, caller) }),
  });
