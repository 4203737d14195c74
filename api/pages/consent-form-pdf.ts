import { once } from 'node:events';
import PDFDocument from 'pdfkit';
import type { CopyOfForm } from '../../records/consent-form/copy';

/** The client's copy of what they signed, as a PDF. domain.md §2.2 */
export async function consentFormPdf(copy: CopyOfForm): Promise<Buffer> {
  const { organisationName, version, text, signedAt, sha256 } = copy;
  // Its title is what a list of files shows to whoever looks over a shoulder.
  const info = { Title: 'Copy of your form', Author: organisationName, CreationDate: signedAt };
  const pdf = new PDFDocument({ size: 'A4', margin: 56, info, lang: 'en-GB', displayTitle: true });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const ended = once(pdf, 'end');

  pdf.font('Helvetica-Bold').fontSize(18).text('Copy of your form').moveDown();
  pdf
    .font('Helvetica')
    .fontSize(11)
    .text(inFont(`${organisationName}, version ${version}`))
    .moveDown();
  for (const paragraph of text.split(/\n{2,}/)) pdf.text(inFont(paragraph)).moveDown();
  pdf
    .font('Helvetica-Bold')
    .text(inFont(signedBy(copy)))
    .moveDown();
  pdf.font('Helvetica');
  for (const line of remarks(copy)) pdf.text(line).moveDown();
  pdf.fontSize(9).text(`SHA-256 ${sha256}`);
  pdf.end();
  await ended;
  return Buffer.concat(parts);
}

const signedBy = ({ signedName, signedAt, timeZone }: CopyOfForm): string =>
  `Signed by ${signedName} on ${timeThere(signedAt, timeZone)}`;

function remarks({ signedName, via, withdrawnAt, timeZone }: CopyOfForm): readonly string[] {
  return [
    ...(via === 'upload' ? ['You signed it on paper. We keep the paper as a file, whose SHA-256 is below.'] : []),
    ...(withdrawnAt ? [`Withdrawn on ${timeThere(withdrawnAt, timeZone)}.`] : []),
    ...(inFont(signedName) === signedName
      ? []
      : ['This file has no letters for all of your name. We keep it as you wrote it.']),
  ];
}

const timeThere = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'long', timeStyle: 'short' }).format(at);

/** The letters of a PDF's own fonts, which every reader has: Windows' Latin ones. */
const letters = /[\n -~\u00a0-\u00ff‘’“”–—…•€]/;

/** Letters that those fonts lack lose their marks, or become a question mark. */
const inFont = (text: string): string =>
  Array.from(text, (letter) => {
    if (letters.test(letter)) return letter;
    const bare = letter.normalize('NFKD').replace(/\p{M}/gu, '');
    return bare !== '' && Array.from(bare).every((one) => letters.test(one)) ? bare : '?';
  }).join('');
