import { newId } from '../../records/ids';
import type { Work } from '../../records/work';
import { definitionOf } from '../../workflows/sign-up/instruments/definitions';
import { score } from '../../workflows/sign-up/instruments/score';
import type { Instrument } from '../../workflows/sign-up/words';

/** One questionnaire of a client, answered in a sign-up of its own: they have been with us before. */
export async function wasMeasured(
  work: Work,
  clientId: string,
  { instrument, answers }: { readonly instrument: Instrument; readonly answers: readonly number[] },
): Promise<void> {
  const { organisationId, at } = work;
  const signUpId = newId();
  const sharing = { riskSummary: false, progressSummary: false };
  const marketing = { email: false, sms: false, topics: [] };
  await work.db.signUp.create({
    data: {
      ...{ id: signUpId, organisationId, clientId, plan: 'standard', code: signUpId.slice(-8), status: 'left' },
      ...{ instruments: [instrument], registeredAt: at, endedAt: at },
      sealed: await work.seal(clientId, { preferences: {}, sharing, marketing }),
    },
  });
  const scored = score(definitionOf[instrument], answers);
  if (scored.kind !== 'scored') throw new Error(`These are no answers to ${instrument}.`);
  await work.db.assessment.create({
    data: {
      ...{
        id: newId(),
        organisationId,
        clientId,
        signUpId,
        instrument,
        version: '1',
        via: 'platform',
        submittedAt: at,
      },
      sealed: await work.seal(clientId, scored),
    },
  });
}
