import type { DisclosureFacts, LawfulRow, MandateRules } from './mandate-facts';
import { type Gateways, type Need, type Row, rows, whyClosed } from './mandate-rows';
import type { Tier } from './words';
import { isContact } from './words';

export type Ruling = OpenRuling | Refusal;

/** A row that lets the disclosure go: at once, after a second approval, or when the DPO has released it. */
export interface OpenRuling {
  readonly result: Row['result'];
  readonly row: LawfulRow;
  readonly gateways: Gateways;
  readonly needs: readonly Need[];
}

/** Names row 9 or 10 where they describe the case, a row that the organisation has closed, or none. */
interface Refusal {
  readonly result: 'refused';
  readonly row: number | null;
  readonly gateways: null;
  readonly needs: readonly [];
  readonly because: string;
  readonly closed?: true;
}

export interface Rulings {
  /** Open ones first, the least intrusive at the head. */
  readonly rulings: readonly Ruling[];
  /** What would be lawful instead, where nothing is open. */
  readonly offers: readonly string[];
}

/**
 * Pure and total: every fact pattern has at least one ruling, and a refusal says what would be lawful instead. Every row
 * that matches is a ruling; rows 9 and 10 apply where no other does. domain.md §3.4
 */
export function rulingsFor(facts: DisclosureFacts, rules: MandateRules): Rulings {
  if (isContact(facts.recipient) && facts.tier === 'summary') {
    return {
      rulings: [refused(null, 'A contact is never told a summary.')],
      offers: ['Tell the contact at the tier "concern" or "attention".'],
    };
  }
  const matching = rows.filter(({ when }) => when(facts));
  const open = matching.flatMap((row) => openRuling(row, facts, rules));
  const closed = matching.flatMap(({ row }) => closedRuling(row, rules));
  if (open.length > 0) return { rulings: [...open, ...closed], offers: [] };
  return { rulings: [...closed, ...standingRefusal(facts, closed)], offers: offersFor(facts, closed) };
}

function openRuling({ row, result, gateways, needs }: Row, facts: DisclosureFacts, rules: MandateRules): OpenRuling[] {
  if (whyClosed(row, rules) !== null) return [];
  return [{ result, row, gateways: gateways(facts, rules), needs: needs(facts) }];
}

function closedRuling(row: LawfulRow, rules: MandateRules): Refusal[] {
  const because = whyClosed(row, rules);
  return because === null ? [] : [{ ...refused(row, because), closed: true }];
}

const refused = (row: number | null, because: string): Refusal => ({
  result: 'refused',
  row,
  gateways: null,
  needs: [],
  because,
});

/** What is refused though no row was closed for it. */
function standingRefusal(facts: DisclosureFacts, closed: readonly Refusal[]): Refusal[] {
  if (facts.immediacy === 'watchful') return [refused(10, 'A watchful concern discloses to nobody without consent.')];
  if (refusalStands(facts))
    return [refused(9, 'The client refused, and the refusal of a person with capacity stands.')];
  if (closed.length > 0) return [];
  return [refused(null, whyNothingMatches(facts))];
}

/** Row 9: refused, with capacity, and the risk is to the client alone. */
const refusalStands = ({ answer, capacity, harmToOthers }: DisclosureFacts): boolean =>
  answer === 'refused' && capacity.state === 'presumed' && !harmToOthers;

function whyNothingMatches({ answer }: DisclosureFacts): string {
  switch (answer) {
    case 'consented':
      return 'An agreement without capacity, or under coercion, is no consent.';
    case 'refused':
      return 'The client refused, and no row of the table reaches this recipient.';
    default:
      return 'The client has not agreed, and silence is no consent.';
  }
}

function offersFor(facts: DisclosureFacts, closed: readonly Refusal[]): readonly string[] {
  const talk = 'Talk with the client again, or ask them again.';
  const emergency = 'If there is danger now, call 999 yourself and record it.';
  const dpo = closed.length > 0 ? ['Ask the data protection officer about the rows that are closed.'] : [];
  if (facts.immediacy === 'watchful') return [talk, ...dpo];
  const capacity = facts.answer === 'refused' ? ['Assess capacity if it is in doubt.'] : [];
  return [talk, ...capacity, emergency, ...dpo];
}

/** A mandate that needs no second person: what the least intrusive allowed row gives. Null where none allows. */
export function mandateFor(facts: DisclosureFacts, rules: MandateRules): OpenRuling | null {
  return openRulings(facts, rules).find(({ result }) => result === 'allowed') ?? null;
}

export const openRulings = (facts: DisclosureFacts, rules: MandateRules): readonly OpenRuling[] =>
  rulingsFor(facts, rules).rulings.filter((ruling): ruling is OpenRuling => ruling.result !== 'refused');

/**
 * Whether the facts as they are now still bear out an override that was approved on this row. Who was overridden and then
 * agrees takes nothing away; who was silent and then refuses does, where the row rests on silence.
 */
export const stillBornOut = (row: number, facts: DisclosureFacts, rules: MandateRules): boolean =>
  facts.answer === 'consented' || openRulings(facts, rules).some((ruling) => ruling.row === row);

const tierOrder: readonly Tier[] = ['attention', 'concern', 'summary'];

/** Agreeing at a tier refuses the higher ones. contract.md §3 */
export const coversTier = (agreed: Tier, asked: Tier): boolean => tierOrder.indexOf(asked) <= tierOrder.indexOf(agreed);
