import type { HeardVia, RecipientName, Tier } from '../../workflows/urgent-care/words';
import { auditRead } from '../audit/reads';
import type { Caller } from '../caller';
import { staffNames, whoHasLeft } from '../people';
import type { Work } from '../work';
import { requireReader } from './access';
import { readCaseRow } from './case-row';
import type { MandateKind } from './may-be-disclosed';
import { type ProposalView, readProposal } from './read-proposal';
import type { DecisionInput } from './record-decision';

/** What a review asks of a case beside how it stands and what happened: who said what, who decided what, and why. */
export interface CaseForReview {
  readonly answers: readonly {
    readonly at: Date;
    readonly recipient: RecipientName;
    readonly answer: 'agree' | 'refuse';
    readonly tier: Tier | null;
    readonly via: HeardVia;
    /** null: the client answered on a page. */
    readonly heardBy: string | null;
    readonly withdrawnAt: Date | null;
  }[];
  readonly decisions: readonly {
    readonly at: Date;
    readonly by: string;
    readonly kind: DecisionInput['kind'];
    readonly recipients: readonly RecipientName[];
    readonly note: string;
  }[];
  readonly proposals: readonly ProposalView[];
  readonly mandates: readonly {
    readonly recordedAt: Date;
    readonly recipient: RecipientName;
    readonly tier: Tier;
    readonly kind: MandateKind;
    readonly row: number;
    readonly article6: string;
    readonly article9: string;
    readonly confidence: string;
    readonly endedAt: Date | null;
  }[];
}

/** Oldest first, each of them. That it was taken out is on record. @throws NotFound, Forbidden */
export async function readForReview(work: Work, caller: Caller, caseId: string): Promise<CaseForReview> {
  const theCase = await readCaseRow(work, caseId);
  await requireReader(work, theCase, caller);
  const { clientId } = theCase;
  await auditRead(work, caller, { action: 'case-review.read', clientId, caseId });
  const consents = await work.db.consent.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  const decisions = await work.db.decision.findMany({ where: { caseId }, orderBy: { at: 'asc' } });
  const proposed = await work.db.proposal.findMany({
    where: { caseId },
    orderBy: { proposedAt: 'asc' },
    select: { decisionId: true },
  });
  const mandates = await work.db.mandate.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  const names = await staffNames(work, [
    ...consents.flatMap(({ heardById }) => heardById ?? []),
    ...decisions.map(({ byId }) => byId),
  ]);
  const nameOf = (id: string): string => names.get(id) ?? whoHasLeft;

  const answers = consents.map(({ recordedAt: at, recipient, answer, tier, via, heardById, withdrawnAt }) => ({
    at,
    recipient: recipient as RecipientName,
    answer: answer as 'agree' | 'refuse',
    tier: tier as Tier | null,
    via: via as HeardVia,
    heardBy: heardById === null ? null : nameOf(heardById),
    withdrawnAt,
  }));
  const decided: CaseForReview['decisions'][number][] = [];
  for (const { at, byId, kind, recipients, sealed } of decisions) {
    const { note } = await work.open<{ note: string }>(clientId, sealed);
    const by = nameOf(byId);
    decided.push({ at, by, kind: kind as DecisionInput['kind'], recipients: recipients as RecipientName[], note });
  }
  const proposals: ProposalView[] = [];
  for (const { decisionId } of proposed) proposals.push(await readProposal(work, caller, caseId, decisionId));
  return {
    answers,
    decisions: decided,
    proposals,
    mandates: mandates.map(({ recordedAt, recipient, tier, kind, row, article6, article9, confidence, endedAt }) => ({
      recordedAt,
      recipient: recipient as RecipientName,
      tier: tier as Tier,
      kind: kind as MandateKind,
      row,
      article6,
      article9,
      confidence,
      endedAt,
    })),
  };
}
