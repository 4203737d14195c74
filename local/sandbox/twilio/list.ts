import { z } from 'zod';
import { sameAddress } from '../inbox';
import type { InboxMessage } from '../message';

/** A list of Twilio's, as its own words name it. */
export interface Listing<Item> {
  readonly name: 'messages' | 'calls';
  /** Below the account. */
  readonly path: string;
  /** The parameter by which it is searched for a time; with `>` and `<` for from and to. */
  readonly time: 'DateSent' | 'StartTime';
  readonly resource: (item: Item) => object;
}

interface ListRequest<Item> {
  /** All that Twilio ever took, oldest first. */
  readonly items: readonly Item[];
  readonly query: Readonly<Record<string, unknown>>;
}

const shared = {
  To: z.string().optional(),
  From: z.string().optional(),
  Page: z.coerce.number().int().nonnegative().default(0),
  PageSize: z.coerce.number().int().min(1).max(1000).default(50),
};
const times = {
  on: z.iso.date().optional(),
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
};
const querySchema = z.object({ ...shared, ...times });
type Query = z.infer<typeof querySchema>;

/** One page of a list, newest first, as Twilio pages it; or the name of the parameter that is wrong. */
export function listPage<Item extends { readonly inbox: InboxMessage }>(
  { name, path, time, resource }: Listing<Item>,
  { items, query: raw }: ListRequest<Item>,
): { page: object } | { wrong: string } {
  const names: Readonly<Record<string, string>> = { on: time, from: `${time}>`, to: `${time}<` };
  const parsed = querySchema.safeParse({ ...raw, on: raw[time], from: raw[`${time}>`], to: raw[`${time}<`] });
  if (!parsed.success) {
    const wrong = String(parsed.error.issues[0]?.path[0]);
    return { wrong: names[wrong] ?? wrong };
  }

  const query = parsed.data;
  const { Page: page, PageSize: size } = query;
  const found = items.filter(({ inbox }) => fits(inbox, query)).reverse();
  const shown = found.slice(page * size, (page + 1) * size);
  const uriOf = (number: number) => `${path}?${pageQuery({ ...query, Page: number }, names)}`;
  return {
    page: {
      [name]: shown.map(resource),
      page,
      page_size: size,
      start: page * size,
      end: page * size + Math.max(shown.length - 1, 0),
      uri: uriOf(page),
      first_page_uri: uriOf(0),
      previous_page_uri: page > 0 ? uriOf(page - 1) : null,
      next_page_uri: found.length > (page + 1) * size ? uriOf(page + 1) : null,
    },
  };
}

function fits({ to, from, at }: InboxMessage, query: Query): boolean {
  const second = new Date(at).setMilliseconds(0);
  if (query.To !== undefined && !sameAddress(query.To, to)) return false;
  if (query.From !== undefined && !sameAddress(query.From, from)) return false;
  if (query.on !== undefined && !at.startsWith(query.on)) return false;
  if (query.from && second < query.from.getTime()) return false;
  return !query.to || second <= query.to.getTime();
}

function pageQuery(query: Query, names: Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    parameters.set(names[name] ?? name, value instanceof Date ? value.toISOString() : String(value));
  }
  return parameters.toString();
}
