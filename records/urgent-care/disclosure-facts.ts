import {
  type ClientAnswer,
  type DisclosureFacts,
  type JudgedFacts,
  nothingJudged,
} from '../../workflows/urgent-care/mandate-facts';
import { coversTier } from '../../workflows/urgent-care/mandates';
import {
  type Immediacy,
  isContact,
  type PlanRecipient,
  planRecipients,
  type RecipientName,
  type Tier,
} from '../../workflows/urgent-care/words';
import type { Plan } from '../people';

/** What the record says of a disclosure, as the facts that a mandate is judged by. Pure. domain.md §3.2 and §3.4 */

/** What the client said of one recipient in this case, as it stands. */
export interface StandingConsent {
  readonly id: string;
  readonly answer: 'agree' | 'refuse';
  readonly tier: Tier | null;
}

/** An answer as it was written down. */
export interface RecordedConsent {
  readonly id: string;
  readonly recipient: string;
  readonly answer: string;
  readonly tier: string | null;
  readonly withdrawnAt: Date | null;
}

/** What one transaction reads of a case. */
export interface CaseOnRecord {
  readonly immediacy: Immediacy;
  readonly plan: Plan | null;
  /** What the plan lacked when the case was opened. */
  readonly lacks: readonly string[];
  readonly consents: ReadonlyMap<string, StandingConsent>;
  /** A message that asks them went out, and is not known to be lost. */
  readonly clientWasAsked: boolean;
  /** Those of the plan whom the case knows; who may never be told is among them. */
  readonly askedAbout: readonly string[];
}

/** The newest answer about each recipient; a withdrawn one counts as refused. */
export const standing = (inOrder: readonly RecordedConsent[]): ReadonlyMap<string, StandingConsent> =>
  new Map(
    inOrder.map(({ id, recipient, answer, tier, withdrawnAt }) => [
      recipient,
      { id, answer: answer === 'agree' && withdrawnAt === null ? 'agree' : 'refuse', tier: tier as Tier | null },
    ]),
  );

/**
 * Without a tier asked for, the one that the client agreed to, else the one that the plan permits in an emergency, else
 * the least.
 * @param judged what a person has judged of this disclosure; nothing, if nobody has
 */
export function factsOf(
  onRecord: CaseOnRecord,
  recipient: RecipientName,
  asked?: Tier,
  judged: JudgedFacts = nothingJudged,
): DisclosureFacts {
  const permitted = emergencyTier(onRecord, recipient);
  const tier = asked ?? agreedTier(onRecord.consents.get(recipient)) ?? permitted ?? 'attention';
  return {
    ...judged,
    immediacy: onRecord.immediacy,
    answer: answerAbout(onRecord, recipient, tier),
    recipient,
    tier,
    planPermission: permitted !== null && coversTier(permitted, tier),
  };
}

/** Whether clients are asked about this recipient: nobody asks them about the authorities. */
export const isAskedAbout = (recipient: RecipientName): recipient is PlanRecipient =>
  planRecipients.some((name) => name === recipient);

function answerAbout(onRecord: CaseOnRecord, recipient: RecipientName, tier: Tier): ClientAnswer {
  if (!isAskedAbout(recipient) && refusesEverybody(onRecord)) return 'refused';
  const consent = onRecord.consents.get(recipient);
  if (consent === undefined) return onRecord.clientWasAsked ? 'silent' : 'not-asked';
  const agreed = agreedTier(consent);
  return agreed !== null && coversTier(agreed, tier) ? 'consented' : 'refused';
}

/**
 * Who refuses everybody of their plan refuses the authorities too. About whom may never be told nobody asks them: that
 * they said nothing of such a one takes nothing from their no.
 */
function refusesEverybody({ askedAbout, plan, consents }: CaseOnRecord): boolean {
  const couldBeRefused = askedAbout.filter((name) => consents.has(name) || !plan?.neverContact.includes(name));
  return couldBeRefused.length > 0 && couldBeRefused.every((name) => consents.get(name)?.answer === 'refuse');
}

const agreedTier = (consent: StandingConsent | undefined): Tier | null =>
  consent?.answer === 'agree' ? consent.tier : null;

/** A plan that lacked anything cannot be invoked, so its permissions do not count. domain.md §2.5 */
function emergencyTier({ plan, lacks }: CaseOnRecord, recipient: RecipientName): Tier | null {
  if (!plan || !isAskedAbout(recipient) || lacks.length > 0) return null;
  const tier = plan.permissions[recipient]?.emergency ?? null;
  return tier === 'summary' && isContact(recipient) ? 'concern' : tier;
}
