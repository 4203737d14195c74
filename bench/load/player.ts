import { setTimeout as pause } from 'node:timers/promises';
import type { RunningArm } from '../arms/arm';
import { monotonicMs } from '../monotonic';
import type { BenchStack } from '../stack';
import { peopleOf } from '../story/people';
import { type MessageKind, story } from '../story/story';
import type { Arrival } from '../vendor/vendor';

/** What a round lost, doubled or broke; a round that did is void. */
export class VoidRound extends Error {}

/** How long a person's phone is looked at before the message counts as lost. */
const patienceMs = 30_000;
/** People take their time: the step that asked them is over by then, and its timer is set. */
const answersAfterMs = 300;

/** Plays cases on one arm, in the parts of everyone who is not Heed, and looks after that nothing was lost. */
export interface Player {
  /** The number of a case that was not played yet. */
  nextCase(): number;
  /**
   * The whole story: each person answers a moment after they were asked. Resolves when the last answer was taken, to the
   * instant at which the POST was answered.
   */
  play(caseNumber: number): Promise<number>;
  /**
   * Waits until every case that was played to its end is closed, and answers with every message of the round.
   * @throws VoidRound if a case failed, or any message is lacking or came twice
   */
  endRound(round: RoundFacts): Promise<readonly Arrival[]>;
}

interface RoundFacts {
  readonly cases: readonly number[];
  readonly outcomes: readonly PromiseSettledResult<unknown>[];
}

export function createPlayer(arm: RunningArm, stack: BenchStack): Player {
  const { vendor } = stack;
  let taken = 0;
  let played = 0;
  let accidentsBefore = stack.accidents();

  const play = async (caseNumber: number): Promise<number> => {
    await arm.post(caseNumber);
    const acceptedAt = monotonicMs();
    for (const { send, wait } of story) {
      await vendor.nextSms(smsOf(send, caseNumber), patienceMs);
      if (wait === null) continue;
      await pause(answersAfterMs);
      await arm.tell(caseNumber, wait.for);
    }
    played += 1;
    return acceptedAt;
  };

  const allClosed = async (): Promise<void> => {
    const end = Date.now() + patienceMs;
    while ((await arm.closedCases()) < played) {
      if (Date.now() > end) throw new VoidRound(`${arm.name}: not every case has closed.`);
      await pause(50);
    }
  };

  const check = async ({ cases, outcomes }: RoundFacts): Promise<readonly Arrival[]> => {
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw new VoidRound(`${arm.name}: ${String(failed.reason)}`);
    await allClosed();
    const arrivals = vendor.clear();
    const expected = cases.length * messagesOfACase;
    if (arrivals.length !== expected) {
      throw new VoidRound(`${arm.name}: ${arrivals.length} messages arrived, ${expected} were to.`);
    }
    if (stack.accidents() !== accidentsBefore) throw new VoidRound(`${arm.name}: a process ended by itself.`);
    return arrivals;
  };

  return {
    nextCase: () => taken++,
    play,
    endRound: async (round) => {
      try {
        return await check(round);
      } finally {
        vendor.clear();
        accidentsBefore = stack.accidents();
      }
    },
  };
}

const messagesOfACase = 9;

function smsOf(kind: MessageKind, caseNumber: number): string {
  const { clientMobile, contactMobile, practitionerMobile } = peopleOf(caseNumber);
  switch (kind) {
    case 'inform-client':
    case 'tell-client-what-was-shared':
      return clientMobile;
    case 'ask-for-decision':
    case 'ask-for-outcome':
      return practitionerMobile;
    case 'disclose':
      return contactMobile;
  }
}
