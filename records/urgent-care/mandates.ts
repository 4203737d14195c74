import { tableVersion } from '../../workflows/urgent-care/mandate-rows';
import type { OpenRuling } from '../../workflows/urgent-care/mandates';
import type { RecipientName, Tier } from '../../workflows/urgent-care/words';
import { newId } from '../ids';
import type { Plan } from '../people';
import type { Work } from '../work';
import type { CaseRow } from './case-row';
import { judge } from './consents';
import { isInForce, type MandateKind, type MandateNow } from './may-be-disclosed';
import { planOfCase } from './plan-of-case';
import { judgedFor } from './proposals';

export interface ValidMandate {
  readonly id: string;
  readonly tier: Tier;
}

export interface NewMandate {
  readonly kind: MandateKind;
  readonly recipient: RecipientName;
  readonly tier: Tier;
  /** The row relied on, which lets it go. */
  readonly ruling: OpenRuling;
  readonly consentId: string | null;
}

/** Records what authorises the disclosure, with its three gateways. */
export async function recordMandate(
  work: Work,
  caseId: string,
  decisionId: string,
  { kind, recipient, tier, ruling, consentId }: NewMandate,
): Promise<void> {
  await endMandates(work, caseId, [recipient]);
  await work.db.mandate.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      caseId,
      recipient,
      kind,
      row: ruling.row,
      tableVersion,
      tier,
      ...ruling.gateways,
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

/** Of these recipients those whose mandate outlives what the client has just said. */
export async function stillMandated(
  work: Work,
  theCase: CaseRow,
  recipients: readonly RecipientName[],
): Promise<readonly RecipientName[]> {
  const plan = await planOfCase(work, theCase);
  const stands: RecipientName[] = [];
  for (const recipient of recipients) {
    if (await validMandate(work, theCase, plan, recipient)) stands.push(recipient);
  }
  return stands;
}

/** The mandate under which this recipient may be written to at this moment, or null. */
export async function validMandate(
  work: Work,
  theCase: CaseRow,
  plan: Plan | null,
  recipient: RecipientName,
): Promise<ValidMandate | null> {
  const mandate = await mandateNow(work, theCase, plan, recipient);
  return mandate !== null && isInForce(mandate) ? mandate : null;
}

/** The mandate that nobody has ended, with what it is checked against in this transaction; null: there is none. */
export async function mandateNow(
  work: Work,
  theCase: CaseRow,
  plan: Plan | null,
  recipient: RecipientName,
): Promise<(ValidMandate & MandateNow) | null> {
  const open = await work.db.mandate.findFirst({
    where: { caseId: theCase.id, recipient, endedAt: null },
    orderBy: { seq: 'desc' },
  });
  if (!open) return null;
  const { id, row, decisionId } = open;
  const kind = open.kind as MandateKind;
  const tier = open.tier as Tier;
  const judged = kind === 'consent' ? undefined : await judgedFor(work, theCase, decisionId);
  const { facts, rules } = await judge(work, theCase, plan, recipient, tier, judged);
  return { id, tier, kind, row, facts, rules, neverContact: plan?.neverContact ?? [] };
}
