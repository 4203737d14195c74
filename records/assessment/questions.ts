import type { Definition } from '../../workflows/sign-up/instruments/definition';
import { definitions } from '../../workflows/sign-up/instruments/definitions';
import type { Answer } from '../../workflows/sign-up/instruments/score';
import { stateOf } from '../sign-up/acts';
import type { SignUpRow } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { draftOf } from './drafts';

/** A questionnaire that waits for its answers, and how far the client is with it. */
export interface Questions {
  readonly definition: Definition;
  readonly answers: readonly Answer[];
  /** The number of the first item without an answer; null: all have one. */
  readonly nextItem: number | null;
}

/** Those that wait, in the order in which they are asked; none before the form is signed, and when all is over. */
export async function questionsLeft(work: Work, signUp: SignUpRow): Promise<readonly Questions[]> {
  const { ending, formSigned, instruments, submitted } = await stateOf(work, signUp);
  if (ending !== null || !formSigned) return [];
  const left = definitions.filter(
    ({ instrument }) => instruments.includes(instrument) && !submitted.includes(instrument),
  );
  return Promise.all(
    left.map(async (definition) => {
      const answers = await draftOf(work, signUp, definition.instrument);
      const unanswered = answers.indexOf(null);
      return { definition, answers, nextItem: unanswered === -1 ? null : unanswered + 1 };
    }),
  );
}
