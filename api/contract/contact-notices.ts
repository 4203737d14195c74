import { z } from 'zod';
import { noticeWays } from '../../records/urgent-care-plan/contact-notices';
import { planRecipients } from '../../workflows/urgent-care/words';
import { listOf } from './answers';
import { created, get, group, ok, post } from './endpoint';
import { instantText, words } from './fields';

const recipient = z.enum(planRecipients);

export const contactNotice = z
  .object({
    clientId: z.uuid(),
    recipient,
    enteredAt: instantText,
    dueAt: instantText.meta({ description: 'Within one month of entry.' }),
    overdue: z.boolean(),
    settledAt: instantText.nullable(),
    how: z.enum(noticeWays).nullable().meta({ description: 'null: they are to be told still.' }),
  })
  .meta({ id: 'ContactNotice' });

/** UK GDPR Article 14(3), domain.md §2.5 */
export const contactNotices = group('Urgent care plans', '/v1/clients', {
  recordContactNotice: post('/{clientId}/contact-notices', {
    summary: 'Records that somebody whom the client named was told how their data are held, or why not',
    description:
      'Who is named by somebody else is told within a month (UK GDPR Article 14). That they are not told is the judgement of the data protection officer, and theirs alone; that they were told, others record.',
    may: {
      platform: 'all',
      practitioner: 'pathway',
      'duty-clinician': 'pathway',
      supervisor: 'all',
      dpo: 'all',
      admin: 'all',
    },
    body: z.discriminatedUnion('how', [
      z.strictObject({ recipient, how: z.enum(['client-handed-over', 'neutral-message']) }),
      z.strictObject({ recipient, how: z.literal('not-given'), reason: words }),
    ]),
    example: { recipient: 'contact-1', how: 'client-handed-over' },
    answer: created(listOf(contactNotice)),
    problems: { 'no-notice-due': 'Nobody waits for a notice there.' },
  }),
});

export const openContactNotices = group('Urgent care plans', '/v1/contact-notices', {
  listOpenContactNotices: get('/', {
    summary: 'Lists who is to be told still how their data are held, of every client, who first',
    may: { supervisor: 'all', dpo: 'all', admin: 'all' },
    answer: ok(listOf(contactNotice)),
  }),
});
