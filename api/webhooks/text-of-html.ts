/** What never shows, if it ends at all. */
const unseen: readonly string[] = ['head', 'style', 'script'];
const beginsLine: readonly string[] = ['br', 'p', 'div', 'tr', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote'];
/** Stands for a picture: what it shows, no program reads. */
const picture = '\uFFFC';

/** The words of an email in HTML, what it quotes in lines that begin with `>`. Linear in its length. */
export function textOf(html: string): string {
  const pieces = html.split(/(<[^<>]*>)/).map((piece, index) => (index % 2 === 0 ? { words: piece } : tagIn(piece)));
  const endsLast = new Map(pieces.map((piece, index) => ['ends' in piece && piece.ends ? piece.name : '', index]));
  let text = '';
  let hiddenBy: string | null = null;
  let quotes = 0;
  for (const [index, piece] of pieces.entries()) {
    if (hiddenBy !== null) {
      if ('ends' in piece && piece.ends && piece.name === hiddenBy) hiddenBy = null;
    } else if ('words' in piece) {
      const words = unescaped(piece.words);
      text += quotes > 0 ? words.replace(/\n/g, '\n> ') : words;
    } else if (!piece.ends && unseen.includes(piece.name) && (endsLast.get(piece.name) ?? 0) > index) {
      hiddenBy = piece.name;
    } else {
      if (piece.name === 'blockquote') quotes = Math.max(0, quotes + (piece.ends ? -1 : 1));
      if (beginsLine.includes(piece.name)) text += quotes > 0 ? '\n> ' : '\n';
      if (piece.name === 'img' && quotes === 0) text += picture;
    }
  }
  return text;
}

/** A comment, or what is no tag at all, has no name. */
function tagIn(tag: string): { readonly name: string; readonly ends: boolean } {
  const [, slash = '', name = ''] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(tag) ?? [];
  return { name: name.toLowerCase(), ends: slash !== '' };
}

const unescaped = (words: string): string =>
  words
    .replace(/&#(\d{1,6});/g, (_whole, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([\da-f]{1,5});/gi, (_whole, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;|&rsquo;/g, "'")
    .replace(/&amp;/g, '&');
