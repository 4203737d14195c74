import type { JudgedFacts, LawfulRow } from '../../workflows/urgent-care/mandate-facts';
import type { Need } from '../../workflows/urgent-care/mandate-rows';
import type { OpenRuling } from '../../workflows/urgent-care/mandates';
import type { RecipientName, Tier } from '../../workflows/urgent-care/words';
import { isContact } from '../../workflows/urgent-care/words';
import { conflict, invalidInput } from '../errors';
import { addressOf, organisationOf, type Plan } from '../people';
import type { Actor, Work } from '../work';
import { recordAct } from './acts';
import { type CaseRow, isDecided } from './case-row';
import { chronicle } from './chronicle';
import { judge, type ProposedDisclosure } from './consents';
import { requireDecidable, requireTellable } from './decidable';
import { listed, recipientLabels, tierLabels } from './labels';
import { planOfCase } from './plan-of-case';
import { awaitApproval, awaitingProposal, writeProposal } from './proposals';
import { type RulingOnOne, rulingOnOne } from './rulings';
import { mayProceedUnapproved } from './unapproved';

export interface OverrideInput {
  readonly disclosures: readonly { readonly recipient: RecipientName; readonly tier: Tier }[];
  /** The row that is relied on. */
  readonly row: LawfulRow;
  readonly facts: JudgedFacts;
  readonly alternativesConsidered: string;
  readonly reason: string;
}

/**
 * Proposes to tell somebody without the client's consent. Immediacy, answers and plan permission come from the case, the
 * person judges the rest; the row that they name must be open for every disclosure: all or nothing. Nothing is told before
 * a second person has approved it. domain.md §3.4, §3.5
 * @param write writes the decision itself
 */
export async function proposeOverride(
  work: Work,
  theCase: CaseRow,
  proposer: Actor & { readonly id: string },
  decisionId: string,
  override: OverrideInput,
): Promise<readonly RulingOnOne[]> {
  await requireDecidable(work, theCase);
  await requireNothingAwaited(work, theCase.id);
  const { row, facts, alternativesConsidered, reason } = override;
  const proposed = await judgeAll(work, theCase, override);
  const rulings = await requireRow(work, theCase, proposed, row);

  const approver = row === 8 ? 'dpo' : 'supervisor';
  const disclosures = proposed.map(({ recipient, tier, facts: { answer } }) => ({ recipient, tier, answer }));
  const words = { facts, alternativesConsidered, reason };
  await writeProposal(work, theCase, proposer.id, { decisionId, what: 'override', approver, row, disclosures, words });
  const whom = listed(proposed.map(({ recipient, tier }) => `${recipientLabels[recipient]} (${tierLabels[tier]})`));
  await chronicle(work, theCase, {
    actor: proposer,
    kind: 'override.proposed',
    text: `Proposed to tell ${whom} without consent, on row ${row}: ${reason} Considered instead: ${alternativesConsidered}`,
  });
  if (!isDecided(theCase)) await awaitApproval(work, theCase);
  await recordAct(work, theCase.id, {
    kind: 'override-proposed',
    decisionId,
    mayProceedUnapproved: mayProceedUnapproved(theCase, { what: 'override', approver, disclosures }),
  });
  return rulings;
}

async function requireNothingAwaited(work: Work, caseId: string): Promise<void> {
  const awaited = await awaitingProposal(work, caseId);
  if (!awaited) return;
  const { decisionId } = awaited;
  throw conflict('approval-awaited', `Another proposal waits for its second approval: ${decisionId}.`, { decisionId });
}

async function judgeAll(
  work: Work,
  theCase: CaseRow,
  { disclosures, facts }: OverrideInput,
): Promise<readonly ProposedDisclosure[]> {
  const plan = await planOfCase(work, theCase);
  const proposed: ProposedDisclosure[] = [];
  for (const { recipient, tier } of disclosures) {
    await requireReachable(work, theCase, plan, recipient);
    proposed.push(await judge(work, theCase, plan, recipient, tier, facts));
  }
  return proposed;
}

/** The plan's people as always; the authorities if the organisation knows how to reach them. */
export async function requireReachable(work: Work, theCase: CaseRow, plan: Plan | null, recipient: RecipientName) {
  if (recipient === 'gp' || isContact(recipient)) return requireTellable(work, theCase, plan, recipient);
  if (addressOf({ plan, organisation: await organisationOf(work) }, recipient) !== null) return;
  throw invalidInput('no-address', `The organisation has no address of ${recipientLabels[recipient]}.`);
}

