import type {
  Act,
  DisclosureResult,
  StepOrder,
  UrgentCareActivities,
  WhatHappened,
} from '../../workflows/urgent-care/contract';
import {
  defaultPolicy,
  durationMs,
  type PinnedPolicy,
  type Policy,
  type PolicyStep,
  pinPolicy,
} from '../../workflows/urgent-care/policy';
import type { CaseState } from '../../workflows/urgent-care/state';
import type {
  Acknowledgement,
  Channel,
  Immediacy,
  Instant,
  OutcomeKind,
  RecipientName,
  TaskKind,
} from '../../workflows/urgent-care/words';
import { type StoryOnPaper, startOnPaper } from '../support/workflow-on-paper';

/** One case, told on paper: what was done, and in which minute of the case. */
export interface CaseOnPaper {
  /** Everything that was done from now until this much time has passed, such as `10: the client is asked`. */
  during(duration: string): Promise<readonly string[]>;
  /** Lets time pass. */
  after(duration: string): Promise<void>;
  /** An act is recorded now. What is done about it at once. */
  hears(what: WhatHappened): Promise<readonly string[]>;
  /** An act is recorded while the next step is under way: after it left, before its result is known. */
  willHearMeanwhile(what: WhatHappened): void;
  /** Nothing of ours runs for this long; what was due is late. What is done at once when it runs again. */
  standsStill(duration: string): Promise<readonly string[]>;
  readonly hasEnded: boolean;
  /** The minute by which, as whoever was asked last was told, the next person is asked. */
  readonly dueBy: number | undefined;
  /** The number of the last step. */
  readonly lastStep: number;
}

export interface Circumstances {
  readonly immediacy?: Immediacy;
  readonly policy?: Partial<Omit<Policy, 'version'>>;
  /** Started before there were calls, climbing on silence, news passed on together, and duties after the end. */
  readonly fromBefore?: boolean;
  /** No safe way reaches the client. */
  readonly clientOutOfReach?: boolean;
  /** Whoever raised it proposes that the client is not told first. */
  readonly notInforming?: boolean;
  /** No safe way reaches the client any more when it comes to aftercare. */
  readonly clientOutOfReachAfterwards?: boolean;
  /** What comes of each try to write to somebody; sent, unless told otherwise. */
  readonly tries?: (recipient: RecipientName, channel: Channel) => Exclude<DisclosureResult['kind'], 'closed'>;
  /** For `immediate` somebody is asked to telephone the GP too; not unless the test is about that. */
  readonly gpIsTelephoned?: boolean;
  /** The GP's practice is closed until then, counted from the concern. */
  readonly gpOpensAfter?: string;
  /** Its process was lost, and begins anew with what was recorded until then. */
  readonly resumed?: Pick<CaseState, 'stepsTaken' | 'client'> & { readonly heard: readonly WhatHappened[] };
}

interface Told extends StepOrder {
  readonly nextPersonAt?: Instant;
  readonly nextPageAt?: Instant;
  readonly dueAt?: Instant;
}

/** What comes days afterwards is told where it is the matter. */
const askedAtOnce = { ...defaultPolicy.aftercare, askClientAfter: 'PT0S' };

/** The rota as a case climbs it, and round again. */
const rota = ['the owner', 'the duty clinician', 'a supervisor', 'another supervisor'] as const;
const onTheRota = (rung: number): string => rota[rung % rota.length] ?? '';
const whoseTask = (task: TaskKind, rung: number): string =>
  task === 'override-review' ? (rung % 2 === 0 ? 'a supervisor' : 'another supervisor') : onTheRota(rung);
const taskWords: Readonly<Record<TaskKind, string>> = {
  'call-back': 'to call the client',
  'tell-client': 'whether the client may be told',
  'override-review': 'to review the override',
  'ask-client': 'to ask the client how it was',
};

/** A case that wakes more often than this in a week waits for nothing. */
const mostWakings = 5_000;

/** Who may approve, one after the other, and round again. */
const approverNames = ['a supervisor', 'another supervisor'] as const;

