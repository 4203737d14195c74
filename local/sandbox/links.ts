import { unescapeHtml } from './html';

const address = /https?:\/\/[^\s<>"'`]+/g;
const href = /href\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

/** Every web address in a message, once each, those of the text first. */
export function linksIn(text: string, htmlBody: string | null): string[] {
  const fromHtml = [...(htmlBody ?? '').matchAll(href)].map(([, double, single]) =>
    unescapeHtml(double ?? single ?? ''),
  );
  return [...new Set([...addressesIn(text), ...fromHtml.filter(isWebAddress)])];
}

/** A text cut into plain pieces and web addresses, in order, for showing it with its links. */
export function piecesOf(text: string): { kind: 'text' | 'link'; text: string }[] {
  const pieces: { kind: 'text' | 'link'; text: string }[] = [];
  let rest = text;
  for (const link of addressesIn(text)) {
    const start = rest.indexOf(link);
    pieces.push({ kind: 'text', text: rest.slice(0, start) }, { kind: 'link', text: link });
    rest = rest.slice(start + link.length);
  }
  return [...pieces, { kind: 'text', text: rest }];
}

function addressesIn(text: string): string[] {
  // The full stop that ends a sentence is not part of the address before it.
  return [...text.matchAll(address)].map(([found]) => found.replace(/[.,;:!?)\]}]+$/, ''));
}

function isWebAddress(candidate: string): boolean {
  return /^https?:\/\//.test(candidate);
}
