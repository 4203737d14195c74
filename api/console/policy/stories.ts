import { durationMs, durationText } from '../../../workflows/urgent-care/policy';
import type { ScriptedAct } from '../../../workflows/urgent-care/rehearsal/script';
import type { Immediacy } from '../../../workflows/urgent-care/words';
import type { PolicyBody } from './reading';

/** What people do in a rehearsal, as whoever rehearses chooses it. Pure. */

export const storyNames = [
  'contact-acts',
  'nobody-answers',
  'nobody-acts',
  'contact-cannot',
  'silent-client',
  'client-refuses',
  'no-approval',
  'withdrawal',
] as const;
export type StoryName = (typeof storyNames)[number];

export interface Story {
  readonly words: string;
  /** How long it is looked at. */
  readonly until: string;
  /** @param windowMs how long the client has to answer */
  readonly lines: (policy: PolicyBody, windowMs: number) => readonly Line[];
}

interface Line {
  readonly afterMs: number;
  readonly act: ScriptedAct;
}

const minute = 60_000;
const contacts = ['contact-1', 'contact-2'] as const;
const everybody = [...contacts, 'gp'] as const;

/** The client answers halfway through their time, and who decides takes three minutes. */
const answered = (windowMs: number): number => Math.min(windowMs / 2, 30 * minute);
const decided = (windowMs: number): number => answered(windowMs) + 3 * minute;

const agrees = (windowMs: number): Line => ({
  afterMs: answered(windowMs),
  act: {
    kind: 'client-answers',
    answers: everybody.map((recipient) => ({ recipient, answer: 'agree', tier: 'concern' })),
    callBack: false,
  },
});
const tells = (afterMs: number): Line => ({ afterMs, act: { kind: 'proceed', recipients: everybody } });
const says = (
  afterMs: number,
  recipient: (typeof everybody)[number],
  answer: 'acknowledged' | 'acting' | 'cannot',
): Line => ({ afterMs, act: { kind: 'acknowledgement', recipient, answer } });
const ends = (afterMs: number): Line => ({ afterMs, act: { kind: 'human-outcome', outcome: 'someone-acting' } });

/** The client agrees, whoever decides tells everybody, and then this happens, counted from that. */
const agreedAndTold =
  (then: (toldMs: number) => readonly Line[]): Story['lines'] =>
  (_policy, windowMs) => {
    const at = decided(windowMs);
    return [agrees(windowMs), tells(at), ...then(at)];
  };

export const stories: Readonly<Record<StoryName, Story>> = {
  'contact-acts': {
    words: 'The client agrees, and the first contact acts',
    until: 'P5D',
    lines: agreedAndTold((at) => [
      says(at + 5 * minute, 'contact-1', 'acknowledged'),
      says(at + 10 * minute, 'contact-1', 'acting'),
      ends(at + 30 * minute),
    ]),
  },
  'nobody-answers': {
    words: 'The client is silent, and nobody decides',
    until: 'PT4H',
    lines: () => [],
  },
  'nobody-acts': {
    words: 'The client agrees, and nobody who is told answers',
    until: 'PT4H',
    lines: agreedAndTold(() => []),
  },
  'contact-cannot': {
    words: 'The client agrees, the first contact cannot help, and the second one acts',
    until: 'P5D',
    lines: agreedAndTold((at) => [
      says(at + 5 * minute, 'contact-1', 'cannot'),
      says(at + 12 * minute, 'contact-2', 'acting'),
      ends(at + 40 * minute),
    ]),
  },
  'silent-client': {
    words: 'The client is silent, and those are told whom the plan permits in an emergency',
    until: 'P5D',
    lines: (_policy, windowMs) => {
      const at = windowMs + 2 * minute;
      return [tells(at), says(at + 10 * minute, 'contact-1', 'acting'), ends(at + 30 * minute)];
    },
  },
  'client-refuses': {
    words: 'The client says no to everybody, and an override is proposed that nobody answers',
    until: 'PT6H',
    lines: (_policy, windowMs) => [
      {
        afterMs: answered(windowMs),
        act: {
          kind: 'client-answers',
          answers: everybody.map((recipient) => ({ recipient, answer: 'refuse' })),
          callBack: false,
        },
      },
      { afterMs: decided(windowMs), act: { kind: 'propose-override', recipients: ['gp'] } },
    ],
  },
  'no-approval': {
    words: 'The client is silent, an override is proposed, and its proposer goes ahead without an answer',
    until: 'P5D',
    lines: ({ secondApproval }, windowMs) => {
      const at = windowMs + 2 * minute;
      const goesAhead = at + durationMs(secondApproval.immediateMayProceedAfter) + minute;
      return [
        { afterMs: at, act: { kind: 'propose-override', recipients: contacts } },
        { afterMs: goesAhead, act: { kind: 'proceed-unapproved' } },
        says(goesAhead + 10 * minute, 'contact-1', 'acting'),
        ends(goesAhead + 30 * minute),
      ];
    },
  },
  withdrawal: {
    words: 'The client agrees, and takes it back once somebody was told',
    until: 'PT4H',
    lines: (_policy, windowMs) => [
      agrees(windowMs),
      tells(decided(windowMs)),
      { afterMs: decided(windowMs) + 4 * minute, act: { kind: 'withdrawal', recipients: 'all' } },
    ],
  },
};

/** As the contract takes a rehearsal of this policy. */
export function rehearsalOf(policy: PolicyBody, story: StoryName, immediacy: Immediacy) {
  const { lines, until } = stories[story];
  const windowMs = durationMs(policy.clientWindow[immediacy]);
  return {
    policy,
    immediacy,
    script: lines(policy, windowMs).map(({ afterMs, act }) => ({ after: durationText(Math.round(afterMs)), act })),
    until,
  };
}
