import type { Immediacy, RecipientName, Tier } from './words';

/** What a mandate for one disclosure is judged by. domain.md §3.4 */
export interface DisclosureFacts extends JudgedFacts {
  readonly immediacy: Immediacy;
  /** What the client said of this recipient. Silence is neither consent nor refusal. */
  readonly answer: ClientAnswer;
  readonly recipient: RecipientName;
  readonly tier: Tier;
  /** The client's permission, given earlier, to tell this recipient at this tier if they cannot be asked. */
  readonly planPermission: boolean;
}

/** What a person judges; the rest is on record. contract.md §3 */
export interface JudgedFacts {
  readonly capacity: Capacity;
  /** Whether the client is one whom the law safeguards: under 18, or an adult at risk (DPA 2018 Sch 1 para 18(3)). */
  readonly atRisk: 'child' | 'adult-at-risk' | 'no';
  /** There is evidence that the client's answer is not their own. */
  readonly coercionEvidence: boolean;
  /** Somebody else may come to serious harm. */
  readonly harmToOthers: boolean;
  /** Which of the recipients is the one who may come to harm. */
  readonly personInDanger: RecipientName | null;
  /** A law or a court order asks for the disclosure. */
  readonly legalRequirement: boolean;
}

/** Capacity to decide about this disclosure. Not answering is no evidence of incapacity: `presumed` needs no assessor. */
export interface Capacity {
  readonly state: 'presumed' | 'assessed-lacking' | 'incapable';
  readonly assessor: string | null;
  /** RFC 3339 */
  readonly assessedAt: string | null;
  readonly grounds: string | null;
}

export const clientAnswers = ['consented', 'silent', 'not-asked', 'refused'] as const;
export type ClientAnswer = (typeof clientAnswers)[number];

export const capacityStates = ['presumed', 'assessed-lacking', 'incapable'] as const satisfies Capacity['state'][];
export const atRiskKinds = ['child', 'adult-at-risk', 'no'] as const satisfies JudgedFacts['atRisk'][];

/** A case in which nobody has judged anything yet. */
export const nothingJudged: JudgedFacts = {
  capacity: { state: 'presumed', assessor: null, assessedAt: null, grounds: null },
  atRisk: 'no',
  coercionEvidence: false,
  harmToOthers: false,
  personInDanger: null,
  legalRequirement: false,
};

/** The rows that can let a disclosure go. Rows 9 and 10 are refusals, which nobody can open or close. */
export const lawfulRows = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type LawfulRow = (typeof lawfulRows)[number];

/** What an organisation's DPO has settled. It closes rows; what the table refuses stays refused. contract.md §3 */
export interface MandateRules {
  /** Row 6 is the DPO's to enable. */
  readonly directCareEnabled: boolean;
  /** The appropriate policy document of DPA 2018 Sch 1 Part 4, without which rows 4, 5 and 7 are closed. */
  readonly appropriatePolicyDocument: PolicyDocument | null;
  readonly closedRows: readonly LawfulRow[];
  /** Public bodies of the NHS rely on Article 6(1)(e) instead of (ea) and (f). */
  readonly nhsBody: boolean;
}

interface PolicyDocument {
  readonly title: string;
  /** A date, or an instant in RFC 3339. */
  readonly approvedAt: string;
}
