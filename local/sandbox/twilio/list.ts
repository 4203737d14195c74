import { z } from 'zod';
import { sameAddress } from '../inbox';
import type { Sms } from '../message';
import { messageResource } from './resource';

const querySchema = z.object({
  To: z.string().optional(),
  From: z.string().optional(),
  DateSent: z.iso.date().optional(),
  'DateSent>': z.coerce.date().optional(),
  'DateSent<': z.coerce.date().optional(),
  Page: z.coerce.number().int().nonnegative().default(0),
  PageSize: z.coerce.number().int().min(1).max(1000).default(50),
});
type Query = z.infer<typeof querySchema>;

interface ListRequest {
  readonly accountSid: string;
  /** All that Twilio ever took, oldest first. */
  readonly messages: readonly Sms[];
  readonly query: unknown;
}

/** One page of messages, newest first, as Twilio pages them; or the name of the parameter that is wrong. */
export function listMessages({ accountSid, messages, query: raw }: ListRequest): { page: object } | { wrong: string } {
  const parsed = querySchema.safeParse(raw);
  if (!parsed.success) return { wrong: String(parsed.error.issues[0]?.path[0]) };

  const query = parsed.data;
  const { Page: page, PageSize: size } = query;
  const found = messages.filter((sms) => fits(sms, query)).reverse();
  const shown = found.slice(page * size, (page + 1) * size);
  const uriOf = (number: number) => `/2010-04-01/Accounts/${accountSid}/Messages.json?${pageQuery(query, number)}`;
  return {
    page: {
      messages: shown.map((sms) => messageResource(accountSid, sms)),
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

function fits(sms: Sms, query: Query): boolean {
  const { to, from, at } = sms.inbox;
  const second = new Date(at).setMilliseconds(0);
  if (query.To !== undefined && !sameAddress(query.To, to)) return false;
  if (query.From !== undefined && !sameAddress(query.From, from)) return false;
  if (query.DateSent !== undefined && !at.startsWith(query.DateSent)) return false;
  if (query['DateSent>'] && second < query['DateSent>'].getTime()) return false;
  return !query['DateSent<'] || second <= query['DateSent<'].getTime();
}

function pageQuery(query: Query, page: number): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, Page: page })) {
    if (value !== undefined) parameters.set(name, value instanceof Date ? value.toISOString() : String(value));
  }
  return parameters.toString();
}
