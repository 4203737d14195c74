import { z } from 'zod';
import { pageOf } from './answers';
import { get, group, ok } from './endpoint';
import { instantText, paging } from './fields';

export const inboundInBrief = z.object({ id: z.uuid(), at: instantText, channel: z.enum(['sms', 'email']) });

/** What somebody wrote to us, whole. */
export const inboundMessage = inboundInBrief.extend({
  from: z.string().meta({ description: 'Their number, or their address.' }),
  subject: z.string().optional().meta({ description: 'Of an email.' }),
  text: z.string(),
  attachments: z.int().optional().meta({ description: 'How many came with it. They are not kept.' }),
});

/** domain.md §3.7 */
export const inboundMessages = group('Messages without a case', '/v1/inbound-messages', {
  listMessagesWithoutCase: get('/', {
    summary: 'Lists what people wrote that belongs to no open case, newest first',
    description:
      'Somebody may be in danger, and no case pages anybody: whoever is on duty is told, and reads it here. A duty clinician who is off duty reads what came while they were on: a page may hold less than its limit, and is the last one only if `next` is null.',
    may: { 'duty-clinician': 'own', supervisor: 'all' },
    query: z.strictObject(paging),
    answer: ok(
      pageOf(
        inboundMessage.extend({
          automatic: z.boolean().meta({ description: 'A machine wrote it: nobody was paged for it.' }),
        }),
      ),
    ),
  }),
});
