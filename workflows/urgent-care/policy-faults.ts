import type { Policy, PolicyStep } from './policy';

/** What makes a policy unable to do what it says, and where in it. */
export interface PolicyFault {
  /** As `steps/0/channels`. */
  readonly path: string;
  readonly because: string;
}

/**
 * Why a policy could never reach those whom it names, if so: found when it is saved, not in the night when it is needed.
 * Pure; for a policy whose single values are as they should be. Empty: it can be carried out. domain.md §3
 */
export function faultsOf(policy: Omit<Policy, 'version'>): readonly PolicyFault[] {
  const { steps, gpHours } = policy;
  return [
    ...(steps.length === 0 ? [{ path: 'steps', because: 'without a step nobody is ever told' }] : []),
    ...steps.flatMap((step, index) => faultsOfStep(policy, step, index)),
    ...(gpHours.days.length === 0 ? [{ path: 'gpHours/days', because: 'the GP would never be open' }] : []),
    // Both are HH:MM, which sort as text.
    ...(gpHours.from >= gpHours.to ? [{ path: 'gpHours/to', because: 'the GP would close before they open' }] : []),
  ];
}

function faultsOfStep(policy: Omit<Policy, 'version'>, step: PolicyStep, index: number): readonly PolicyFault[] {
  const at = `steps/${index}`;
  const earlier = policy.steps.slice(0, index).flatMap(({ recipients }) => recipients);
  const twice = step.recipients.filter((recipient) => earlier.includes(recipient));
  return [
    ...twice.map((recipient) => ({
      path: `${at}/recipients`,
      because: `${recipient} stands in an earlier step, and would never be told in this one`,
    })),
    ...(step.recipients.length > 0 ? [] : [{ path: `${at}/recipients`, because: 'the step would be for nobody' }]),
    ...(step.channels.length > 0 ? [] : [{ path: `${at}/channels`, because: 'no message could go by no way' }]),
  ];
}
