import { audit } from '../audit/record';
import { lockClient } from '../clients/lock';
import { conflict } from '../errors';
import { recordSignUpAct } from '../sign-up/acts';
import { isOverForGood, newestSignUpOf } from '../sign-up/sign-up-row';
import { tellStaffOf } from '../staff-notices/staff-notice';
import type { Actor, Work } from '../work';
import { newestSigned } from './consent-forms';

/**
 * Restricts processing at once and has the client's practitioner told. Nothing is deleted; an open case goes on, on its
 * own recorded basis. Withdrawn twice, it is recorded once. domain.md §2.2
 * @throws NotFound for no client of ours; Conflict if nothing was signed
 */
export async function withdrawConsentForm(
  work: Work,
  by: Actor,
  clientId: string,
): Promise<{ readonly withdrawnAt: string }> {
  await lockClient(work, clientId);
  const signed = await newestSigned(work, clientId);
  if (!signed) throw conflict('nothing-signed', 'The client has signed no Data Processing Consent form.');
  if (signed.withdrawnAt) return { withdrawnAt: signed.withdrawnAt.toISOString() };

  await work.db.consentForm.updateMany({ where: { clientId, withdrawnAt: null }, data: { withdrawnAt: work.at } });
  await work.db.client.update({ where: { id: clientId }, data: { restricted: true } });
  await audit(work, { actor: by, action: 'consent-form.withdrawn', clientId });
  const signUp = await newestSignUpOf(work, clientId);
  if (signUp && !isOverForGood(signUp)) {
    await recordSignUpAct(work, signUp.id, { kind: 'consent-form-withdrawn' });
  }
  await tellStaffOf(work, 'consent-form-withdrawn', signed.id);
  return { withdrawnAt: work.at.toISOString() };
}
