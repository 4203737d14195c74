import type { Weekday } from '../shared/weekdays';
import type { Channel, Immediacy, RecipientName } from './words';

/** The organisation's policy as it is saved: durations are ISO 8601. contract.md §3. */
export interface Policy {
  readonly version: number;
  readonly clientWindow: Readonly<Record<Immediacy, string>>;
  readonly decision: { readonly remindAfter: string; readonly nextPersonAfter: string };
  readonly secondApproval: { readonly nextSupervisorAfter: string; readonly immediateMayProceedAfter: string };
  readonly steps: readonly PolicyStep[];
  readonly nobodyActing: { readonly pageEvery: string };
  readonly aftercare: {
    readonly tellClientWithin: string;
    readonly reviewOverrideWithin: string;
    readonly askClientAfter: string;
  };
  readonly gpHours: { readonly days: readonly Weekday[]; readonly from: string; readonly to: string };
}

export interface PolicyStep {
  readonly recipients: readonly RecipientName[];
  readonly channels: readonly Channel[];
  readonly attempts?: number | undefined;
  readonly every?: string | undefined;
  readonly acknowledgeWithin?: string | undefined;
  readonly actWithin?: string | undefined;
  readonly stopAfter?: 'first-acting' | 'all' | undefined;
}

/** The same policy as one case keeps it from its start to its end, durations in milliseconds. */
export interface PinnedPolicy {
  readonly version: number;
  readonly clientWindowMs: Readonly<Record<Immediacy, number>>;
  readonly decision: { readonly remindAfterMs: number; readonly nextPersonAfterMs: number };
  readonly steps: readonly PinnedStep[];
  readonly nobodyActing: { readonly pageEveryMs: number };
  /** News that follow so soon on a page for news are passed on together. A case from before has them one by one. */
  readonly newsTogetherMs?: number;
  /** Whether, for `immediate`, a person also telephones the GP. Cases that began before this did not know it. */
  readonly gpIsTelephoned?: boolean;
  /** Each further attempt at somebody silent goes by the next way. A case from before leaves a way only when it fails. */
  readonly climbsOnSilence?: boolean;
  readonly aftercare: {
    readonly tellClientWithinMs: number;
    /** Cases that began before these duties existed have none. */
    readonly reviewOverrideWithinMs?: number;
    readonly askClientAfterMs?: number;
  };
  /** Absent in a case that was started before there were second approvals. */
  readonly secondApproval?: SecondApprovalWindows;
}

export interface SecondApprovalWindows {
  readonly nextSupervisorAfterMs: number;
  readonly immediateMayProceedAfterMs: number;
}

export interface PinnedStep {
  readonly recipients: readonly RecipientName[];
  readonly channels: readonly Channel[];
  /** Calls can be made. A case that was started before they could keeps its ladder without them. */
  readonly voice?: true;
  readonly attempts: number;
  readonly everyMs: number;
  readonly acknowledgeWithinMs: number;
  readonly actWithinMs: number;
  readonly stopAfter: 'first-acting' | 'all';
}

/** What a new organisation starts with. contract.md §3. */
export const defaultPolicy: Policy = {
  version: 1,
  clientWindow: { immediate: 'PT10M', significant: 'PT1H', watchful: 'P2D' },
  decision: { remindAfter: 'PT5M', nextPersonAfter: 'PT15M' },
  secondApproval: { nextSupervisorAfter: 'PT10M', immediateMayProceedAfter: 'PT20M' },
  steps: [
    {
      recipients: ['contact-1', 'contact-2'],
      channels: ['sms', 'voice', 'email'],
      attempts: 3,
      every: 'PT5M',
      acknowledgeWithin: 'PT15M',
      actWithin: 'PT30M',
      stopAfter: 'first-acting',
    },
    { recipients: ['gp'], channels: ['email', 'sms'] },
  ],
  nobodyActing: { pageEvery: 'PT15M' },
  aftercare: { tellClientWithin: 'PT4H', reviewOverrideWithin: 'PT72H', askClientAfter: 'P3D' },
  gpHours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:30' },
};

