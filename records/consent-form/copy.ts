import { organisationOf } from '../people';
import type { Work } from '../work';
import { newestSigned, type SignedVia, type SignedWords } from './consent-forms';

/** What a client signed, as they get a copy of it. */
export interface CopyOfForm {
  readonly organisationName: string;
  readonly timeZone: string;
  readonly version: number;
  readonly text: string;
  readonly signedName: string;
  readonly signedAt: Date;
  readonly via: SignedVia;
  /** In hex. */
  readonly sha256: string;
  readonly withdrawnAt: Date | null;
}

/** Of what they signed last, in the words of its version; null: they have signed nothing. */
export async function copyOfForm(work: Work, clientId: string): Promise<CopyOfForm | null> {
  const signed = await newestSigned(work, clientId);
  if (!signed) return null;
  const { version, signedAt, withdrawnAt, via, sha256, sealed } = signed;
  const { organisationId } = work;
  const { text } = await work.db.consentFormVersion.findUniqueOrThrow({
    where: { organisationId_version: { organisationId, version } },
  });
  const { name: organisationName, timeZone } = await organisationOf(work);
  const { signedName } = await work.open<SignedWords>(clientId, sealed);
  return {
    organisationName,
    timeZone,
    version,
    text,
    signedName,
    signedAt,
    via: via as SignedVia,
    sha256: Buffer.from(sha256).toString('hex'),
    withdrawnAt,
  };
}
