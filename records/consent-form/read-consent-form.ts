import { auditRead } from '../audit/reads';
import { type Caller, hasRole, isPlatform } from '../caller';
import { isInPathway } from '../clients/pathway';
import { forbidden, notFound } from '../errors';
import type { Work } from '../work';
import { newestSigned, type SignedVia, type SignedWords } from './consent-forms';
import { formInForce } from './versions';

export interface ConsentFormView {
  /** The version in force: the one to sign. */
  readonly currentVersion: number;
  readonly text: string;
  /** What the client signed last and did not withdraw; it counts if its version is the one in force. */
  readonly signed: {
    readonly version: number;
    readonly signedAt: string;
    readonly signedName: string;
    readonly via: SignedVia;
    readonly sha256: string;
  } | null;
  readonly withdrawnAt: string | null;
}

/** The form in force, and what the client signed. @throws NotFound for no client of ours */
export async function readConsentForm(work: Work, clientId: string): Promise<ConsentFormView> {
  const client = await work.db.client.findUnique({ where: { id: clientId }, select: { id: true } });
  if (!client) throw notFound('client');
  const { version, text } = await formInForce(work);
  const newest = await newestSigned(work, clientId);
  const standing = newest?.withdrawnAt === null ? newest : null;
  return {
    currentVersion: version,
    text,
    signed: standing && {
      version: standing.version,
      signedAt: standing.signedAt.toISOString(),
      signedName: (await work.open<SignedWords>(clientId, standing.sealed)).signedName,
      via: standing.via as SignedVia,
      sha256: Buffer.from(standing.sha256).toString('hex'),
    },
    withdrawnAt: newest?.withdrawnAt?.toISOString() ?? null,
  };
}

/** As readConsentForm, for whoever may: every look is audited. @throws NotFound, Forbidden */
export async function showConsentForm(work: Work, caller: Caller, clientId: string): Promise<ConsentFormView> {
  const view = await readConsentForm(work, clientId);
  await requireReaderOfForm(work, caller, clientId);
  await auditRead(work, caller, { action: 'consent-form.read', clientId });
  return view;
}

/** As readers of the form; a duty clinician also off duty: no withdrawal waits for a shift to begin. @throws Forbidden */
export async function requireListenerOfForm(work: Work, caller: Caller, clientId: string): Promise<void> {
  if (!hasRole(caller, 'duty-clinician')) await requireReaderOfForm(work, caller, clientId);
}

/** The client's pathway, and whoever sees to sign-ups and their records. */
async function requireReaderOfForm(work: Work, caller: Caller, clientId: string): Promise<void> {
  if (isPlatform(caller) || hasRole(caller, 'admin', 'dpo')) return;
  if (await isInPathway(work, caller, clientId)) return;
  throw forbidden("Only the client's own practitioner and those who keep the records may do this.");
}
