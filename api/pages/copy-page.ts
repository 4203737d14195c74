import { Router } from 'express';
import { z } from 'zod';
import { followCopyLink, identify } from '../../records/copy/personal-page';
import { linkIsOver } from '../../records/urgent-care/personal-page';
import { crisisLines } from '../../workflows/shared/crisis-block';
import type { ApiDeps } from '../http/perform';
import { valid } from '../http/validate';
import { archiveName, copyArchive } from './copy-archive';
import type { Render } from './render';

const answer = z.string().max(500).default('');
const formBody = z.object({ birthDate: answer, guardAnswer: answer });

/** `/k/{token}`: the copy of their data that a client is offered before it goes. GET asks who they are, POST gives it. */
export function copyPage({ records, clock, tell }: ApiDeps, render: Render): Router {
  const router = Router();

  router.get('/:token', async (request, response) => {
    const view = await followCopyLink(records, clock(), request.params.token, async (_work, { asks, country }) => ({
      asks,
      crisisLines: crisisLines(country),
    }));
    render(response, 200, 'copy', view);
  });

  router.post('/:token', async (request, response) => {
    const answers = valid(formBody, request.body);
    const { given, view, untold } = await followCopyLink(
      records,
      clock(),
      request.params.token,
      async (work, followed) => ({
        given: await identify(work, followed, answers),
        view: { asks: followed.asks, crisisLines: crisisLines(followed.country) },
        untold: work.untold,
      }),
    );
    tell(untold);
    if (given.kind === 'theirs') {
      response
        .type('application/zip')
        .attachment(archiveName)
        .send(Buffer.from(await copyArchive(given.copy)));
      return;
    }
    if (given.closed) throw linkIsOver();
    render(response, 422, 'copy', { ...view, wrong: true });
  });
  return router;
}
