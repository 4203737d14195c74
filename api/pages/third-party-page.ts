import { Router } from 'express';
import { z } from 'zod';
import {
  followLink,
  recipientOf,
  takeForm,
  thirdPartyActor,
  thirdPartyQuestion,
} from '../../records/urgent-care/personal-page';
import { recordAcknowledgement } from '../../records/urgent-care/record-acknowledgement';
import type { ApiDeps } from '../http/perform';
import { valid } from '../http/validate';
import { formUsed } from './refusals';
import { goOnTo, type Render } from './render';

const formBody = z.object({
  form: z.coerce.number().int().min(0),
  answer: z.enum(['acting', 'cannot']),
});

/** `/a/{token}`: a GP or contact reads what is asked and answers. Opening it is no acknowledgement. domain.md §3.7 */
export function thirdPartyPage({ records, clock, tell }: ApiDeps, render: Render): Router {
  const router = Router();

  router.get('/:token', async (request, response) => {
    const view = await followLink(records, clock(), 'third-party', request.params.token, async (work, followed) => ({
      ...(await thirdPartyQuestion(work, followed)),
      form: followed.link.submissions,
    }));
    render(response, 200, 'third-party', view);
  });

  router.post('/:token', async (request, response) => {
    const { token } = request.params;
    const { form, answer } = valid(formBody, request.body);
    const untold = await followLink(records, clock(), 'third-party', token, async (work, followed) => {
      if (!(await takeForm(work, followed, form))) {
        throw formUsed();
      }
      const recipient = recipientOf(followed);
      const by = await thirdPartyActor(work, followed);
      await recordAcknowledgement(work, followed.theCase.id, by, { recipient, answer, via: 'page' });
      return work.untold;
    });
    tell(untold);
    goOnTo(response, `/a/${encodeURIComponent(token)}`);
  });
  return router;
}