export async function caseOnPaper(circumstances: Circumstances = {}): Promise<CaseOnPaper> {
  const { immediacy = 'immediate', policy = {}, tries = () => 'sent' as const } = circumstances;
  const acts: Act[] = [];
  const told: string[] = [];
  const meanwhile: WhatHappened[] = [];
  let now = 0;
  let latest: Told | undefined;
  let story: StoryOnPaper | undefined;

  const record = (what: WhatHappened): void => {
    const act: Act = { id: `act-${acts.length + 1}`, seq: acts.length + 1, at: now, ...what };
    acts.push(act);
    story?.tell(act);
  };
  const done = <Result>(sentence: string, result: Result): Result => {
    told.push(`${now / 60_000}: ${sentence}`);
    for (const what of meanwhile.splice(0)) record(what);
    return result;
  };
  const gpOpensAt = circumstances.gpOpensAfter === undefined ? -Infinity : durationMs(circumstances.gpOpensAfter);
  const isDone = { kind: 'done' } as const;
  const inform = circumstances.clientOutOfReach ? 'client-not-reached' : 'client-informed';
  const activities: UrgentCareActivities = {
    informClient: async () => done('the client is asked', { kind: inform }),
    tellClientWhatHadGone: async () => done('the client is told what had gone', isDone),
    askForDecision: async ({ rung }) => done(`${onTheRota(rung)} is asked to decide`, isDone),
    askForApproval: async ({ rung }) => done(`${approverNames[rung % 2]} is asked to approve`, isDone),
    tellProposerTheyMayProceed: async () => done('the proposer hears that they may go ahead', isDone),
    tellSkippedApprovers: async () => done('who was asked in vain hears that it went ahead', isDone),
    disclose: async ({ recipient, channel }) =>
      recipient === 'gp' && now < gpOpensAt
        ? done('gp is closed', { kind: 'closed', opensAt: gpOpensAt })
        : done(`${recipient} is written to by ${channel}`, { kind: tries(recipient, channel) }),
    pageForAction: async () => done('everyone is paged: nobody acts', isDone),
    askToTelephoneGp: async () => done('the owner is asked to telephone the GP', isDone),
    passOnNews: async () => done('the owner is told the news', isDone),
    tellThoseWhoWereTold: async () => done('those who were told hear that it is over', isDone),
    tellClientWhatWasShared: async () =>
      circumstances.clientOutOfReachAfterwards
        ? done('the client cannot be told what was shared', { kind: 'client-not-reached' })
        : done('the client is told what was shared', isDone),
    askForOutcome: async ({ rung }) => done(`${onTheRota(rung)} is asked for the outcome`, isDone),
    offerHandover: async () => done('the next owner is asked', isDone),
    askForTask: async ({ task, rung }) => done(`${whoseTask(task, rung)} is asked ${taskWords[task]}`, isDone),
    askClientHowItWas: async () =>
      circumstances.clientOutOfReachAfterwards
        ? done('the client cannot be asked how it was', { kind: 'client-not-reached' })
        : done('the client is asked how it was', { kind: 'client-informed' }),
    cancelEverythingAndHold: async () => done('everything is cancelled and held', isDone),
    closeCase: async () => done('the case is closed', isDone),
  };

  const watched = new Proxy(activities, {
    get: (all, name: keyof UrgentCareActivities) => (order: Told) => {
      latest = order;
      return (all[name] as (given: unknown) => Promise<unknown>)(order);
    },
  });

  const input = { caseId: 'case', organisationId: 'organisation', immediacy };
  const { gpIsTelephoned = false } = circumstances;
  const pinned = { ...pinPolicy({ ...defaultPolicy, aftercare: askedAtOnce, ...policy }), gpIsTelephoned };
  const kept = circumstances.fromBefore ? asBefore(pinned) : pinned;
  const proposal = circumstances.notInforming ? { notInforming: { decisionId } } : {};
  circumstances.resumed?.heard.forEach(record);
  const resumed = circumstances.resumed ? { resumed: { ...circumstances.resumed, acts: [...acts] } } : {};
  const given = { ...input, ...proposal, ...resumed, policy: kept };
  const theStory = startOnPaper(given, { activities: watched, now: () => now });
  story = theStory;
  await theStory.rest();

  const taken = (): readonly string[] => told.splice(0);
  const letPass = async (duration: string): Promise<void> => {
    const until = now + durationMs(duration);
    for (let wakings = 0; !theStory.ended && theStory.wakesAt <= until; wakings += 1) {
      if (wakings > mostWakings) throw new Error(`It woke ${mostWakings} times in ${duration}, last at ${now} ms.`);
      now = theStory.wakesAt;
      theStory.wake();
      await theStory.rest();
    }
    now = until;
  };

  return {
    async during(duration) {
      await letPass(duration);
      return taken();
    },
    async after(duration) {
      await letPass(duration);
      taken();
    },
    async hears(what) {
      taken();
      record(what);
      await theStory.rest();
      return taken();
    },
    willHearMeanwhile: (what) => void meanwhile.push(what),
    async standsStill(duration) {
      now += durationMs(duration);
      theStory.wake();
      await theStory.rest();
      return taken();
    },
    get hasEnded() {
      return theStory.ended;
    },
    get dueBy() {
      const at = latest?.nextPersonAt ?? latest?.nextPageAt ?? latest?.dueAt;
      return at === undefined ? undefined : at / 60_000;
    },
    get lastStep() {
      return latest?.step ?? 0;
    },
  };
}

