import type { RotaTierName } from '../../../records/rota/rota';
import { durationMs } from '../../../workflows/urgent-care/policy';
import type { CaseStatus } from '../../../workflows/urgent-care/words';
import { caseWords } from '../cases/words';
import { spanInWords } from '../frame/moments';
import { isFailure, type PlayedItem } from './played-moments';
import type { PolicyBody } from './reading';

/** What somebody should know of a policy, or of its rehearsal, before they save it. Pure. */

export interface Played {
  readonly items: readonly PlayedItem[];
  readonly ends: CaseStatus;
  readonly stoppedBy: 'closed' | 'until' | 'most-steps';
  readonly bounds: { readonly until: string; readonly steps: number };
}

/** Of a rehearsal: what did not come about, and where it is left. @param absent the tiers with nobody on duty now */
export function warningsOf(
  { items, ends, stoppedBy, bounds }: Played,
  absent: readonly RotaTierName[],
): readonly string[] {
  const failures = items
    .filter(({ kind }) => isFailure(kind))
    .map(({ after, text }) => `${whenInWords(after)}: ${text}`);
  return [
    ...leftIn(ends, stoppedBy, bounds),
    ...absent.map(
      (tier) => `Nobody is on duty now as ${caseWords.role[tier].toLowerCase()}, so none of them is asked here.`,
    ),
    ...new Set(failures),
  ];
}

const whenInWords = (after: string): string => {
  const ms = durationMs(after);
  return ms === 0 ? 'At once' : `After ${spanInWords(ms)}`;
};

function leftIn(
  ends: CaseStatus,
  stoppedBy: Played['stoppedBy'],
  { until, steps }: Played['bounds'],
): readonly string[] {
  if (stoppedBy === 'closed') return [];
  const stands = `The case is not closed when the rehearsal ends: ${caseWords.status[ends]}`;
  return stoppedBy === 'until'
    ? [`${stands} It was looked at for ${spanInWords(durationMs(until))}.`]
    : [`${stands} It was stopped after ${steps} steps.`];
}

/** Of a policy that can be carried out: what in it takes the sense from something else in it. */
export function oddities({ decision, secondApproval, steps }: PolicyBody): readonly string[] {
  const told = steps.flatMap(({ recipients }) => recipients);
  const odd: readonly (readonly [boolean, string])[] = [
    [
      durationMs(decision.remindAfter) >= durationMs(decision.nextPersonAfter),
      'Nobody who must decide is reminded: the next person is asked before, or at the same time.',
    ],
    [
      durationMs(secondApproval.nextSupervisorAfter) >= durationMs(secondApproval.immediateMayProceedAfter),
      'At immediate only one supervisor is asked before the proposer may go ahead.',
    ],
    [!told.includes('gp'), 'The GP stands in no step, and is never told.'],
    [
      !told.includes('contact-1') && !told.includes('contact-2'),
      'Neither contact stands in a step: none of them is ever told.',
    ],
  ];
  return odd.filter(([is]) => is).map(([, words]) => words);
}
