import type { Instrument } from '../words';
import { definitions } from './definitions';
import { isPositive } from './positive';

/**
 * A safety answer that somebody gave, as far as it can be told: `answer` is what it counts if it is one that can be
 * chosen, and null if only so much is readable that it is not "Not at all".
 */
export interface SafetyAnswer {
  readonly instrument: Instrument;
  readonly item: number;
  readonly answer: number | null;
}

/**
 * Every safety answer that can be read in what was submitted, however wrong the rest of it is: this is asked before
 * anything may refuse a submission. Wherever a questionnaire is not named, or named as none that we know, each one is
 * read in it, and a list that has the length of another one as that too: one call too many is better than none. Pure, and total over any JSON. domain.md §2.3
 */
export function safetyAnswersIn(submitted: unknown): readonly SafetyAnswer[] {
  const found = new Map<string, SafetyAnswer>();
  const waiting: Place[] = [{ value: submitted, named: null }];
  // Not by recursion: what is nested a thousand deep must not throw.
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const value = unpacked(place.value);
    if (typeof value !== 'object' || value === null) continue;
    const named = nameIn(value) ?? place.named;
    for (const one of answersIn(value, named)) {
      const key = `${one.instrument}/${one.item}`;
      found.set(key, { ...one, answer: one.answer ?? found.get(key)?.answer ?? null });
    }
    for (const [key, inside] of Object.entries(value)) {
      waiting.push({ value: inside, named: instrumentNamed(key) ?? named });
    }
  }
  return [...found.values()];
}

interface Place {
  readonly value: unknown;
  /** The questionnaire that stands nearest above it. */
  readonly named: Instrument | null;
}

/** JSON within JSON, or a list written as text, is read as what it says. */
function unpacked(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (/^[[{"]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      // No JSON: perhaps a list all the same.
    }
  }
  return text.includes(',') ? text.replaceAll(/[[\]]/g, '').split(',') : text;
}

const nameIn = (value: object): Instrument | null =>
  Object.entries(value)
    .filter(([key]) => /^(instrument|questionnaire|measure|name|type)$/i.test(key))
    .map(([, name]) => instrumentNamed(name))
    .find((named) => named !== null) ?? null;

/** However it is written: `phq9` is PHQ-9. */
function instrumentNamed(name: unknown): Instrument | null {
  if (typeof name !== 'string') return null;
  const letters = plain(name);
  return definitions.find(({ instrument }) => letters.startsWith(plain(instrument)))?.instrument ?? null;
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

function answersIn(list: object, named: Instrument | null): readonly SafetyAnswer[] {
  return definitions
    .filter(({ instrument, items }) => named === null || instrument === named || isRather(list, items.length, named))
    .flatMap(({ instrument, safetyItems, options }) =>
      safetyItems.flatMap((item) => {
        const positive = valuesOf(list, item).filter(isPositive);
        if (positive.length === 0) return [];
        const chosen = positive.map(numberOfAnswer).find((one) => one !== null && one < options.length);
        return [{ instrument, item, answer: chosen ?? null }];
      }),
    );
}

/** A list that is as long as this questionnaire and not as the one it is named: its name may be the mistake. */
const isRather = (list: object, length: number, named: Instrument): boolean =>
  Array.isArray(list) &&
  list.length === length &&
  definitions.some(({ instrument, items }) => instrument === named && items.length !== length);

/** `2` or `"2"`, as a form has it. */
function numberOfAnswer(value: unknown): number | null {
  const number = typeof value === 'string' && /^\s*\d{1,3}\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : null;
}

/** What stands for an item: in a list at its place, in an object under its number; or an entry that names it itself. */
function valuesOf(list: object, item: number): readonly unknown[] {
  const numbered = Array.isArray(list)
    ? [list[item - 1], ...list.filter((entry) => numberOf(entry) === item)]
    : valuesUnder(list, item);
  return numbered.filter((value) => value !== undefined);
}

/** `{ "9": 2 }`, `{ "item9": 2 }`; or, where there is one for 0, as in `{ "answers[0]": … }`, counted from there. */
function valuesUnder(list: object, item: number): readonly unknown[] {
  const entries = Object.entries(list).map(([key, value]) => [numberIn(key), value] as const);
  const first = entries.some(([number]) => number === 0) ? 0 : 1;
  const self = numberOf(list) === item ? [list] : [];
  return [...self, ...entries.filter(([number]) => number === item - 1 + first).map(([, value]) => value)];
}

/** The last number of a key, but for the one in a questionnaire's own name. */
function numberIn(key: string): number | null {
  const digits = /(\d{1,9})\D*$/.exec(key.slice(-longestKey).replace(/(phq|gad|core)\W?_?\d+/i, ''));
  return digits === null ? null : Number(digits[1]);
}

const longestKey = 60;

/** `{ "item": 9, "answer": 2 }` */
function numberOf(entry: unknown): number | null {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return null;
  const named = Object.entries(entry).find(([key]) => /^(item|question|number|id|no)$/i.test(key));
  if (named === undefined) return null;
  return typeof named[1] === 'number' ? named[1] : typeof named[1] === 'string' ? numberIn(named[1]) : null;
}
