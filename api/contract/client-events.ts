import { z } from 'zod';
import { clientEventKinds } from '../../workflows/staff-notice/contract';
import { listOf } from './answers';
import { get, group, ok } from './endpoint';
import { instantText } from './fields';

export const clientEvent = z
  .object({ id: z.uuid(), kind: z.enum(clientEventKinds), at: instantText })
  .meta({ id: 'ClientEvent' });

/** domain.md §2.7 */
export const clientEvents = group('Clients', '/v1/clients', {
  listClientEvents: get('/{clientId}/events', {
    summary: 'Lists what happened to a client outside of their sessions, newest first: that it did, and when',
    may: { practitioner: 'pathway', supervisor: 'all' },
    answer: ok(listOf(clientEvent)),
  }),
});
