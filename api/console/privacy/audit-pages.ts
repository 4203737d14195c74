import { z } from 'zod';
import { type AuditEntryInBrief, readAuditEntry, searchAudit } from '../../../records/audit/search';
import { verifyOnRecord } from '../../../records/audit/verify-on-record';
import { requireRole, roles } from '../../../records/caller';
import { staffWithAnyRole } from '../../../records/people';
import { valid } from '../../http/validate';
import type { DeskPage } from '../frame/desk';
import { text } from '../frame/forms';
import { refusalOfFaults } from '../frame/refusal';
import { refusalWords } from '../words';
import { actionInWords } from './actions';
import { type AskedOfAudit, askedIn, questionIn } from './audit-question';
import { privacyForms } from './words';

/** `/privacy/audit`: who did what about whom, and whether the record of it is as it was written. docs/adr/0026 */

const inWords = <Entry extends AuditEntryInBrief>(entry: Entry) => ({ ...entry, what: actionInWords(entry.action) });

const search: DeskPage = {
  path: '/privacy/audit',
  template: 'privacy/audit',
  view: async ({ work, caller, query }) => {
    requireRole(caller, 'dpo');
    const asked = askedIn(query);
    const { question, faults } = await questionIn(work, query);
    const page = question && (await searchAudit(work, caller, question));
    return {
      asked,
      misread: refusalOfFaults(faults, refusalWords(privacyForms)),
      staff: (await staffWithAnyRole(work, ...roles)).map(({ id, name }) => ({ id, name })),
      entries: page?.items.map(inWords),
      newest: asked.before === undefined ? null : addressOf(asked),
      older: page && page.next !== null ? addressOf(asked, page.next) : null,
    };
  },
};

/** The same search from another entry on; from the newest one if none is named. */
function addressOf(asked: AskedOfAudit, before?: bigint): string {
  const given = new URLSearchParams(asked);
  given.delete('before');
  if (before !== undefined) given.set('before', String(before));
  return `/privacy/audit?${given.toString()}`;
}

const entry: DeskPage = {
  path: '/privacy/audit/entries/:entryId',
  template: 'privacy/audit-entry',
  view: async ({ work, caller, params }) => ({
    entry: inWords(await readAuditEntry(work, caller, params['entryId'] ?? '')),
  }),
};

/** No chain is longer than its entries can be numbered. */
const from = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(0),
});

const chain: DeskPage = {
  path: '/privacy/audit/chain',
  template: 'privacy/audit-chain',
  view: async ({ caller }) => {
    requireRole(caller, 'dpo');
    return {};
  },
  look: async ({ work, caller, given }) => {
    const { after } = valid(from, { after: text(given, 'after') || undefined });
    const { broken, ...found } = await verifyOnRecord(work, caller, after);
    return {
      verified: {
        ...found,
        at: work.at,
        broken: broken && { ...broken, entry: broken.entry && inWords(broken.entry) },
      },
    };
  },
};

export const auditPages: readonly DeskPage[] = [search, chain, entry];
