import type { DisclosureFacts, JudgedFacts, MandateRules } from '../../workflows/urgent-care/mandate-facts';
import { mandateFor, type Rulings, rulingsFor } from '../../workflows/urgent-care/mandates';
import { planRecipients, type RecipientName, type Tier } from '../../workflows/urgent-care/words';
import { mandateRules } from '../mandate-rules';
import type { Plan } from '../people';
import type { Work } from '../work';
import type { CaseRow } from './case-row';
import { factsOf, isAskedAbout, type StandingConsent, standing } from './disclosure-facts';
import { clientWasAsked } from './dispatches';

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
  const consents = await standingConsents(work, theCase.id);
  const onRecord = {
    immediacy: theCase.immediacy,
    plan,
    lacks: theCase.lacks,
    consents,
    clientWasAsked: await clientWasAsked(work, theCase.id),
    askedAbout: isAskedAbout(recipient) ? [] : await askedAbout(work, theCase.id),
  };
  const facts = factsOf(onRecord, recipient, tier, judged);
  return {
    recipient,
    tier: facts.tier,
    consentId: consents.get(recipient)?.id ?? null,
    facts,
    rules,
    rulings: rulingsFor(facts, rules),
    mandate: mandateFor(facts, rules),
  };
}

async function askedAbout(work: Work, caseId: string): Promise<readonly string[]> {
  const known = await work.db.caseRecipient.findMany({
    where: { caseId, recipient: { in: [...planRecipients] } },
    select: { recipient: true },
  });
  return known.map(({ recipient }) => recipient);
}
