import type { FieldFault } from '../../../records/errors';
import { recipientLabels } from '../../../records/urgent-care/labels';
import type { RulingOnOne } from '../../../records/urgent-care/rulings';
import { durationMs } from '../../../workflows/urgent-care/policy';
import { type RecipientName, recipientNames } from '../../../workflows/urgent-care/words';
import type { Problem } from '../../http/problems';
import { spanInWords } from './moments';

/** Why a form was not taken, as its page says it: above the form, and beside each field that must be mended. */
export interface Refusal {
  /** For the summary: each leads to its field, where the page has one. */
  readonly list: readonly { readonly text: string; readonly href?: string }[];
  /** For each field, by its name. */
  readonly beside: Readonly<Record<string, { readonly text: string }>>;
}

/** How the pages speak of what was refused. */
export interface RefusalWords {
  /**
   * What a form asks, by where its answer stands in what is sent, without the numbers in it. `{1}` is the first of them, as
   * people count: `Step {1}`.
   */
  readonly field: Readonly<Record<string, string>>;
  /** What a row of a list is called where a sentence names it by its place: `shifts/0` is `shift 1`. */
  readonly place: Readonly<Record<string, string>>;
  /** What is said of a problem in place of its own sentence, by its name. */
  readonly refusal: Readonly<Record<string, string>>;
  readonly recipient: Readonly<Record<RulingOnOne['recipient'], string>>;
  readonly ruling: Readonly<Record<RulingOnOne['result'], string>>;
  /** What a row of the table of mandates rests on, by its number. */
  readonly ground: Readonly<Record<number, string>>;
}

/** What a room says of its own forms. */
export type FormWords = Partial<Pick<RefusalWords, 'field' | 'place' | 'refusal'>>;

/**
 * Which field of a page holds what the contract names so, or what a problem of this name is about. What is not named here
 * is in the field of its own last name: `outcome/note` in `note`. A page with lists in it works it out.
 */
export type FieldsOf = Readonly<Record<string, string>> | ((path: string) => string);

/** Nothing was refused. */
export const noRefusal: Refusal = { list: [], beside: {} };

export function refusalOf(problem: Problem, words: RefusalWords, fields: FieldsOf = {}): Refusal {
  const faults = faultsIn(problem);
  if (faults.length > 0) return refusalOfFaults(faults, words, fields);
  const said = { text: words.refusal[problem.name] ?? problem.detail, field: fieldOf(problem, fields) };
  return inItsPlace(
    [said],
    rulingsIn(problem).map((ruling) => ({ text: inWords(ruling, words) })),
  );
}

/** As refusalOf, also of a form that asks by its address: it is shown with what of it cannot be. */
export const refusalOfFaults = (faults: readonly FieldFault[], words: RefusalWords, fields: FieldsOf = {}): Refusal =>
  inItsPlace(faults.map((fault) => saidOfField(fault, words, fields)));

const inItsPlace = (said: readonly Said[], further: Refusal['list'] = []): Refusal => ({
  list: [...said.map(({ text, field }) => ({ text, ...(field !== undefined && { href: `#${field}` }) })), ...further],
  // Of one field the first fault: what is mended for it may mend the others.
  beside: Object.fromEntries(said.toReversed().flatMap(({ text, field }) => (field ? [[field, { text }]] : []))),
});

const faultsIn = ({ details = {} }: Problem): readonly FieldFault[] =>
  Array.isArray(details['errors']) ? details['errors'] : [];

/** What the table of mandates says of each recipient, where it stands in the way. */
const rulingsIn = ({ details = {} }: Problem): readonly RulingOnOne[] =>
  Array.isArray(details['rulings']) ? details['rulings'] : [];

const inWords = ({ recipient, result, row, offers }: RulingOnOne, words: RefusalWords): string => {
  const ground = row === null ? undefined : words.ground[row];
  return [
    `${words.recipient[recipient]}: ${words.ruling[result]}.`,
    ...(ground === undefined
      ? []
      : [`${result === 'refused' ? 'This ground is closed: ' : ''}${ground} (row ${row}).`]),
    ...offers,
  ].join(' ');
};

interface Said {
  readonly text: string;
  /** undefined: it is about the form as a whole. */
  readonly field: string | undefined;
}

function saidOfField({ path, message }: FieldFault, words: RefusalWords, fields: FieldsOf): Said {
  // `recipients/0` is said of `recipients`.
  const place = path.replaceAll(/\/\d+(?=\/|$)/g, '');
  const name = numbered(words.field[path] ?? words.field[place] ?? 'The form', path);
  const field =
    typeof fields === 'function'
      ? fields(path)
      : (fields[path] ?? fields[place] ?? (place.split('/').at(-1) || undefined));
  return { text: `${name} ${plainly(message, words)}.`, field };
}

const fieldOf = ({ name }: Problem, fields: FieldsOf): string | undefined =>
  typeof fields === 'function' ? undefined : fields[name];

/** `Step {1}` of `steps/0/every` is `Step 1`. */
function numbered(name: string, path: string): string {
  const numbers = path.match(/(?<=\/)\d+(?=\/|$)/g) ?? [];
  return name.replaceAll(/\{(\d)\}/g, (_, which: string) => String(Number(numbers[Number(which) - 1] ?? 0) + 1));
}

/** What the contract says of a field, as whoever fills in a form reads it. */
function plainly(message: string, { place }: RefusalWords): string {
  if (message.startsWith('Invalid option') || message.startsWith('Invalid UUID')) return 'must be one of these';
  if (message.startsWith('Too small: expected array')) return 'must be at least one';
  if (message.startsWith('Invalid ISO datetime')) return 'must be a date and a time';
  if (message.startsWith('Invalid ISO date')) return 'must be a date';
  if (message.startsWith('Invalid email')) return 'must be an email address';
  if (message.startsWith('Invalid input')) return 'must be filled in';
  if (message.startsWith('must be a period such as')) return 'must be a time such as 1 year, 6 months or 30 days';
  if (message.includes('is no ISO 8601 duration')) return 'must be a number and its unit, such as 10 minutes';
  const [, most] = /^Too big: expected string to have <=(\d+) characters/.exec(message) ?? [];
  if (most !== undefined) return `must have at most ${most} characters`;
  const [, bound, number] = /^Too (small|big): expected number to be [<>]=(\d+)/.exec(message) ?? [];
  if (number !== undefined) return `must be ${bound === 'small' ? 'at least' : 'at most'} ${number}`;
  return message
    .replaceAll(/(?:\w+\/\d+\/)*(\w+)\/(\d+)/g, (whole, list: string, row: string) =>
      place[list] === undefined ? whole : `${place[list]} ${Number(row) + 1}`,
    )
    .replaceAll(/\bP(?=[\dT])(?:\d+D)?(?:T[\dHMS.]+)?\b/g, (written) => spanInWords(durationMs(written)))
    .replace(/^[a-z][a-z\d-]*(?= stands)/, (name) => (isRecipient(name) ? recipientLabels[name] : name));
}

const isRecipient = (name: string): name is RecipientName => recipientNames.some((one) => one === name);
