import { definitionOf } from '../../workflows/sign-up/instruments/definitions';
import type { Instrument } from '../../workflows/sign-up/words';
import { requireConsentForm } from '../consent-form/consent-forms';
import { conflict, invalidField } from '../errors';
import { clientWords, organisationOf } from '../people';
import { stateOf } from '../sign-up/acts';
import { ageOn } from '../sign-up/adults';
import type { SignUpRow } from '../sign-up/sign-up-row';
import type { Work } from '../work';

/**
 * What must be so before an answer is stored. Call it with the client's row locked. domain.md §2.2, §2.3
 * @throws Conflict before the form is signed, for what was submitted before, and once the sign-up is over; InvalidInput
 *   for a questionnaire that is not asked for, or that the client is too young for
 */
export async function requireAsked(work: Work, signUp: SignUpRow, instrument: Instrument): Promise<void> {
  const { ending, instruments, submitted } = await stateOf(work, signUp);
  if (ending !== null) {
    throw conflict('sign-up-over', 'This sign-up is over. Ask for a new link, or sign up again.', { ended: ending });
  }
  await requireConsentForm(work, signUp.clientId);
  if (submitted.includes(instrument)) {
    throw conflict('already-submitted', `The answers to ${instrument} were submitted before.`);
  }
  if (!instruments.includes(instrument)) throw notAsked('is not asked for in this sign-up');
  await requireOldEnough(work, signUp.clientId, instrument);
}

async function requireOldEnough(work: Work, clientId: string, instrument: Instrument): Promise<void> {
  const { fromAge } = definitionOf[instrument];
  if (fromAge === null) return;
  const { birthDate } = await clientWords(work, clientId);
  const { timeZone } = await organisationOf(work);
  if (birthDate !== null && ageOn(work.at, birthDate, timeZone) >= fromAge) return;
  throw notAsked(`is for people from ${fromAge} years on`);
}

const notAsked = (message: string) => invalidField('instrument', message);
