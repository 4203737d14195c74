import { definitions } from './definitions';

/** Whether a value says more than "Not at all", in whatever way it says it. Pure, and total over any JSON. */
export function isPositive(value: unknown): boolean {
  const waiting = [value];
  for (let at = 0; at < waiting.length; at += 1) {
    const one = waiting[at];
    if (saysMoreThanNotAtAll(one)) return true;
    if (typeof one === 'object' && one !== null) for (const inside of answersWithin(one)) waiting.push(inside);
  }
  return false;
}

function saysMoreThanNotAtAll(value: unknown): boolean {
  if (typeof value === 'number') return value > 0;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return false;
  const text = value.trim().toLowerCase();
  return Number.parseFloat(text.replace(/^[^\d-]*/, '')) > 0 || sayings.some((saying) => text.startsWith(saying));
}

/** The words of every answer but the first, and what people write instead. */
const sayings: readonly string[] = [
  ...definitions.flatMap(({ options }) => options.slice(1).map((words) => words.toLowerCase())),
  'yes',
  'true',
];

/** Of an entry such as `{ "item": 9, "answer": 0 }` its answer; of one that names none, all that stands in it. */
function answersWithin(entry: object): readonly unknown[] {
  const answers = Object.entries(entry).filter(([key]) => /^(answer|value|score|response|selected)$/i.test(key));
  return answers.length > 0 ? answers.map(([, value]) => value) : Object.values(entry);
}
