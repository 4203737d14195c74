import { createHash } from 'node:crypto';
import type { AddressBook } from '../address-book';
import { html, htmlPage, type Markup } from './html';
import { piecesOf } from './links';
import type { Channel, InboxMessage } from './message';

const style = `
  body { font: 1rem/1.5 system-ui, sans-serif; color: #212b32; background: #f0f4f5; max-width: 48rem; margin: 0 auto; padding: 1rem; }
  a { color: #005eb8; overflow-wrap: anywhere; }
  article { background: #fff; border: 1px solid #768692; padding: 0 1rem 1rem; margin: 1rem 0; }
  h2 { font-size: 1.125rem; margin: .75rem 0; overflow-wrap: anywhere; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
  dt { font-weight: bold; }
  dd { margin: 0; overflow-wrap: anywhere; }
  .words { white-space: pre-wrap; overflow-wrap: anywhere; border-left: .25rem solid #005eb8; padding-left: 1rem; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

const channelNames: Record<Channel, string> = { sms: 'SMS', voice: 'Call', email: 'Email' };

interface Page {
  readonly html: string;
  readonly contentSecurityPolicy: string;
}

/** The inbox to read in a browser: newest first, nothing from elsewhere, no script. */
export function inboxPage({
  messages,
  filteredTo,
  addressBook,
}: {
  messages: InboxMessage[];
  filteredTo: string | undefined;
  addressBook: AddressBook;
}): Page {
  const nameOf = (address: string): string => addressBook[address.toLowerCase()] ?? address;
  const title = filteredTo === undefined ? 'Sandbox inbox' : `Sandbox inbox: to ${nameOf(filteredTo)}`;
  const main = html`<p>Every text message, call and email that Heed sent here, newest first. Nothing leaves this computer.</p>
<p><a href="">Look again</a>${filteredTo === undefined ? '' : html` or <a href="/sandbox">show all messages</a>`}</p>
${messages.length === 0 ? html`<p>There are no messages yet.</p>` : messages.toReversed().map((message) => article(message, nameOf))}`;
  return {
    html: htmlPage({ title, style }, main),
    contentSecurityPolicy: `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'`,
  };
}

function article(message: InboxMessage, nameOf: (address: string) => string): Markup {
  const { id, at, channel, from, to, subject, text, html: body, links, status } = message;
  const heading = `heading-${id}`;
  const furtherLinks = links.filter((link) => !text.includes(link));
  return html`<article aria-labelledby="${heading}">
<h2 id="${heading}">${channelNames[channel]} to ${nameOf(to)}${subject === null ? '' : `: ${subject}`}</h2>
<dl>
<dt>Time</dt><dd><time datetime="${at}">${at}</time></dd>
<dt>From</dt><dd>${from}</dd>
<dt>To</dt><dd><a href="/sandbox?to=${encodeURIComponent(to)}">${to}</a></dd>
<dt>Status</dt><dd>${status}</dd>
<dt>Id</dt><dd>${id}</dd>
</dl>
${text === '' ? '' : html`<p class="words">${piecesOf(text).map(piece)}</p>`}
${body === null ? '' : html`<details><summary>As HTML</summary><p class="words">${body}</p></details>`}
${furtherLinks.length === 0 ? '' : html`<p>Links:</p><ul>${furtherLinks.map((link) => html`<li>${anchor(link)}</li>`)}</ul>`}
</article>
`;
}

function piece({ kind, text }: { kind: 'text' | 'link'; text: string }): Markup {
  return kind === 'link' ? anchor(text) : html`${text}`;
}

function anchor(link: string): Markup {
  return html`<a href="${link}" rel="noreferrer">${link}</a>`;
}
