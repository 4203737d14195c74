import { Router } from 'express';
import { z } from 'zod';
import { changeClient } from '../../records/clients/change-client';
import { readClient, viewClient } from '../../records/clients/read-client';
import { summaryKinds, writeSummary } from '../../records/clients/summaries';
import { readNotes, writeNote } from '../../records/notes/notes';
import { address, country, short, words } from '../contract/fields';
import { type ApiDeps, perform, read } from '../http/perform';
import { idInPath, valid } from '../http/validate';

/** As it was written: a place in it is counted from its very beginning. */
const noteBody = z.strictObject({
  text: z
    .string()
    .max(20_000)
    .refine((written) => written.trim() !== '', { message: 'says nothing' }),
});
const summaryBody = z.strictObject({ kind: z.enum(summaryKinds), text: words });
const changeBody = z
  .strictObject({
    username: short.nullable().optional(),
    country: country.nullable().optional(),
    homeAddress: address.nullable().optional(),
    sharing: z
      .strictObject({ riskSummary: z.boolean().optional(), progressSummary: z.boolean().optional() })
      .optional(),
  })
  .refine((change) => Object.keys(change).length > 0, { message: 'names nothing to change' });

/** `/v1/clients/{id}`: what each may see of a client, and what is written of them. domain.md §2.7 */
export function clientRoutes(deps: ApiDeps): Router {
  const router = Router();

  router.get(
    '/:id',
    read(deps, (work, caller, { params }) => readClient(work, caller, idInPath(params.id, 'client'))),
  );

  router.patch(
    '/:id',
    perform(deps, async (work, caller, { params, body }) => {
      const clientId = idInPath(params.id, 'client');
      await changeClient(work, caller, clientId, valid(changeBody, body));
      return { status: 200, body: await viewClient(work, { kind: 'registrar' }, clientId) };
    }),
  );

  router.post(
    '/:id/summaries',
    perform(deps, async (work, caller, { params, body }) => {
      const clientId = idInPath(params.id, 'client');
      const { kind, text } = valid(summaryBody, body);
      await writeSummary(work, caller, clientId, { kind, text });
      return { status: 201, body: { clientId, kind } };
    }),
  );

  router.get(
    '/:id/notes',
    read(deps, async (work, caller, { params }) => ({
      items: await readNotes(work, caller, idInPath(params.id, 'client')),
    })),
  );

  router.post(
    '/:id/notes',
    perform(deps, async (work, caller, { params, body }) => {
      const clientId = idInPath(params.id, 'client');
      return { status: 201, body: await writeNote(work, caller, clientId, valid(noteBody, body).text) };
    }),
  );
  return router;
}
