import type { Router } from 'express';
import { changeClient } from '../../records/clients/change-client';
import { readClient, viewClient } from '../../records/clients/read-client';
import { writeSummary } from '../../records/clients/summaries';
import { readNotes, writeNote } from '../../records/notes/notes';
import { clients } from '../contract/clients';
import type { ApiDeps } from '../http/perform';
import { type Handlers, serve } from '../http/serve-group';

/** `/v1/clients/{id}`: what each may see of a client, and what is written of them. domain.md §2.7 */
export const clientRoutes = (deps: ApiDeps): Router => serve(deps, clients, clientHandlers);

export const clientHandlers: Handlers<typeof clients.endpoints> = {
  readClient: ({ work, caller, params }) => readClient(work, caller, params.clientId),
  changeClient: async ({ work, caller, params: { clientId }, body }) => {
    await changeClient(work, caller, clientId, body);
    return viewClient(work, { kind: 'registrar' }, clientId);
  },
  writeSummary: async ({ work, caller, params: { clientId }, body }) => {
    await writeSummary(work, caller, clientId, body);
    return { clientId, kind: body.kind };
  },
  readNotes: async ({ work, caller, params }) => ({ items: await readNotes(work, caller, params.clientId) }),
  writeNote: ({ work, caller, params, body }) => writeNote(work, caller, params.clientId, body.text),
};
