/** The plain text as simple HTML: paragraphs, line breaks, links. Nothing is loaded from anywhere. */
export function htmlOf(text: string): string {
  const body = text
    .split('\n\n')
    .map((paragraph) => `<p>${linked(escaped(paragraph)).replaceAll('\n', '<br>')}</p>`)
    .join('\n');
  return `<!doctype html>\n<html lang="en"><body>\n${body}\n</body></html>`;
}

const linked = (escapedText: string): string =>
  escapedText.replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
