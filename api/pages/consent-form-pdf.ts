import { dayAndTimeInWords } from '../../records/calendar/day-and-time';
import type { CopyOfForm } from '../../records/consent-form/copy';
import { inFont, onPaper } from '../documents/paper';

/** The client's copy of what they signed, as a PDF. domain.md §2.2 */
export function consentFormPdf(copy: CopyOfForm): Promise<Buffer> {
  const { organisationName: author, version, text, signedAt: createdAt, sha256 } = copy;
  const title = 'Copy of your form';
  return onPaper({ title, author, createdAt }, (pdf) => {
    pdf.font('Helvetica-Bold').fontSize(18).text(title).moveDown();
    pdf
      .font('Helvetica')
      .fontSize(11)
      .text(inFont(`${author}, version ${version}`))
      .moveDown();
    for (const paragraph of text.split(/\n{2,}/)) pdf.text(inFont(paragraph)).moveDown();
    pdf
      .font('Helvetica-Bold')
      .text(inFont(signedBy(copy)))
      .moveDown();
    pdf.font('Helvetica');
    for (const line of remarks(copy)) pdf.text(line).moveDown();
    pdf.fontSize(9).text(`SHA-256 ${sha256}`);
  });
}

const signedBy = ({ signedName, signedAt, timeZone }: CopyOfForm): string =>
  `Signed by ${signedName} on ${dayAndTimeInWords(signedAt, timeZone)}`;

function remarks({ signedName, via, withdrawnAt, timeZone }: CopyOfForm): readonly string[] {
  return [
    ...(via === 'upload' ? ['You signed it on paper. We keep the paper as a file, whose SHA-256 is below.'] : []),
    ...(withdrawnAt ? [`Withdrawn on ${dayAndTimeInWords(withdrawnAt, timeZone)}.`] : []),
    ...(inFont(signedName) === signedName
      ? []
      : ['This file has no letters for all of your name. We keep it as you wrote it.']),
  ];
}
