import { Router } from 'express';
import { z } from 'zod';
import { isPlatform, requireRole, staffActorOf } from '../../records/caller';
import { readCopy } from '../../records/copy/read-copy';
import { forbidden } from '../../records/errors';
import { readRetention } from '../../records/retention/read-retention';
import { currentSchedule, saveSchedule } from '../../records/retention/schedule';
import { disposals, scheduledCategories } from '../../workflows/retention/words';
import { periodText, reason } from '../contract/fields';
import { callerOf } from '../http/authenticate';
import { type ApiDeps, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';
import { archiveName, copyArchive } from '../pages/copy-archive';

const keeping = z.strictObject({
  keepFor: periodText,
  afterwards: z.enum(disposals).default('erase'),
  basis: reason.optional(),
});

/** As GET answers it, without `version`. What is not named is kept as by default. */
const scheduleBody = z.strictObject({ categories: z.partialRecord(z.enum(scheduledCategories), keeping) });

/** `/v1/retention`: how long what is kept. domain.md §5 */
export function retentionRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.get(
    '/schedule',
    read(deps, async (work, caller) => {
      if (isPlatform(caller)) throw forbidden('The retention schedule is for staff.');
      return currentSchedule(work);
    }),
  );

  router.put('/schedule', async (request, response) => {
    const caller = callerOf(request);
    requireRole(caller, 'dpo');
    const { categories } = valid(scheduleBody, request.body);
    const { saved, untold } = await deps.records.withOrganisation(
      caller.organisationId,
      deps.clock(),
      async (work) => ({
        saved: await saveSchedule(work, await staffActorOf(work, caller), categories),
        untold: work.untold,
      }),
    );
    deps.tell(untold);
    response.json(saved);
  });
  return router;
}

/** `GET /v1/clients/{id}/retention`: what of theirs goes when, and why. `…/copy`: all of it, as they get it themselves. */
export function clientsRetentionRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.get(
    '/:id/retention',
    read(deps, (work, caller, { params }) => readRetention(work, caller, idInPath(params.id, 'client'))),
  );
  router.get('/:id/copy', async (request, response) => {
    const caller = callerOf(request);
    const clientId = idInPath(request.params.id, 'client');
    const copy = await deps.records.withOrganisation(caller.organisationId, deps.clock(), (work) =>
      readCopy(work, caller, clientId),
    );
    const archive = Buffer.from(await copyArchive(copy));
    response.set('Cache-Control', 'no-store').type('application/zip').attachment(archiveName).send(archive);
  });
  return router;
}
