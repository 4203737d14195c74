import { conflict } from '../errors';
import type { ConsentForm } from '../generated/client';
import type { Work } from '../work';
import { type FormVersion, formInForce } from './versions';

/** What is sealed in a signed form's row. */
export interface SignedWords {
  readonly signedName: string;
}

export const signedVia = ['page', 'upload', 'platform'] as const;
export type SignedVia = (typeof signedVia)[number];

/** What the client signed last; it may be withdrawn, or be of a version that is in force no more. */
export const newestSigned = (work: Work, clientId: string): Promise<SignedForm | null> =>
  work.db.consentForm.findFirst({
    where: { clientId },
    orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
    omit: { document: true },
  });

/** Without the document, which is large and seldom asked for. */
export type SignedForm = Omit<ConsentForm, 'document'>;

/** Whether it allows processing now. domain.md §2.2 */
export const isStanding = (signed: SignedForm | null, { version }: FormVersion): signed is SignedForm =>
  signed !== null && signed.withdrawnAt === null && signed.version === version;

/**
 * Assessment and clinical data are processed only while the form in force is signed. Raising a concern never asks.
 * Call it with the client's row locked: a withdrawal that commits first wins. domain.md §2.2
 * @throws Conflict naming the form
 */
export async function requireConsentForm(work: Work, clientId: string): Promise<void> {
  const form = await formInForce(work);
  if (isStanding(await newestSigned(work, clientId), form)) return;
  throw conflict(
    'consent-form-missing',
    `First the client signs the Data Processing Consent form, version ${form.version}.`,
    { form: 'data-processing-consent', version: form.version },
  );
}
