import { requireConsentForm } from '../consent-form/consent-forms';
import { conflict } from '../errors';
import { newestSignUpOf } from '../sign-up/sign-up-row';
import type { Work } from '../work';

/**
 * Clinical words about a client are kept only while the client allows it. Whoever was set up without a sign-up here has
 * signed elsewhere; withdrawn is withdrawn for all. Call it with the client's row locked. domain.md §2.2
 * @throws Conflict naming the form
 */
export async function requireProcessing(work: Work, clientId: string): Promise<void> {
  const { restricted } = await work.db.client.findUniqueOrThrow({ where: { id: clientId } });
  if (restricted) {
    throw conflict('processing-restricted', 'The client has withdrawn their Data Processing Consent form.');
  }
  if (await newestSignUpOf(work, clientId)) await requireConsentForm(work, clientId);
}
