import type { JudgedFacts, LawfulRow } from '../../workflows/urgent-care/mandate-facts';
import type { Rulings } from '../../workflows/urgent-care/mandates';
import type { RecipientName, Tier } from '../../workflows/urgent-care/words';
import type { Caller } from '../caller';
import { HeedError } from '../errors';
import type { Plan } from '../people';
import type { Work } from '../work';
import { requireDecider } from './access';
import { type CaseRow, readCaseRow } from './case-row';
import { judge, type ProposedDisclosure } from './consents';
import { planOfCase } from './plan-of-case';
import { missingBefore, requireReachable, rulingOnRow } from './propose-override';

/** How the table rules on one disclosure, before anybody has proposed it. */
export interface PreviewedDisclosure extends Rulings {
  readonly recipient: RecipientName;
  readonly tier: Tier;
  /** It may be told without an override. */
  readonly mayBeTold: boolean;
  /** Why they cannot be told whatever the table says: never to be contacted, or not known how; null: they can. */
  readonly outOfReach: string | null;
}

export interface OverridePreview {
  readonly disclosures: readonly PreviewedDisclosure[];
  /** The rows on which all of them could be proposed now. */
  readonly rows: readonly LawfulRow[];
  /** What must be recorded first, for the rows that would carry them then. */
  readonly missing: readonly { readonly row: LawfulRow; readonly remedy: string }[];
}

/** What an override would rest on, from the case as it stands and what a person judges. Records nothing. */
export async function previewOverride(
  work: Work,
  caller: Caller,
  caseId: string,
  asked: {
    readonly disclosures: readonly { readonly recipient: RecipientName; readonly tier: Tier }[];
    readonly facts: JudgedFacts;
  },
): Promise<OverridePreview> {
  const theCase = await readCaseRow(work, caseId);
  await requireDecider(work, theCase, caller);
  const plan = await planOfCase(work, theCase);
  const judged: ProposedDisclosure[] = [];
  const disclosures: PreviewedDisclosure[] = [];
  for (const { recipient, tier } of asked.disclosures) {
    const one = await judge(work, theCase, plan, recipient, tier, asked.facts);
    const outOfReach = await whyOutOfReach(work, theCase, plan, recipient);
    judged.push(one);
    disclosures.push({ recipient, tier, ...one.rulings, mayBeTold: one.mandate !== null, outOfReach });
  }
  // All or nothing, as when it is proposed.
  const canBeProposed = disclosures.every(({ mayBeTold, outOfReach }) => !mayBeTold && outOfReach === null);
  const rows: LawfulRow[] = [];
  const missing: OverridePreview['missing'][number][] = [];
  for (const row of canBeProposed ? rowsThatCarry(judged) : []) {
    const first = await missingBefore(work, theCase, judged, row);
    if (first.length === 0) rows.push(row);
    else missing.push(...first.map((remedy) => ({ row, remedy })));
  }
  return { disclosures, rows, missing };
}

/** The rows that carry every one of them once a second person has agreed. */
function rowsThatCarry([first, ...others]: readonly ProposedDisclosure[]): readonly LawfulRow[] {
  const open = first?.rulings.rulings.flatMap(({ result, row }) =>
    result === 'needs-second-approval' || result === 'needs-release' ? [row] : [],
  );
  return (open ?? []).filter((row) => others.every((other) => rulingOnRow(other, row) !== undefined));
}

async function whyOutOfReach(
  work: Work,
  theCase: CaseRow,
  plan: Plan | null,
  recipient: RecipientName,
): Promise<string | null> {
  try {
    await requireReachable(work, theCase, plan, recipient);
    return null;
  } catch (error) {
    if (error instanceof HeedError) return error.message;
    throw error;
  }
}