/** @throws InvalidInput unless every disclosure rests on the row that was named, with nothing left to record */
async function requireRow(
  work: Work,
  theCase: CaseRow,
  proposed: readonly ProposedDisclosure[],
  row: LawfulRow,
): Promise<readonly RulingOnOne[]> {
  if (proposed.every(({ mandate }) => mandate !== null)) {
    throw invalidInput(
      'override-not-needed',
      'Every one of these may be told without an override: decide to proceed.',
      {
        rulings: proposed.map(rulingOnOne),
      },
    );
  }
  const named = proposed.map((disclosure) => ({ disclosure, ruling: rulingOnRow(disclosure, row) }));
  if (named.some(({ disclosure, ruling }) => disclosure.mandate !== null || ruling === undefined)) {
    throw invalidInput('override-refused', `Row ${row} does not carry all of these. Nothing was recorded.`, {
      rulings: named.map(({ disclosure, ruling }) => refusalOf(disclosure, row, ruling)),
    });
  }
  return requireComplete(
    work,
    theCase,
    named.flatMap(({ disclosure, ruling }) => (ruling ? [{ disclosure, ruling }] : [])),
  );
}

/** @throws InvalidInput naming what must be recorded first, and how */
async function requireComplete(
  work: Work,
  theCase: CaseRow,
  carried: readonly { readonly disclosure: ProposedDisclosure; readonly ruling: OpenRuling }[],
): Promise<readonly RulingOnOne[]> {
  const missing = new Set<Need>();
  const rulings: RulingOnOne[] = [];
  for (const { disclosure, ruling } of carried) {
    const needs = await outstanding(work, theCase, ruling);
    for (const need of needs) missing.add(need);
    const { recipient, tier } = disclosure;
    rulings.push({
      recipient,
      tier,
      row: ruling.row,
      result: ruling.result,
      offers: needs.map((need) => remedy[need]),
    });
  }
  if (missing.size === 0) return rulings;
  const needs = [...missing];
  throw invalidInput('override-incomplete', `More must be recorded first: ${needs.join(', ')}.`, { rulings, needs });
}

export const rulingOnRow = ({ rulings }: ProposedDisclosure, row: number): OpenRuling | undefined =>
  rulings.rulings.find(
    (ruling): ruling is OpenRuling => ruling.row === row && ruling.result !== 'refused' && ruling.result !== 'allowed',
  );

/** What the table says of one disclosure of an override that is refused whole. */
function refusalOf(disclosure: ProposedDisclosure, row: number, ruling: OpenRuling | undefined): RulingOnOne {
  if (disclosure.mandate !== null) {
    return { ...rulingOnOne(disclosure), offers: ['Decide to proceed for this one: it needs no override.'] };
  }
  if (ruling === undefined) return rulingOnOne(disclosure);
  const { recipient, tier } = disclosure;
  return { recipient, tier, row, result: ruling.result, offers: ['Propose this one by itself.'] };
}

/** What must be recorded before this row carries all of these, in words; nothing, if they could be proposed on it now. */
export async function missingBefore(
  work: Work,
  theCase: CaseRow,
  proposed: readonly ProposedDisclosure[],
  row: LawfulRow,
): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const disclosure of proposed) {
    const ruling = rulingOnRow(disclosure, row);
    const needs = ruling ? await outstanding(work, theCase, ruling) : [];
    for (const need of needs) missing.add(remedy[need]);
  }
  return [...missing];
}

type Checkable = Extract<Need, `capacity-${string}` | 'safeguarding-authority-told-first'>;

const remedy: Readonly<Record<Checkable, string>> = {
  'capacity-assessor': 'Record who assessed their capacity for this decision.',
  'capacity-assessed-at': 'Record when their capacity was assessed.',
  'capacity-grounds': 'Record on what grounds capacity is found to be lacking.',
  'safeguarding-authority-told-first': 'Propose to tell the safeguarding authority first.',
};

/**
 * What must be on record before the proposal. The rest is in its words: balance, limb, best interests and the law stand in
 * the reason, which the second person reads, and a release is that person's answer.
 */
async function outstanding(work: Work, theCase: CaseRow, { needs }: OpenRuling): Promise<readonly Checkable[]> {
  const found: Checkable[] = [];
  for (const need of needs) {
    switch (need) {
      case 'capacity-assessor':
      case 'capacity-assessed-at':
      case 'capacity-grounds':
        found.push(need);
        break;
      case 'safeguarding-authority-told-first':
        if (!(await safeguardingAuthorityWasTold(work, theCase.id))) found.push(need);
        break;
      default:
        break;
    }
  }
  return found;
}

async function safeguardingAuthorityWasTold(work: Work, caseId: string): Promise<boolean> {
  const told = await work.db.dispatch.count({
    where: {
      caseId,
      recipient: 'safeguarding-authority',
      template: 'disclosure',
      vendorId: { not: null },
      status: { in: ['queued', 'sent', 'delivered', 'opened'] },
    },
  });
  return told > 0;
}
