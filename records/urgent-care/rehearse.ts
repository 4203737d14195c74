import { durationText, type Policy, pinPolicy } from '../../workflows/urgent-care/policy';
import { mostSteps, type Played, play, type Rehearsal } from '../../workflows/urgent-care/rehearsal/play';
import type { CaseStatus } from '../../workflows/urgent-care/words';
import { opensAt } from '../calendar/opening-hours';
import { mandateRules } from '../mandate-rules';
import { currentPolicy } from '../policies';
import { everyoneOnDuty } from '../rota/on-duty';
import type { Work } from '../work';
import { openingHoursOf } from './gp-hours';
import { type Told, tellScenes } from './rehearsal-words';

export interface RehearsalOrder extends Pick<Rehearsal, 'immediacy' | 'script' | 'planPermits' | 'untilMs'> {
  /** Not given: the one in force. */
  readonly policy?: Omit<Policy, 'version'> | undefined;
}

export interface RehearsedTimeline {
  readonly items: readonly RehearsedItem[];
  /** Where the case stands at the end. */
  readonly ends: CaseStatus;
  readonly stoppedBy: Played['stoppedBy'];
  /** A rehearsal ends at the latest here. */
  readonly bounds: { readonly until: string; readonly steps: number };
}

interface RehearsedItem extends Told {
  /** Since the concern was raised. */
  readonly after: string;
  readonly at: string;
}

/** Plays a policy against a script in simulated time: every message that would be sent, and none that is. */
export async function rehearsePolicy(work: Work, order: RehearsalOrder): Promise<RehearsedTimeline> {
  const saved = order.policy ? { version: 0, ...order.policy } : await currentPolicy(work);
  const policy = pinPolicy(saved);
  const hours = await openingHoursOf(work, saved.gpHours);
  const gpOpensAt = (at: number): number | null => opensAt(hours, new Date(at))?.getTime() ?? null;
  const startsAt = work.at.getTime();
  const { scenes, ends, stoppedBy } = play({ ...order, policy, startsAt, gpOpensAt, rules: await mandateRules(work) });
  // Who would be asked now. In a case it is whoever is on duty when a message is written.
  const rota = (await everyoneOnDuty(work)).map(({ askedAs }) => askedAs);
  const told = tellScenes(scenes, { rota, immediacy: order.immediacy, startsAt });
  const items = told.map(
    ({ at, ...item }): RehearsedItem => ({
      after: durationText(at - startsAt),
      at: new Date(at).toISOString(),
      ...item,
    }),
  );
  return { items, ends, stoppedBy, bounds: { until: durationText(order.untilMs), steps: mostSteps } };
}
