import type { DisclosureFacts, JudgedFacts, MandateRules } from '../../workflows/urgent-care/mandate-facts';
import { mandateFor, type Rulings, rulingsFor } from '../../workflows/urgent-care/mandates';
import { type RecipientName, recipientNames, type Tier } from '../../workflows/urgent-care/words';
import { mandateRules } from '../mandate-rules';
import type { Plan } from '../people';
import type { Work } from '../work';
import type { CaseRow } from './case-row';
import { type CaseOnRecord, factsOf, isAskedAbout, type StandingConsent, standing } from './disclosure-facts';
import { whereClientWasAsked } from './dispatches';

export const standingConsents = async (work: Work, caseId: string): Promise<ReadonlyMap<string, StandingConsent>> =>
  standing(await work.db.consent.findMany({ where: { caseId }, orderBy: { seq: 'asc' } }));

/** What would be told, to whom, and by what it would be allowed. */
export interface ProposedDisclosure {
  readonly recipient: RecipientName;
  readonly tier: Tier;
  readonly consentId: string | null;
  readonly facts: DisclosureFacts;
  /** By which it was judged. */
  readonly rules: MandateRules;
  readonly rulings: Rulings;
  readonly mandate: ReturnType<typeof mandateFor>;
}

/** Judges a disclosure on the facts as they stand in this transaction, which `factsOf` puts together. */
export async function judge(
  work: Work,
  theCase: CaseRow,
  plan: Plan | null,
  recipient: RecipientName,
  tier?: Tier,
  judged?: JudgedFacts,
): Promise<ProposedDisclosure> {
  const rules = await mandateRules(work);
  const { onRecord } = (await readOnRecord(work, [theCase]))(theCase, plan);
  return judgedBy(rules, onRecord, recipient, tier, judged);
}

/** As judge, from what was read already. Pure. */
export function judgedBy(
  rules: MandateRules,
  onRecord: CaseOnRecord,
  recipient: RecipientName,
  tier?: Tier,
  judged?: JudgedFacts,
): ProposedDisclosure {
  const facts = factsOf(onRecord, recipient, tier, judged);
  return {
    recipient,
    tier: facts.tier,
    consentId: onRecord.consents.get(recipient)?.id ?? null,
    facts,
    rules,
    rulings: rulingsFor(facts, rules),
    mandate: mandateFor(facts, rules),
  };
}

/** What of a case's own row its disclosures are judged by. */
export type JudgedCase = Pick<CaseRow, 'id' | 'immediacy' | 'lacks'>;

interface ReadCase {
  readonly onRecord: CaseOnRecord;
  /** Whom the case can tell. */
  readonly recipients: readonly RecipientName[];
}

/** Reads what disclosures in these cases are judged by: as many reads for many as for one. */
export async function readOnRecord(
  work: Work,
  cases: readonly JudgedCase[],
): Promise<(theCase: JudgedCase, plan: Plan | null) => ReadCase> {
  const ids = cases.map(({ id }) => id);
  const where = { caseId: { in: ids } };
  const consents = byCase(await work.db.consent.findMany({ where, orderBy: { seq: 'asc' } }));
  const known = byCase(await work.db.caseRecipient.findMany({ where, select: { caseId: true, recipient: true } }));
  const asked = await whereClientWasAsked(work, ids);
  return ({ id, immediacy, lacks }, plan) => {
    const names = known.get(id)?.map(({ recipient }) => recipient) ?? [];
    const recipients = recipientNames.filter((name) => names.includes(name));
    const onRecord = {
      immediacy,
      plan,
      lacks,
      consents: standing(consents.get(id) ?? []),
      clientWasAsked: asked.has(id),
      askedAbout: recipients.filter(isAskedAbout),
    };
    return { onRecord, recipients };
  };
}

function byCase<Row extends { readonly caseId: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const sameCase = found.get(row.caseId);
    if (sameCase) sameCase.push(row);
    else found.set(row.caseId, [row]);
  }
  return found;
}
