import { definitionOf } from '../../workflows/sign-up/instruments/definitions';
import type { Answer } from '../../workflows/sign-up/instruments/score';
import type { Instrument } from '../../workflows/sign-up/words';
import { lockSignUp } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { requireAsked } from './gate';

/** What is sealed of a draft: an answer or none for each item. */
interface DraftWords {
  readonly answers: readonly Answer[];
}

/** The answers so far; none was given where nothing was saved. */
export async function draftOf(
  work: Work,
  { id: signUpId, clientId }: { readonly id: string; readonly clientId: string },
  instrument: Instrument,
): Promise<readonly Answer[]> {
  const where = { signUpId_instrument: { signUpId, instrument } };
  const found = await work.db.assessmentDraft.findUnique({ where });
  if (!found) return definitionOf[instrument].items.map(() => null);
  return (await work.open<DraftWords>(clientId, found.sealed)).answers;
}

/**
 * Keeps one answer, so that whoever stops goes on from here. Of two that come at once both are kept.
 * @throws as requireAsked: a draft too is stored only once the form is signed
 */
export async function saveDraft(
  work: Work,
  signUpId: string,
  { instrument, item, answer }: { readonly instrument: Instrument; readonly item: number; readonly answer: Answer },
): Promise<void> {
  const signUp = await lockSignUp(work, signUpId);
  await requireAsked(work, signUp, instrument);
  const answers = (await draftOf(work, signUp, instrument)).with(item - 1, answer);
  const kept = {
    savedAt: work.at,
    sealed: await work.seal(signUp.clientId, { answers } satisfies DraftWords),
  };
  const { clientId } = signUp;
  await work.db.assessmentDraft.upsert({
    where: { signUpId_instrument: { signUpId, instrument } },
    create: { organisationId: work.organisationId, clientId, signUpId, instrument, ...kept },
    update: kept,
  });
}
