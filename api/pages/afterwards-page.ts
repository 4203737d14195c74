import { Router } from 'express';
import { z } from 'zod';
import { clientActor, clientCountry, followLink, takeForm } from '../../records/urgent-care/personal-page';
import { recordHowItWas } from '../../records/urgent-care/record-how-it-was';
import { crisisLines } from '../../workflows/shared/crisis-block';
import { words } from '../contract/fields';
import type { ApiDeps } from '../http/perform';
import { valid } from '../http/validate';
import { formUsed } from './refusals';
import { goOnTo, type Render } from './render';

const formBody = z.object({
  form: z.coerce.number().int().min(0),
  words,
  complaint: z.literal('yes').optional(),
});

/** `/h/{token}`: afterwards the client says how it was; criticism opens a complaint. domain.md §3.11 */
export function afterwardsPage({ records, clock, tell }: ApiDeps, render: Render): Router {
  const router = Router();

  router.get('/:token', async (request, response) => {
    const view = await followLink(records, clock(), 'afterwards', request.params.token, async (work, followed) => ({
      senderName: followed.organisation.senderName,
      callbackNumber: followed.organisation.callbackNumber,
      form: followed.link.submissions,
      crisisLines: crisisLines(await clientCountry(work, followed)),
    }));
    render(response, 200, 'afterwards', { ...view, received: request.query['received'] !== undefined });
  });

  router.post('/:token', async (request, response) => {
    const { token } = request.params;
    const { form, words, complaint } = valid(formBody, request.body);
    const untold = await followLink(records, clock(), 'afterwards', token, async (work, followed) => {
      if (!(await takeForm(work, followed, form))) {
        throw formUsed();
      }
      const by = await clientActor(work, followed);
      await recordHowItWas(work, followed.theCase.id, by, { words, complains: complaint === 'yes' });
      return work.untold;
    });
    tell(untold);
    goOnTo(response, `/h/${encodeURIComponent(token)}?received`);
  });
  return router;
}
