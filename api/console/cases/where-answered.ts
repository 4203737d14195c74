import type { Waiting } from '../../../records/urgent-care/waiting';
import { assertNever } from '../../../workflows/shared/assert-never';

/** The page on which something that waits is answered, below that of its case; empty: on the case's own. */
export function whereAnswered({ what, subjectId }: Pick<Waiting, 'what' | 'subjectId'>): string {
  switch (what) {
    case 'second-approval':
      return `/approvals/${subjectId}`;
    case 'handover':
      return `/handovers/${subjectId}`;
    case 'human-outcome':
      return '/outcome';
    case 'client-consent':
      return '/client-answers';
    case 'call-back':
    case 'tell-client':
    case 'override-review':
    case 'ask-client':
      return `/tasks/${what}`;
    case 'decision':
      return '';
    default:
      return assertNever(what);
  }
}
