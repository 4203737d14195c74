import type { KeyObject } from 'node:crypto';
import { signatureHeaders } from '../../local/sandbox/sendgrid/signing-key';
import { privateKey } from '../local/sandbox-for-test';
import type { ApiUnderTest, Reply } from './api';

/** SendGrid's Inbound Parse, as far as a test has to change what it sends. */

export interface EmailFields {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  /** Files that came with it. */
  readonly attachments?: number;
  /** Further headers, a line each. */
  readonly headers?: readonly string[];
}

export interface Forged {
  readonly at?: Date;
  readonly key?: KeyObject;
  /** What is signed instead of the body. */
  readonly signed?: Buffer;
  readonly contentType?: string;
  readonly body?: Buffer;
}

/** Hands an email over, signed as SendGrid signs but for these changes. */
export async function emailComesIn(api: ApiUnderTest, fields: EmailFields, forged: Forged = {}): Promise<Reply> {
  const form = await multipartOf(fields);
  const body = forged.body ?? form.body;
  const response = await fetch(`${api.url}/webhooks/sendgrid/inbound`, {
    method: 'POST',
    headers: {
      'content-type': forged.contentType ?? form.contentType,
      ...signatureHeaders(forged.key ?? privateKey, forged.at ?? new Date(), forged.signed ?? body),
    },
    body: new Uint8Array(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text), text };
}

export async function multipartOf({ from, to, subject, text, html, attachments = 0, headers = [] }: EmailFields) {
  const form = new FormData();
  form.set('headers', [`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, ...headers, ''].join('\r\n'));
  form.set('from', from);
  form.set('to', to);
  form.set('subject', subject);
  if (text !== undefined) form.set('text', text);
  if (html !== undefined) form.set('html', html);
  form.set('attachments', String(attachments));
  form.set('envelope', JSON.stringify({ to: [to], from: 'bounces@mail.example' }));
  form.set('charsets', JSON.stringify({ to: 'UTF-8', subject: 'UTF-8', text: 'UTF-8' }));
  const multipart = new Response(form);
  return { body: Buffer.from(await multipart.arrayBuffer()), contentType: multipart.headers.get('content-type') ?? '' };
}
