import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isAutomatic } from '../../records/marketing/reads-as-opt-out';
import type { InboundEmail } from '../../records/marketing/take-email';
import { longestField } from '../http/multipart';
import { textOf } from './text-of-html';

/** An email as SendGrid's Inbound Parse hands it over, and all the addresses it may have been written to. */
export interface ParsedEmail {
  readonly email: InboundEmail;
  readonly writtenTo: readonly string[];
}

/** Characters of a header. As long as anybody's are. */
const longestHeader = 2_000;

/** Null: nobody sent it whom an answer or an opt-out could be meant for. */
export function emailIn(fields: ReadonlyMap<string, Buffer>): ParsedEmail | null {
  const charsets = charsetsIn(fields.get('charsets'));
  const field = (name: string): string => decoded(fields.get(name), charsets[name]);
  const header = (name: string): string => field(name).slice(0, longestHeader);
  const headers = headersIn(field('headers'));
  const envelope = envelopeIn(fields.get('envelope'));
  const sender = senderIn(field('from').slice(-longestHeader));
  const from = sender.address ?? envelope.from;
  if (from === undefined) return null;

  const subject = header('subject');
  const { text, saysMore } = wordsIn(field('text'), field('html'));
  // Who sends it chooses its Message-ID: another email with the same one is another.
  const identity = [
    headers.get('message-id') ?? '',
    headers.get('date') ?? '',
    from,
    field('to'),
    field('subject'),
    text,
  ];
  return {
    email: {
      // What identifies it to others may name people: only its hash is kept in clear.
      id: `email-${createHash('sha256').update(JSON.stringify(identity)).digest('hex')}`,
      from,
      name: sender.name,
      subject,
      text,
      automatic: isAutomatic(headers),
      attachments: Number.parseInt(field('attachments'), 10) || 0,
      cutShort: saysMore || isCut(fields) || field('subject').length > longestHeader,
    },
    // The envelope says where it was delivered; the header leaves out who was in blind copy.
    writtenTo: [...new Set([...(envelope.to ?? []), ...addressesIn(header('to'))].map((one) => one.toLowerCase()))],
  };
}

const isCut = (fields: ReadonlyMap<string, Buffer>): boolean =>
  ['text', 'html'].some((name) => (fields.get(name)?.length ?? 0) >= longestField);

/** What it says: in its plain part, and in its HTML where that is alone or says more. */
function wordsIn(plainPart: string, html: string): { readonly text: string; readonly saysMore: boolean } {
  const fromHtml = textOf(html);
  if (plainPart.trim() === '') return { text: fromHtml, saysMore: false };
  const said = new Set(wordsOf(plainPart));
  const saysMore = wordsOf(fromHtml).some((word) => !said.has(word));
  return { text: saysMore ? `${plainPart}\n\n${fromHtml}` : plainPart, saysMore };
}

const wordsOf = (text: string): readonly string[] =>
  text.match(/[\p{Letter}\p{Number}\p{Extended_Pictographic}\uFFFC]+/gu) ?? [];

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

/** `"Jo, of old@mail.example" <jo@mail.example>`: the address is what stands in the last brackets, if there are any. */
function senderIn(header: string): { readonly name: string; readonly address: string | undefined } {
  const opens = header.lastIndexOf('<');
  return {
    name: opens === -1 ? '' : header.slice(0, opens).trim(),
    address: addressesIn(opens === -1 ? header : header.slice(opens))[0],
  };
}

/** `Jo <jo@mail.example>, ada@mail.example` */
const addressesIn = (header: string): readonly string[] =>
  Array.from(header.replace(/"[^"]*"/g, ' ').matchAll(/[^\s<>,;:"()[\]]+@[^\s<>,;:"'()[\]]+/g), ([address]) =>
    address.replace(/^'/, ''),
  );
