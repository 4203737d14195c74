import { defaultPolicy, durationMs, durationText, pinPolicy } from '../../../workflows/urgent-care/policy';
import { type Form, rowsIn, text, ticked } from '../frame/forms';
import { type PolicyBody, timeAt, timedParts } from './reading';
import type { TimedPath } from './words';

/** A policy as a form shows and sends it: each field is named as the contract names its place. Pure. */

/** A length of time as it is written: a number, and what it counts. */
export interface Written {
  readonly amount: string;
  readonly unit: string;
}

export const unitsOfTime = ['seconds', 'minutes', 'hours', 'days'] as const;
type UnitOfTime = (typeof unitsOfTime)[number];
const unitMs: Readonly<Record<UnitOfTime, number>> = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 60 * 60_000,
  days: 24 * 60 * 60_000,
};

export interface StepForm {
  readonly recipients: readonly string[];
  readonly channels: readonly string[];
  readonly attempts: string;
  readonly every: Written;
  readonly acknowledgeWithin: Written;
  readonly actWithin: Written;
  readonly stopAfter: string;
}

export interface PolicyForm {
  readonly timed: Readonly<Record<string, Written>>;
  readonly steps: readonly StepForm[];
  readonly gpHours: { readonly days: readonly string[]; readonly from: string; readonly to: string };
}

const timedPaths: readonly TimedPath[] = timedParts.flatMap(({ paths }) => paths);

/** As it is in force, with what a step leaves out filled in: what that means is what would be saved. */
export function formOf(policy: PolicyBody): PolicyForm {
  const { days, from, to } = policy.gpHours;
  return {
    timed: Object.fromEntries(timedPaths.map((path) => [path, writtenOf(durationMs(timeAt(policy, path)))])),
    steps: pinPolicy({ version: 0, ...policy }).steps.map((step) => ({
      recipients: step.recipients,
      channels: step.channels,
      attempts: String(step.attempts),
      every: writtenOf(step.everyMs),
      acknowledgeWithin: writtenOf(step.acknowledgeWithinMs),
      actWithin: writtenOf(step.actWithinMs),
      stopAfter: step.stopAfter,
    })),
    gpHours: { days, from, to: to === '24:00' ? '00:00' : to },
  };
}

/** In the largest unit that it is a whole number of. */
export function writtenOf(ms: number): Written {
  const unit = unitsOfTime.findLast((one) => ms % unitMs[one] === 0) ?? 'seconds';
  return { amount: String(ms / unitMs[unit]), unit };
}

/** As the contract takes it; what is no number and no unit is not made into anything, and refused there. */
export function durationIn({ amount, unit }: Written): string {
  const counted = unitsOfTime.find((one) => one === unit);
  const number = amount.trim().replace(',', '.');
  if (counted === undefined || !/^\d{1,9}(\.\d{1,3})?$/.test(number)) return `${amount} ${unit}`;
  return durationText(Math.round(Number(number) * unitMs[counted]));
}

/** What was filled in, as the buttons for adding, removing and moving steps leave it. */
export function formIn(given: Form): PolicyForm {
  return {
    timed: Object.fromEntries(timedPaths.map((path) => [path, writtenIn(given, path)])),
    steps: stepsAfter(
      rowsIn(given, 'steps').map((at) => stepIn(given, `steps/${at}`)),
      text(given, 'go'),
    ),
    gpHours: {
      days: ticked(given, 'gpHours/days'),
      from: text(given, 'gpHours/from'),
      to: text(given, 'gpHours/to'),
    },
  };
}

const writtenIn = (given: Form, path: string): Written => ({
  amount: text(given, path),
  unit: text(given, `${path}/unit`),
});

const stepIn = (given: Form, at: string): StepForm => ({
  recipients: ticked(given, `${at}/recipients`),
  channels: ticked(given, `${at}/channels`).filter((channel) => channel !== ''),
  attempts: text(given, `${at}/attempts`),
  every: writtenIn(given, `${at}/every`),
  acknowledgeWithin: writtenIn(given, `${at}/acknowledgeWithin`),
  actWithin: writtenIn(given, `${at}/actWithin`),
  stopAfter: text(given, `${at}/stopAfter`),
});

function stepsAfter(steps: readonly StepForm[], go: string): readonly StepForm[] {
  const [what, at] = go.split('/');
  const index = steps.findIndex((_step, place) => String(place) === at);
  if (what === 'add') return [...steps, newStep];
  if (what === 'remove') return steps.filter((_step, place) => place !== index);
  if (what === 'earlier' && index > 0) {
    return steps.toSpliced(index - 1, 2, ...steps.slice(index - 1, index + 1).toReversed());
  }
  return steps;
}

/** With what a step means that leaves everything out. */
const newStep: StepForm = formOf({ ...defaultPolicy, steps: [{ recipients: [], channels: [] }] }).steps[0]!;

const partsOf = (timed: PolicyForm['timed']) =>
  Object.fromEntries(
    [...new Set(timedPaths.map((path) => path.split('/')[0]!))].map((part) => [
      part,
      Object.fromEntries(
        timedPaths
          .filter((path) => path.startsWith(`${part}/`))
          .map((path) => [path.slice(part.length + 1), durationIn(timed[path] ?? { amount: '', unit: '' })]),
      ),
    ]),
  );

/** As the contract takes a policy. */
export const policyIn = ({ timed, steps, gpHours }: PolicyForm) => ({
  ...partsOf(timed),
  steps: steps.map((step) => ({
    recipients: step.recipients,
    channels: step.channels,
    attempts: Number(step.attempts.trim() || Number.NaN),
    every: durationIn(step.every),
    acknowledgeWithin: durationIn(step.acknowledgeWithin),
    actWithin: durationIn(step.actWithin),
    stopAfter: step.stopAfter,
  })),
  // A browser's field has no 24:00: at the end both are the midnight that ends the day.
  gpHours: { ...gpHours, to: gpHours.to === '00:00' ? '24:00' : gpHours.to },
});
