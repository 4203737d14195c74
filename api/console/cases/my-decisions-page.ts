import { type Waiting, waitingFor } from '../../../records/urgent-care/waiting';
import { assertNever } from '../../../workflows/shared/assert-never';
import type { DeskPage } from '../frame/desk';

/** `/`: what waits for me, most urgent first. */
export const myDecisionsPage: DeskPage = {
  path: '/',
  template: 'cases/my-decisions',
  view: async ({ work, caller }) => {
    const waiting = await waitingFor(work, caller);
    return {
      waiting: waiting.map((one) => ({ ...one, href: `/cases/${one.caseId}${whereTo(one)}` })),
      stream: '/live',
    };
  },
};

/** The page on which it is answered, below that of its case. */
function whereTo({ what, subjectId }: Waiting): string {
  switch (what) {
    case 'second-approval':
      return `/approvals/${subjectId}`;
    case 'handover':
      return `/handovers/${subjectId}`;
    case 'human-outcome':
      return '/outcome';
    case 'call-back':
    case 'tell-client':
    case 'override-review':
    case 'ask-client':
      return `/tasks/${what}`;
    case 'decision':
    case 'client-consent':
      return '';
    default:
      return assertNever(what);
  }
}