/** What a step means that leaves something out. */
const stepDefaults = {
  attempts: 3,
  every: 'PT5M',
  acknowledgeWithin: 'PT15M',
  actWithin: 'PT30M',
  stopAfter: 'first-acting',
} as const;

/** A flood of replies is one page a minute, not one page a reply. */
const newsTogetherMs = 60_000;

/** Turns the saved policy into the one that a case is started with. */
export function pinPolicy(policy: Policy): PinnedPolicy {
  return {
    version: policy.version,
    clientWindowMs: {
      immediate: durationMs(policy.clientWindow.immediate),
      significant: durationMs(policy.clientWindow.significant),
      watchful: durationMs(policy.clientWindow.watchful),
    },
    decision: {
      remindAfterMs: durationMs(policy.decision.remindAfter),
      nextPersonAfterMs: durationMs(policy.decision.nextPersonAfter),
    },
    steps: policy.steps.map((step) => ({
      recipients: step.recipients,
      channels: step.channels,
      voice: true,
      attempts: step.attempts ?? stepDefaults.attempts,
      everyMs: durationMs(step.every ?? stepDefaults.every),
      acknowledgeWithinMs: durationMs(step.acknowledgeWithin ?? stepDefaults.acknowledgeWithin),
      actWithinMs: durationMs(step.actWithin ?? stepDefaults.actWithin),
      stopAfter: step.stopAfter ?? stepDefaults.stopAfter,
    })),
    nobodyActing: { pageEveryMs: durationMs(policy.nobodyActing.pageEvery) },
    newsTogetherMs,
    gpIsTelephoned: true,
    climbsOnSilence: true,
    aftercare: {
      tellClientWithinMs: durationMs(policy.aftercare.tellClientWithin),
      reviewOverrideWithinMs: durationMs(policy.aftercare.reviewOverrideWithin),
      askClientAfterMs: durationMs(policy.aftercare.askClientAfter),
    },
    secondApproval: pinSecondApproval(policy.secondApproval),
  };
}

const pinSecondApproval = (windows: Policy['secondApproval']): SecondApprovalWindows => ({
  nextSupervisorAfterMs: durationMs(windows.nextSupervisorAfter),
  immediateMayProceedAfterMs: durationMs(windows.immediateMayProceedAfter),
});

/** The windows of a second approval; what a new organisation starts with, for a case that keeps an older policy. */
export const secondApprovalOf = ({ secondApproval }: PinnedPolicy): SecondApprovalWindows =>
  secondApproval ?? pinSecondApproval(defaultPolicy.secondApproval);

const isoDuration = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Milliseconds of an ISO 8601 duration in weeks, days, hours, minutes and seconds. Months and years are refused: they
 * have no length of their own. A day here is 24 hours: these are windows of waiting, not calendar deadlines.
 * @throws RangeError naming the text
 */
export function durationMs(text: string): number {
  const parts = isoDuration.exec(text);
  if (!parts || text.endsWith('P') || text.endsWith('T')) {
    throw new RangeError(`"${text}" is no ISO 8601 duration in weeks, days, hours, minutes or seconds, such as PT10M.`);
  }
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return Math.round(((((weeks! * 7 + days!) * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 1000);
}

/** The same the other way round: whole milliseconds, not negative, in the largest units that fit. */
export function durationText(ms: number): string {
  const seconds = (ms % 60_000) / 1_000;
  const parts = { H: Math.floor(ms / 3_600_000) % 24, M: Math.floor(ms / 60_000) % 60, S: seconds };
  const days = Math.floor(ms / 86_400_000);
  const time = Object.entries(parts)
    .map(([unit, count]) => (count === 0 ? '' : `${count}${unit}`))
    .join('');
  if (days === 0 && time === '') return 'PT0S';
  return `P${days === 0 ? '' : `${days}D`}${time === '' ? '' : `T${time}`}`;
}
