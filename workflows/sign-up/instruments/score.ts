import type { Definition } from './definition';

/** What an assessment comes to. A band tells of symptoms; nothing here says how likely anything is. domain.md §2.3, §2.4 */
export interface Result {
  readonly total: number;
  readonly band: string;
  readonly caseness: boolean;
  /** Numbers of the items. */
  readonly safetyAnswers: readonly number[];
}

export type Scored =
  | { readonly kind: 'scored'; readonly answers: readonly Answer[]; readonly result: Result }
  | { readonly kind: 'invalid'; readonly faults: readonly AnswerFault[] };

/** What an answer counts; null: none was given. */
export type Answer = number | null;

interface AnswerFault {
  /** Where it stands in what was submitted. */
  readonly path: string;
  readonly item?: number;
  readonly message: string;
}

/** Pure and total: whatever was submitted is scored, or each fault is named. contract.md §5 */
export function score(definition: Definition, submitted: unknown): Scored {
  const faults = faultsOf(definition, submitted);
  if (faults.length > 0) return { kind: 'invalid', faults };
  const answers = submitted as readonly Answer[];
  const total = totalOf(definition, answers);
  return {
    kind: 'scored',
    answers,
    result: {
      total,
      band: bandOf(definition, total),
      caseness: total >= definition.caseFrom,
      safetyAnswers: definition.safetyItems.filter((item) => (answers[item - 1] ?? 0) > 0),
    },
  };
}

/** Of the answers that were given, what they come to for all the items; halves count up. */
function totalOf({ items, options, reversed }: Definition, answers: readonly Answer[]): number {
  const highest = options.length - 1;
  const counted = answers.flatMap((answer, index) =>
    answer === null ? [] : [reversed.includes(index + 1) ? highest - answer : answer],
  );
  const sum = counted.reduce((before, one) => before + one, 0);
  return Math.floor((sum * items.length) / counted.length + 0.5);
}

const bandOf = ({ bands }: Definition, total: number): string =>
  bands.findLast(({ from }) => total >= from)?.band ?? '';

function faultsOf(definition: Definition, submitted: unknown): readonly AnswerFault[] {
  if (!Array.isArray(submitted)) return [{ path: 'answers', message: 'must be a list of answers' }];
  const { items, mayMiss, safetyItems } = definition;
  // Of a list that is enormous the first faults tell enough.
  const places = Array.from({ length: Math.min(Math.max(items.length, submitted.length), 2 * items.length) });
  const missing = submitted.flatMap((answer, index) => (answer === null ? [index + 1] : []));
  const isForgiven = missing.length <= mayMiss && missing.every((item) => !safetyItems.includes(item));

  return places.flatMap((_, index): AnswerFault[] => {
    const item = index + 1;
    const message = faultOf(definition, submitted, index, isForgiven);
    return message === null ? [] : [{ path: `answers/${index}`, item, message }];
  });
}

function faultOf(
  { items, options }: Definition,
  submitted: readonly unknown[],
  index: number,
  missingIsForgiven: boolean,
): string | null {
  const answer = submitted[index];
  if (index >= items.length) return `is not asked: there are ${items.length} items`;
  if (index >= submitted.length) return 'is missing';
  if (answer === null) return missingIsForgiven ? null : 'needs an answer';
  const isOption = typeof answer === 'number' && Number.isInteger(answer) && answer >= 0 && answer < options.length;
  return isOption ? null : `must be a whole number from 0 to ${options.length - 1}`;
}
