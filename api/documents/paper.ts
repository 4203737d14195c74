import { once } from 'node:events';
import PDFDocument from 'pdfkit';

/** A document for people, as a PDF. */

export interface About {
  /** What a list of files shows to whoever looks over a shoulder. */
  readonly title: string;
  readonly author: string;
  readonly createdAt: Date;
  /** At the foot of every page, before its number; absent: pages have none. */
  readonly foot?: string;
}

const margin = 56;

/** @param write what stands on it, from the top of the first page on */
export async function onPaper(
  { title, author, createdAt, foot }: About,
  write: (pdf: PDFKit.PDFDocument) => void,
): Promise<Buffer> {
  const info = { Title: title, Author: author, CreationDate: createdAt };
  const pdf = new PDFDocument({ size: 'A4', margin, info, lang: 'en-GB', displayTitle: true, bufferPages: true });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const ended = once(pdf, 'end');
  write(pdf);
  if (foot !== undefined) numberPages(pdf, foot);
  pdf.end();
  await ended;
  return Buffer.concat(parts);
}

function numberPages(pdf: PDFKit.PDFDocument, foot: string): void {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    // Below the margin a line would begin another page.
    pdf.page.margins.bottom = 0;
    const y = pdf.page.height - margin / 2 - 9;
    pdf.font('Helvetica').fontSize(9);
    pdf.text(inFont(`${foot} · page ${page + 1} of ${count}`), margin, y, { lineBreak: false });
  }
}

/** The letters of a PDF's own fonts, which every reader has: Windows' Latin ones. */
const letters = /[\n -~\u00a0-\u00ff‘’“”–—…•€]/;

/** Letters that those fonts lack lose their marks, or become a question mark. */
export const inFont = (text: string): string =>
  Array.from(text, (letter) => {
    if (letters.test(letter)) return letter;
    const bare = letter.normalize('NFKD').replace(/\p{M}/gu, '');
    return bare !== '' && Array.from(bare).every((one) => letters.test(one)) ? bare : '?';
  }).join('');
