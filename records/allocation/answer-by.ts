import { endOfWorkingDaysAfter } from '../calendar/working-days';
import { organisationOf } from '../people';
import type { Work } from '../work';

/** Whole working days that a practitioner has to accept or decline a client. domain.md §2.6 */
const workingDaysToAnswer = 2;

export async function answerByOf(work: Work): Promise<Date> {
  return endOfWorkingDaysAfter(work.at, workingDaysToAnswer, await organisationOf(work));
}
