import type { JudgedFacts, LawfulRow } from '../../workflows/urgent-care/mandate-facts';
import type { Rulings } from '../../workflows/urgent-care/mandates';
import type { RecipientName, Tier } from '../../workflows/urgent-care/words';
import type { Caller } from '../caller';
import type { Work } from '../work';
import { requireDecider } from './access';
import { readCaseRow } from './case-row';
import { judge } from './consents';
import { planOfCase } from './plan-of-case';
import { rulingOnRow } from './propose-override';

/** How the table rules on one disclosure, before anybody has proposed it. */
export interface PreviewedDisclosure extends Rulings {
  readonly recipient: RecipientName;
  readonly tier: Tier;
  /** It may be told without an override. */
  readonly mayBeTold: boolean;
}

export interface OverridePreview {
  readonly disclosures: readonly PreviewedDisclosure[];
  /** The rows that carry every one of them. */
  readonly rows: readonly LawfulRow[];
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
  const judged = await Promise.all(
    asked.disclosures.map(({ recipient, tier }) => judge(work, theCase, plan, recipient, tier, asked.facts)),
  );
  const [first, ...others] = judged;
  const open = first?.rulings.rulings.flatMap(({ result, row }) =>
    result === 'needs-second-approval' || result === 'needs-release' ? [row] : [],
  );
  return {
    disclosures: judged.map(({ recipient, tier, rulings, mandate }) => ({
      recipient,
      tier,
      ...rulings,
      mayBeTold: mandate !== null,
    })),
    rows: (open ?? []).filter((row) => others.every((other) => rulingOnRow(other, row) !== undefined)),
  };
}
