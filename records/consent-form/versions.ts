import { audit } from '../audit/record';
import { conflict, invalidField } from '../errors';
import type { Actor, Work } from '../work';

/** The organisation's Data Processing Consent form, version by version. domain.md §2.2 */

export interface FormVersion {
  readonly version: number;
  /** Paragraphs stand apart by an empty line. */
  readonly text: string;
  readonly inForceFrom: Date;
}

/**
 * The form that a client signs now: the newest one that is in force.
 * @throws Conflict if the organisation has none yet
 */
export async function formInForce(work: Work): Promise<FormVersion> {
  const found = await work.db.consentFormVersion.findFirst({
    where: { organisationId: work.organisationId, inForceFrom: { lte: work.at } },
    orderBy: { version: 'desc' },
  });
  if (found) return found;
  throw conflict('no-consent-form', 'The organisation has no Data Processing Consent form in force. Ask its DPO.');
}

/** Every version, the newest first. */
export const formVersions = (work: Work): Promise<readonly FormVersion[]> =>
  work.db.consentFormVersion.findMany({ orderBy: { version: 'desc' } });

/**
 * Adds the next version. What clients signed before does not count for it: they are asked for the new one.
 * @param inForceFrom null: at once
 * @throws InvalidInput for a version that would be in force in the past
 */
export async function saveFormVersion(
  work: Work,
  dpo: Actor & { readonly id: string },
  { text, inForceFrom }: { readonly text: string; readonly inForceFrom: Date | null },
): Promise<FormVersion> {
  if (inForceFrom !== null && inForceFrom < work.at) {
    const detail = 'inForceFrom: nobody can have signed a form before it was written.';
    throw invalidField('inForceFrom', 'lies in the past', { detail });
  }
  const { organisationId } = work;
  // Two that are saved at once get two numbers.
  await work.db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`consent-form/${organisationId}`}, 0))`;
  const { _max: newest } = await work.db.consentFormVersion.aggregate({ _max: { version: true } });
  const version = (newest.version ?? 0) + 1;
  const saved = await work.db.consentFormVersion.create({
    data: {
      organisationId,
      version,
      text,
      inForceFrom: inForceFrom ?? work.at,
      savedById: dpo.id,
      savedAt: work.at,
    },
  });
  const words = `Version ${version}, in force from ${saved.inForceFrom.toISOString()}.`;
  await audit(work, { actor: dpo, action: 'consent-form-version.saved', words });
  return saved;
}
