import { capitalised, labelled, listed } from '../../../records/urgent-care/labels';
import { weekdays } from '../../../workflows/shared/weekdays';
import { durationMs, type PinnedStep, type Policy, pinPolicy } from '../../../workflows/urgent-care/policy';
import { caseWords } from '../cases/words';
import { spanInWords } from '../frame/moments';
import { rotaWords } from '../rota/words';
import { policyWords, type TimedPath } from './words';

/** A policy as people read it. Pure. */

export type PolicyBody = Omit<Policy, 'version'>;

/** A part of a policy, with a line for each thing that it settles. */
export interface PolicyPart {
  readonly title: string;
  /** What it is about. */
  readonly about: string;
  readonly lines: readonly PolicyLine[];
}

export interface PolicyLine {
  readonly name: string;
  readonly value: string;
}

/** Each part of a policy with its lengths of time, in the order of a case. */
export const timedParts: readonly {
  readonly title: string;
  readonly about: string;
  readonly paths: readonly TimedPath[];
}[] = [
  {
    title: 'The client is asked first',
    about: 'Nobody decides before the client has answered, or this time is over.',
    paths: ['clientWindow/immediate', 'clientWindow/significant', 'clientWindow/watchful'],
  },
  {
    title: 'Somebody decides',
    about: 'The owner of the case is asked first, then whoever is on the rota, again and again.',
    paths: ['decision/remindAfter', 'decision/nextPersonAfter'],
  },
  {
    title: 'A second person approves an override',
    about: 'A supervisor other than the proposer. Where the client said no, nobody goes ahead without an answer.',
    paths: ['secondApproval/nextSupervisorAfter', 'secondApproval/immediateMayProceedAfter'],
  },
  {
    title: 'Nobody acts',
    about: 'Until a person records what they did.',
    paths: ['nobodyActing/pageEvery'],
  },
  {
    title: 'Afterwards',
    about: 'What is still owed once the urgent part is over.',
    paths: ['aftercare/tellClientWithin', 'aftercare/reviewOverrideWithin', 'aftercare/askClientAfter'],
  },
];

export const stepsPart = {
  title: 'Who is told, in which order',
  about: 'Each only with a mandate. The next step begins when nobody in this one acts in time.',
} as const;

export const gpPart = {
  title: 'When GPs are open',
  about: 'A closed practice is told when it opens; bank holidays count as closed.',
} as const;

/** The length of time that stands there, as ISO 8601. */
export function timeAt(policy: PolicyBody, path: TimedPath): string {
  const [part = '', name = ''] = path.split('/');
  // The path is made of the names of the policy itself.
  return (policy as unknown as Readonly<Record<string, Readonly<Record<string, string>>>>)[part]?.[name] ?? '';
}

export function readOut(policy: PolicyBody): readonly PolicyPart[] {
  const { steps } = pinPolicy({ version: 0, ...policy });
  const told = {
    ...stepsPart,
    lines: steps.map((step, index) => ({ name: `Step ${index + 1}`, value: stepInWords(step) })),
  };
  const parts = timedParts.map(({ title, about, paths }) => ({
    title,
    about,
    lines: paths.map((path) => ({
      name: policyWords.timed[path],
      value: spanInWords(durationMs(timeAt(policy, path))),
    })),
  }));
  const { days, from, to } = policy.gpHours;
  const open = weekdays.filter((day) => days.includes(day)).map((day) => rotaWords.weekday[day]);
  const hours = from === '00:00' && to === '24:00' ? 'around the clock' : `${from} to ${to}`;
  return [
    ...parts.slice(0, 3),
    told,
    ...parts.slice(3),
    { ...gpPart, lines: [{ name: 'Open', value: `${listed(open)}, ${hours}` }] },
  ];
}

function stepInWords({
  recipients,
  channels,
  attempts,
  everyMs,
  acknowledgeWithinMs,
  actWithinMs,
  stopAfter,
}: PinnedStep) {
  const tries = attempts === 1 ? 'One try' : `${attempts} tries, ${spanInWords(everyMs)} apart, each by the next way`;
  return [
    `${capitalised(labelled(recipients))}, ${channels.map((channel) => `by ${caseWords.channel[channel].toLowerCase()}`).join(', then ')}.`,
    `${tries}.`,
    `They have ${spanInWords(acknowledgeWithinMs)} to say that they know, and ${spanInWords(actWithinMs)} to say that they act.`,
    `${policyWords.stopAfter[stopAfter]}.`,
  ].join(' ');
}

/** A line that two policies have otherwise; null where only one of them has it. */
export interface ChangedLine {
  readonly part: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Where two policies differ, line by line. */
export function differences(before: PolicyBody, after: PolicyBody): readonly ChangedLine[] {
  const old = readOut(before);
  return readOut(after).flatMap(({ title, lines }) => {
    const oldLines = old.find((part) => part.title === title)?.lines ?? [];
    const names = [...new Set([...oldLines, ...lines].map(({ name }) => name))];
    const valueIn = (among: readonly PolicyLine[], name: string): string | null =>
      among.find((line) => line.name === name)?.value ?? null;
    return names
      .map((name) => ({ part: title, name, before: valueIn(oldLines, name), after: valueIn(lines, name) }))
      .filter((line) => line.before !== line.after);
  });
}
