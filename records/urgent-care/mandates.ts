import { tableVersion } from '../../workflows/urgent-care/mandate-rows';
import type { RecipientName, Tier } from '../../workflows/urgent-care/words';
import { newId } from '../ids';
import type { Plan } from '../people';
import type { Work } from '../work';
import type { CaseRow } from './case-row';
import { judge, type ProposedDisclosure } from './consents';

export interface ValidMandate {
  readonly id: string;
  readonly tier: Tier;
}

/** Records what authorises the disclosure, with its three gateways. */
export async function recordMandate(
  work: Work,
  caseId: string,
  decisionId: string,
  { recipient, tier, consentId, mandate }: ProposedDisclosure,
): Promise<void> {
  if (!mandate) throw new Error(`No row of the table lets ${recipient} be told: there is no mandate to record.`);
  await endMandates(work, caseId, [recipient]);
  await work.db.mandate.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      caseId,
      recipient,
      kind: 'consent',
      row: mandate.row,
      tableVersion,
      tier,
      ...mandate.gateways,
      consentId,
      decisionId,
      recordedAt: work.at,
    },
  });
  const standing = { standing: 'mandated' };
  await work.db.caseRecipient.upsert({
    where: { caseId_recipient: { caseId, recipient } },
    create: { caseId, recipient, organisationId: work.organisationId, ...standing },
    update: { ...standing, acknowledgement: null, acknowledgedAt: null },
  });
}

export async function endMandates(work: Work, caseId: string, recipients: readonly RecipientName[]): Promise<void> {
  await work.db.mandate.updateMany({
    where: { caseId, recipient: { in: [...recipients] }, endedAt: null },
    data: { endedAt: work.at },
  });
}

/**
 * The mandate under which this recipient may be written to at this moment, or null: it is open, the facts still bear
 * it out, and the recipient is not on the never-contact list. Asked in the transaction that records the dispatch.
 */
export async function validMandate(
  work: Work,
  theCase: CaseRow,
  plan: Plan | null,
  recipient: RecipientName,
): Promise<ValidMandate | null> {
  const open = await work.db.mandate.findFirst({
    where: { caseId: theCase.id, recipient, endedAt: null },
    orderBy: { seq: 'desc' },
  });
  if (!open || plan?.neverContact.includes(recipient)) return null;
  const tier = open.tier as Tier;
  const judged = await judge(work, theCase, plan, recipient, tier);
  return judged.mandate ? { id: open.id, tier } : null;
}
