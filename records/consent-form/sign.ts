import { createHash } from 'node:crypto';
import { audit } from '../audit/record';
import { requireInThePast } from '../calendar/in-the-past';
import { lockClient } from '../clients/lock';
import { conflict } from '../errors';
import { newId } from '../ids';
import { recordSignUpAct } from '../sign-up/acts';
import { isOverForGood, newestSignUpOf } from '../sign-up/sign-up-row';
import type { Actor, Work } from '../work';
import { isStanding, newestSigned, type SignedVia, type SignedWords } from './consent-forms';
import type { SignedDocument } from './document';
import { type FormVersion, formInForce } from './versions';

export interface Signature {
  readonly version: number;
  readonly signedName: string;
  readonly signedAt: Date;
  readonly via: SignedVia;
  readonly document: SignedDocument | null;
}

/**
 * Records that the client signed the form. What was withdrawn before is processed again from here on. Signed twice in
 * the same way, it is recorded once.
 * @returns the hash in hex: of the document, or of the form's words with name and time
 * @throws NotFound for no client of ours; Conflict for a version that is not in force, naming the one that is, and for a
 * signature from before a withdrawal
 */
export async function signConsentForm(
  work: Work,
  by: Actor,
  clientId: string,
  signature: Signature,
): Promise<{ readonly sha256: string }> {
  const { version, signedName, signedAt, via, document } = signature;
  await lockClient(work, clientId);
  const form = await formInForce(work);
  requireInForce(version, form);
  requireInThePast(work, signedAt, { path: 'signedAt', detail: 'nobody signs in the future.' });

  const sha256 = document ? hash(document.bytes) : hash(signedWords(form, signature));
  const hex = sha256.toString('hex');
  const signed = await newestSigned(work, clientId);
  if (isStanding(signed, form) && sha256.equals(signed.sha256)) return { sha256: hex };
  await requireSignedSinceWithdrawal(work, clientId, signedAt);

  await work.db.consentForm.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      clientId,
      version,
      via,
      signedAt,
      recordedAt: work.at,
      sha256: new Uint8Array(sha256),
      documentType: document?.contentType ?? null,
      document: document && (await work.sealBytes(clientId, document.bytes)),
      sealed: await work.seal(clientId, { signedName } satisfies SignedWords),
    },
  });
  await work.db.client.update({ where: { id: clientId }, data: { restricted: false } });
  const words = `Version ${version}, via ${via}, sha256 ${hex}.`;
  await audit(work, { actor: by, action: 'consent-form.signed', clientId, words });
  await tellSignUp(work, clientId);
  return { sha256: hex };
}

function requireInForce(version: number, form: FormVersion): void {
  if (version === form.version) return;
  throw conflict(
    'consent-form-not-in-force',
    `There is another form now: version ${form.version}. Please read and sign that one.`,
    {
      currentVersion: form.version,
    },
  );
}

/** A signature that was sent late, or sent again, does not undo what the client said after it. domain.md §2.2 */
async function requireSignedSinceWithdrawal(work: Work, clientId: string, signedAt: Date): Promise<void> {
  const { _max: newest } = await work.db.consentForm.aggregate({ where: { clientId }, _max: { withdrawnAt: true } });
  if (newest.withdrawnAt === null || signedAt > newest.withdrawnAt) return;
  throw conflict('withdrawn-since', 'The client has withdrawn their consent since. Let them sign again.', {
    withdrawnAt: newest.withdrawnAt.toISOString(),
  });
}

/** Everything that a signature on the page stands for. */
const signedWords = (
  { version, text }: FormVersion,
  { signedName, signedAt }: Pick<Signature, 'signedName' | 'signedAt'>,
): string => [`Version ${version}`, signedName, signedAt.toISOString(), text].join('\n');

const hash = (what: string | Buffer): Buffer => createHash('sha256').update(what).digest();

/** One that is over goes on behind the form when it is opened again. */
async function tellSignUp(work: Work, clientId: string): Promise<void> {
  const signUp = await newestSignUpOf(work, clientId);
  if (!signUp || isOverForGood(signUp)) return;
  await recordSignUpAct(work, signUp.id, { kind: 'consent-form-signed' });
}
