import type { LawfulRow, MandateRules } from '../workflows/urgent-care/mandate-facts';
import { audit } from './audit/record';
import { organisationOf } from './people';
import type { Actor, Work } from './work';

/** What the DPO may settle. Whether the organisation is an NHS body is a fact of its own. */
export type SettledRules = Omit<MandateRules, 'nhsBody'>;

/** Before a DPO has settled anything: what rests on a document, or on enabling, is closed. */
const nothingSettled: SettledRules = { directCareEnabled: false, appropriatePolicyDocument: null, closedRows: [] };

export async function settledRules(work: Work): Promise<SettledRules> {
  const saved = await work.db.mandateRules.findUnique({ where: { organisationId: work.organisationId } });
  if (!saved) return nothingSettled;
  const { directCareEnabled, policyDocumentTitle: title, policyDocumentApprovedAt: approvedAt } = saved;
  return {
    directCareEnabled,
    appropriatePolicyDocument: title === null || approvedAt === null ? null : { title, approvedAt },
    // The database lets no other row in.
    closedRows: saved.closedRows as LawfulRow[],
  };
}

/** The rules by which this organisation's disclosures are judged, as they stand in this transaction. */
export async function mandateRules(work: Work): Promise<MandateRules> {
  const { nhsBody } = await organisationOf(work);
  return { ...(await settledRules(work)), nhsBody };
}

/** Saves what the DPO settles. It can close rows and reopen what it closed; the table itself is no organisation's. */
export async function saveMandateRules(
  work: Work,
  dpo: Actor & { readonly id: string },
  rules: SettledRules,
): Promise<SettledRules> {
  const { directCareEnabled, appropriatePolicyDocument: document, closedRows } = rules;
  const data = {
    directCareEnabled,
    policyDocumentTitle: document?.title ?? null,
    policyDocumentApprovedAt: document?.approvedAt ?? null,
    closedRows: [...closedRows],
    savedBy: dpo.id,
    savedAt: work.at,
  };
  const { organisationId } = work;
  await work.db.mandateRules.upsert({
    where: { organisationId },
    create: { organisationId, ...data },
    update: data,
  });
  await audit(work, { actor: dpo, action: 'mandate-rules.saved', words: inWords(rules) });
  return rules;
}

function inWords({ directCareEnabled, appropriatePolicyDocument: document, closedRows }: SettledRules): string {
  const onFile = document ? `"${document.title}", approved ${document.approvedAt}, is on file` : 'none is on file';
  const closed = closedRows.length > 0 ? `closed rows: ${closedRows.join(', ')}` : 'no row is closed';
  return `Direct care is ${directCareEnabled ? 'on' : 'off'}; of policy documents ${onFile}; ${closed}.`;
}
