import type { FieldFault } from '../../../records/errors';
import type { RulingOnOne } from '../../../records/urgent-care/rulings';
import type { Problem } from '../../http/problems';

/** Why a form was not taken, as its page says it: above the form, and beside each field that must be mended. */
export interface Refusal {
  /** For the summary: each leads to its field, where the page has one. */
  readonly list: readonly { readonly text: string; readonly href?: string }[];
  /** For each field, by its name. */
  readonly beside: Readonly<Record<string, { readonly text: string }>>;
}

/** How the pages speak of what was refused. */
export interface RefusalWords {
  /** What a form asks, by where its answer stands in what is sent. */
  readonly field: Readonly<Record<string, string>>;
  /** What is said of a problem in place of its own sentence, by its name. */
  readonly refusal: Readonly<Record<string, string>>;
  readonly recipient: Readonly<Record<RulingOnOne['recipient'], string>>;
  readonly ruling: Readonly<Record<RulingOnOne['result'], string>>;
}

/**
 * Which field of a page holds what the contract names so, or what a problem of this name is about. What is not named here
 * is in the field of its own last name: `outcome/note` in `note`.
 */
export type FieldsOf = Readonly<Record<string, string>>;

/** Nothing was refused. */
export const noRefusal: Refusal = { list: [], beside: {} };

export function refusalOf(problem: Problem, words: RefusalWords, fields: FieldsOf = {}): Refusal {
  const faults = faultsIn(problem);
  const said =
    faults.length > 0
      ? faults.map((fault) => saidOfField(fault, words, fields))
      : [{ text: words.refusal[problem.name] ?? problem.detail, field: fields[problem.name] }];
  return {
    list: [
      ...said.map(({ text, field }) => ({ text, ...(field !== undefined && { href: `#${field}` }) })),
      ...rulingsIn(problem).map((ruling) => ({ text: inWords(ruling, words) })),
    ],
    // Of one field the first fault: what is mended for it may mend the others.
    beside: Object.fromEntries(said.toReversed().flatMap(({ text, field }) => (field ? [[field, { text }]] : []))),
  };
}

const faultsIn = ({ details = {} }: Problem): readonly FieldFault[] =>
  Array.isArray(details['errors']) ? details['errors'] : [];

/** What the table of mandates says of each recipient, where it stands in the way. */
const rulingsIn = ({ details = {} }: Problem): readonly RulingOnOne[] =>
  Array.isArray(details['rulings']) ? details['rulings'] : [];

const inWords = ({ recipient, result, row, offers }: RulingOnOne, words: RefusalWords): string =>
  [`${words.recipient[recipient]}: ${words.ruling[result]}${row === null ? '' : ` (row ${row})`}.`, ...offers].join(
    ' ',
  );

interface Said {
  readonly text: string;
  /** undefined: it is about the form as a whole. */
  readonly field: string | undefined;
}

function saidOfField({ path, message }: FieldFault, words: RefusalWords, fields: FieldsOf): Said {
  // `recipients/0` is said of `recipients`.
  const place = path.replaceAll(/\/\d+(?=\/|$)/g, '');
  const name = words.field[path] ?? words.field[place] ?? 'The form';
  const field = fields[path] ?? fields[place] ?? (place.split('/').at(-1) || undefined);
  return { text: `${name} ${plainly(message)}.`, field };
}

/** What the contract says of a field, as whoever fills in a form reads it. */
function plainly(message: string): string {
  if (message.startsWith('Invalid option') || message.startsWith('Invalid UUID')) return 'must be one of these';
  if (message.startsWith('Too small: expected array')) return 'must be at least one';
  if (message.startsWith('Invalid ISO datetime')) return 'must be a date and a time';
  if (message.startsWith('Invalid ISO date')) return 'must be a date';
  if (message.startsWith('Invalid email')) return 'must be an email address';
  if (message.startsWith('Invalid input')) return 'must be filled in';
  const [, most] = /^Too big: expected string to have <=(\d+) characters/.exec(message) ?? [];
  return most === undefined ? message : `must have at most ${most} characters`;
}