const asBefore = ({
  newsTogetherMs: _one,
  climbsOnSilence: _stays,
  aftercare,
  ...policy
}: PinnedPolicy): PinnedPolicy => ({
  ...policy,
  aftercare: { tellClientWithinMs: aftercare.tellClientWithinMs },
  steps: policy.steps.map(({ voice: _noCalls, ...step }) => step),
});

/** What people do, in the words of the tests. */
/** A case whose client has answered and whose owner has decided to tell these, in minute 0. */
export async function caseTelling(
  recipients: Parameters<typeof decided>,
  circumstances?: Circumstances,
): Promise<{ theCase: CaseOnPaper; atOnce: readonly string[] }> {
  const theCase = await caseOnPaper(circumstances);
  await theCase.hears(clientAnswers);
  return { theCase, atOnce: await theCase.hears(decided(...recipients)) };
}

/** The steps of the policy that a case has by itself, and a policy of others. */
export const [contacts, gp] = defaultPolicy.steps as [PolicyStep, PolicyStep];
export const steps = (...ofPolicy: readonly PolicyStep[]): Circumstances => ({ policy: { steps: ofPolicy } });

export const clientAnswers: WhatHappened = { kind: 'client-answered' };
export const ownerAsksAgain: WhatHappened = { kind: 'ask-again-decided' };
export const ownerCalls: WhatHappened = { kind: 'call-decided' };
export const somethingIsNew: WhatHappened = { kind: 'news-for-owner' };
export const decided = (...recipients: RecipientName[]): WhatHappened => ({ kind: 'proceed-decided', recipients });
const decisionId = 'a-decision';
export const overrideProposed = (mayProceedUnapproved = true, proposed = decisionId): WhatHappened => ({
  kind: 'override-proposed',
  decisionId: proposed,
  mayProceedUnapproved,
});
export const overrideDeclined: WhatHappened = { kind: 'override-declined', decisionId };
export const proposalFell: WhatHappened = { kind: 'proposal-fell', decisionId };
export const overrideApproved = (...recipients: RecipientName[]): WhatHappened => ({
  kind: 'override-approved',
  decisionId,
  recipients,
});
export const overrideProceeded = (...recipients: RecipientName[]): WhatHappened => ({
  kind: 'override-proceeded',
  decisionId,
  recipients,
});
export const notInformingApproved: WhatHappened = { kind: 'not-informing-approved', decisionId };
export const notInformingDeclined: WhatHappened = { kind: 'not-informing-declined', decisionId };
export const withdrawn = (...recipients: RecipientName[]): WhatHappened => ({ kind: 'consent-withdrawn', recipients });
export const says = (recipient: RecipientName, answer: Acknowledgement): WhatHappened => ({
  kind: 'acknowledged',
  recipient,
  answer,
});
export const fails = (recipient: RecipientName, channel: Channel): WhatHappened => ({
  kind: 'message-failed',
  recipient,
  channel,
});
export const stoodDown = (outcome: OutcomeKind): WhatHappened => ({ kind: 'stood-down', outcome });
export const outcomeIs = (outcome: OutcomeKind): WhatHappened => ({ kind: 'outcome-recorded', outcome });
