import { Router } from 'express';
import { noticesOf, readOpenNotices, recordNotice } from '../../records/urgent-care-plan/contact-notices';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';
import { noticeBody } from './urgent-care-plan-schemas';

/** `POST /v1/clients/{id}/contact-notices`: somebody whom the client named was told how their data are held, or why not. */
export function contactNoticeRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post(
    '/:id/contact-notices',
    perform(deps, async (work, caller, { params, body }) => {
      const clientId = idInPath(params.id, 'client');
      await recordNotice(work, caller, clientId, valid(noticeBody, body));
      return { status: 201, body: { items: await noticesOf(work, clientId) } };
    }),
  );
  return router;
}

/** `GET /v1/contact-notices`: who is still to be told, of every client. */
export function openNoticeRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/',
    read(deps, async (work, caller) => ({ items: await readOpenNotices(work, caller) })),
  );
  return router;
}
