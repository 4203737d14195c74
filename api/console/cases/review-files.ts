import { staffActorOf } from '../../../records/caller';
import { findStaffMember, organisationOf } from '../../../records/people';
import { readForReview } from '../../../records/urgent-care/case-for-review';
import { peopleOfCase } from '../../../records/urgent-care/people-of-case';
import type { Asked, DeskFile } from '../frame/desk';
import { caseReviewPdf } from './case-review-pdf';
import { cases, wholeTimeline } from './case-view';

/** A whole case, for whoever reviews it afterwards: one file to read, one for machines. Each look is on record. */

/** Everything of a case that its reader may see. */
async function wholeCase(asked: Asked) {
  const { work, caller, params } = asked;
  const theCase = await cases.readCase(work, caller, { params });
  const people = await peopleOfCase(work, caller, theCase.id);
  return {
    takenOutAt: work.at,
    takenOutBy: (await staffActorOf(work, caller)).name,
    case: theCase,
    owner: (await findStaffMember(work, theCase.owner))?.name ?? null,
    people: theCase.recipients.map(({ recipient }) => ({ recipient, name: people[recipient]?.name ?? null })),
    ...(await readForReview(work, caller, theCase.id)),
    timeline: await wholeTimeline(asked),
  };
}

export type WholeCase = Awaited<ReturnType<typeof wholeCase>>;

/** Nobody's name: whoever looks over a shoulder reads what files are called. */
const named = ({ case: { code } }: WholeCase, ending: string): string => `case-${code}.${ending}`;

const pdf: DeskFile = {
  path: '/cases/:caseId/review.pdf',
  file: async (asked) => {
    const whole = await wholeCase(asked);
    const { name, timeZone } = await organisationOf(asked.work);
    return {
      contentType: 'application/pdf',
      name: named(whole, 'pdf'),
      bytes: () => caseReviewPdf(whole, { name, timeZone }),
    };
  },
};

const json: DeskFile = {
  path: '/cases/:caseId/review.json',
  file: async (asked) => {
    const whole = await wholeCase(asked);
    return {
      contentType: 'application/json',
      name: named(whole, 'json'),
      bytes: () => Buffer.from(JSON.stringify(whole, null, 2)),
    };
  },
};

export const reviewFiles: readonly DeskFile[] = [pdf, json];
