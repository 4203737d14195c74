import { consentFormPdf } from '../../api/pages/consent-form-pdf';
import { demoConsentForm } from '../../prisma/demo-consent-form';
import type { CopyOfForm } from '../../records/consent-form/copy';
import { close, drawnText } from '../support/drawn-text';

/** The client's copy of the form says what they signed, when, and by which hash it is known. domain.md §2.2 */

const copy: CopyOfForm = {
  organisationName: 'Riverside Talking Practice',
  timeZone: 'Europe/London',
  version: 3,
  text: demoConsentForm('Riverside Talking Practice'),
  signedName: 'Zoë O’Hara',
  signedAt: new Date('2026-06-30T23:30:00Z'),
  via: 'page',
  sha256: 'ab'.repeat(32),
  withdrawnAt: null,
};

const readOut = async (changes: Partial<CopyOfForm> = {}): Promise<string> =>
  drawnText(await consentFormPdf({ ...copy, ...changes }));

test('it has every word of the form, who signed it, when by the clock there, and the hash', async () => {
  const text = await readOut();
  for (const paragraph of copy.text.split('\n\n')) expect(text).toContain(close(paragraph));
  expect(text).toContain(close('Riverside Talking Practice, version 3'));
  expect(text).toContain(close('Signed by Zoë O’Hara on 1 July 2026 at 00:30'));
  expect(text).toContain(copy.sha256);
  for (const remark of ['Withdrawn', 'on paper', 'no letters']) expect(text).not.toContain(close(remark));
});

test('it says that it was signed on paper, and that it was withdrawn', async () => {
  const text = await readOut({ via: 'upload', withdrawnAt: new Date('2026-11-01T12:00:00Z') });
  expect(text).toContain(close('You signed it on paper.'));
  expect(text).toContain(close('Withdrawn on 1 November 2026 at 12:00.'));
});

test.each([
  ['Nguyễn Łukasz', 'Nguyen?ukasz'],
  ['李小龍', '???'],
])('of a name like %s it says that it lacks letters', async (signedName, shown) => {
  const text = await readOut({ signedName });
  expect(text).toContain(`Signedby${shown}on`);
  expect(text).toContain(close('This file has no letters for all of your name.'));
});
