import {
  type ClientAnswer,
  type DisclosureFacts,
  type JudgedFacts,
  nothingJudged,
} from '../../workflows/urgent-care/mandate-facts';
import { coversTier, mandateFor, type Rulings, rulingsFor } from '../../workflows/urgent-care/mandates';
import type { RecipientName, Tier } from '../../workflows/urgent-care/words';
import { isContact, planRecipients } from '../../workflows/urgent-care/words';
import { mandateRules } from '../mandate-rules';
import type { Plan } from '../people';
import { planLacks } from '../people';
import type { Work } from '../work';
import type { CaseRow } from './case-row';
import { clientWasAsked } from './dispatches';

/** What the client said of one recipient in this case, as it stands. */
export interface StandingConsent {
  readonly id: string;
  readonly answer: 'agree' | 'refuse';
  readonly tier: Tier | null;
}

/** The newest answer about each recipient; a withdrawn one counts as refused. */
export async function standingConsents(work: Work, caseId: string): Promise<ReadonlyMap<string, StandingConsent>> {
  const rows = await work.db.consent.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  return new Map(
    rows.map(({ id, recipient, answer, tier, withdrawnAt }) => [
      recipient,
      { id, answer: answer === 'agree' && withdrawnAt === null ? 'agree' : 'refuse', tier: tier as Tier | null },
    ]),
  );
}

/** What would be told, to whom, and by what it would be allowed. */
export interface ProposedDisclosure {
  readonly recipient: RecipientName;
  readonly tier: Tier;
  readonly consentId: string | null;
  readonly facts: DisclosureFacts;
  readonly rulings: Rulings;
  readonly mandate: ReturnType<typeof mandateFor>;
}

/**
 * Judges a disclosure on the facts as they stand in this transaction. Without a tier asked for, the one that the client
 * agreed to, else the one that the plan permits in an emergency, else the least.
 * @param judged what a person has judged of this disclosure; nothing, if nobody has
 */
export async function judge(
  work: Work,
  theCase: CaseRow,
  plan: Plan | null,
  recipient: RecipientName,
  tier?: Tier,
  judged: JudgedFacts = nothingJudged,
): Promise<ProposedDisclosure> {
  const rules = await mandateRules(work);
  const consents = await standingConsents(work, theCase.id);
  const consent = consents.get(recipient);
  const permitted = emergencyTier(plan, recipient);
  const judgedTier = tier ?? agreedTier(consent) ?? permitted ?? 'attention';
  const facts: DisclosureFacts = {
    ...judged,
    immediacy: theCase.immediacy,
    answer: (await refusesEverybody(work, theCase, consents, recipient))
      ? 'refused'
      : answerOf(consent, judgedTier, await clientWasAsked(work, theCase.id)),
    recipient,
    tier: judgedTier,
    planPermission: permitted !== null && coversTier(permitted, judgedTier),
  };
  return {
    recipient,
    tier: judgedTier,
    consentId: consent?.id ?? null,
    facts,
    rulings: rulingsFor(facts, rules),
    mandate: mandateFor(facts, rules),
  };
}

/** Nobody asks a client about the authorities: who refuses everybody of their plan refuses these too. */
async function refusesEverybody(
  work: Work,
  { id: caseId }: CaseRow,
  consents: ReadonlyMap<string, StandingConsent>,
  recipient: RecipientName,
): Promise<boolean> {
  if (planRecipients.some((name) => name === recipient)) return false;
  const known = await work.db.caseRecipient.findMany({
    where: { caseId, recipient: { in: [...planRecipients] } },
    select: { recipient: true },
  });
  return known.length > 0 && known.every((one) => consents.get(one.recipient)?.answer === 'refuse');
}

const agreedTier = (consent: StandingConsent | undefined): Tier | null =>
  consent?.answer === 'agree' ? consent.tier : null;

/** A plan that lacks anything cannot be invoked, so its permissions do not count. domain.md §2.5 */
function emergencyTier(plan: Plan | null, recipient: RecipientName): Tier | null {
  const ofThePlan = planRecipients.find((name) => name === recipient);
  if (!plan || !ofThePlan || planLacks(plan).length > 0) return null;
  const tier = plan.permissions[ofThePlan].emergency;
  return tier === 'summary' && isContact(recipient) ? 'concern' : tier;
}

function answerOf(consent: StandingConsent | undefined, tier: Tier, asked: boolean): ClientAnswer {
  if (!consent) return asked ? 'silent' : 'not-asked';
  if (consent.answer === 'agree' && consent.tier !== null && coversTier(consent.tier, tier)) return 'consented';
  return 'refused';
}
