import { questionsLeft } from '../../records/assessment/questions';
import type { StagePage } from './stage-page';

/** Where the questions begin, or go on. domain.md §2.3 */
export const assessmentStage: StagePage = {
  show: async (work, { signUp }) => {
    const [first] = await questionsLeft(work, signUp);
    return {
      template: 'assessment-start',
      view: {
        goesOn: first?.answers.some((answer) => answer !== null) ?? false,
        next: first && `assessment/${first.definition.instrument}/${first.nextItem ?? 'review'}`,
      },
    };
  },
};
