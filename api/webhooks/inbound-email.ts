import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isAutomatic } from '../../records/marketing/reads-as-opt-out';
import type { InboundEmail } from '../../records/marketing/take-email';

/** An email as SendGrid's Inbound Parse hands it over, and all the addresses it may have been written to. */
export interface ParsedEmail {
  readonly email: InboundEmail;
  readonly writtenTo: readonly string[];
}

/** Null: nobody sent it whom an answer or an opt-out could be meant for. */
export function emailIn(fields: ReadonlyMap<string, Buffer>): ParsedEmail | null {
  const charsets = charsetsIn(fields.get('charsets'));
  const field = (name: string): string => decoded(fields.get(name), charsets[name]);
  const headers = headersIn(field('headers'));
  const envelope = envelopeIn(fields.get('envelope'));
  const from = addressesIn(field('from'))[0] ?? envelope.from;
  if (from === undefined) return null;

  const subject = field('subject');
  const text = field('text') || textOf(field('html'));
  const identity =
    headers.get('message-id') ?? [from, field('to'), headers.get('date') ?? '', subject, text].join('\n');
  return {
    email: {
      // What identifies it to others may name people: only its hash is kept in clear.
      id: `email-${createHash('sha256').update(identity).digest('hex')}`,
      from,
      subject,
      text,
      automatic: isAutomatic(headers, subject),
    },
    // The envelope says where it was delivered; the header leaves out who was in blind copy.
    writtenTo: [...new Set([...(envelope.to ?? []), ...addressesIn(field('to'))].map((one) => one.toLowerCase()))],
  };
}

const charsetNames = z.record(z.string(), z.string()).catch({});
const charsetsIn = (field: Buffer | undefined): Readonly<Record<string, string>> => charsetNames.parse(jsonOf(field));

const envelopeSchema = z.object({ to: z.array(z.string()).optional(), from: z.string().min(1).optional() }).catch({});
const envelopeIn = (field: Buffer | undefined): z.infer<typeof envelopeSchema> => envelopeSchema.parse(jsonOf(field));

function jsonOf(field: Buffer | undefined): unknown {
  try {
    return JSON.parse(field?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}

/** @param charset as SendGrid names it; one that nobody knows is read as UTF-8 */
function decoded(field: Buffer | undefined, charset: string | undefined): string {
  if (!field) return '';
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(field);
  } catch {
    return field.toString('utf8');
  }
}

/** By their names in small letters, the first of each; what goes on in the next line is put together. */
function headersIn(raw: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of raw.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name && value !== undefined && !headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value.trim());
  }
  return headers;
}

/** `Jo <jo@mail.example>, ada@mail.example` */
const addressesIn = (header: string): readonly string[] =>
  Array.from(header.matchAll(/[^\s<>,;:"'()[\]]+@[^\s<>,;:"'()[\]]+/g), ([address]) => address);

/** Of an email that is written in HTML alone. */
const textOf = (html: string): string =>
  html
    .replace(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<blockquote\b[\s\S]*<\/blockquote>/gi, '')
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^>]*>/gi, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#0*39;|&apos;|&rsquo;/g, "'")
    .replace(/&amp;/g, '&');
