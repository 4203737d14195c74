import { assertNever } from '../../shared/assert-never';
import { applyAct } from '../after-act';
import { afterStep, type PlainStep } from '../after-step';
import type { Act, DisclosureResult, Done, InformedClient } from '../contract';
import { disclosed } from '../disclosures';
import { waysToSayItIsOver } from '../ladder';
import type { MandateRules } from '../mandate-facts';
import type { PinnedPolicy } from '../policy';
import { type DueDisclosure, nextStep, type Step } from '../rules';
import type { CaseStatus, Channel, Immediacy, Instant, PlanRecipient, RecipientName } from '../words';
import type { ScriptedAct, ScriptLine } from './script';
import { hear, isReachable, mandatedTier, openingStage, type Stage, waysToClient } from './stage';

/** A policy, and what people would do. */
export interface Rehearsal {
  readonly policy: PinnedPolicy;
  readonly immediacy: Immediacy;
  readonly script: readonly ScriptLine[];
  /** What the DPO has settled. */
  readonly rules: MandateRules;
  /** Whom the plan permits to be told in an emergency. */
  readonly planPermits: readonly PlanRecipient[];
  /** When the concern is raised. */
  readonly startsAt: Instant;
  /** When the GP's practice opens next; null while it is open. */
  readonly gpOpensAt: (at: Instant) => Instant | null;
  /** Simulated time; a rehearsal of pages that nobody answers would never end. */
  readonly untilMs: number;
}

/** More steps than this are no rehearsal that anybody reads. */
export const mostSteps = 500;

export interface Played {
  readonly scenes: readonly Scene[];
  readonly ends: CaseStatus;
  readonly stoppedBy: 'closed' | 'until' | 'most-steps';
}

export type Scene =
  | { readonly kind: 'act'; readonly at: Instant; readonly act: ScriptedAct; readonly recorded: readonly Act[] }
  /** What the record would refuse. */
  | { readonly kind: 'refused-act'; readonly at: Instant; readonly act: ScriptedAct; readonly because: string }
  | { readonly kind: 'step'; readonly at: Instant; readonly step: PlainStep; readonly messages: readonly Message[] }
  | {
      readonly kind: 'disclosure';
      readonly at: Instant;
      readonly due: DueDisclosure;
      readonly result: RehearsedResult;
    };

/** In a rehearsal no vendor says "not now". */
type RehearsedResult = Exclude<DisclosureResult, { readonly kind: 'failed-temporary' }>;

/** To the client, or to one of those who were told. Whom a page goes to is the rota's. */
export interface Message {
  readonly to: 'client' | RecipientName;
  readonly channel: Channel;
}

/**
 * Plays a policy against a script in simulated time, sending nothing. What is done next, what a step changes and what
 * an act changes are asked of the very rules that the workflow asks; here is only what stands in for people, vendors
 * and the record. Whoever speaks at the moment of a step is heard before it. Pure; it always ends.
 */
export function play(rehearsal: Rehearsal): Played {
  const { startsAt, policy, immediacy } = rehearsal;
  const endsAt = startsAt + rehearsal.untilMs;
  const script = [...rehearsal.script].sort((one, other) => one.afterMs - other.afterMs);
  const scenes: Scene[] = [];
  let stage = openingStage({ policy, immediacy }, rehearsal);
  let now = startsAt;
  let steps = 0;

  const hearThoseWhoSpeak = (): void => {
    while (script[0] && startsAt + script[0].afterMs <= now) {
      const { act } = script.shift()!;
      const heard = heardBy(stage, act, now);
      stage = heard.stage;
      scenes.push(heard.scene);
    }
  };

  while (stage.state.phase !== 'closed') {
    hearThoseWhoSpeak();
    const step = nextStep(stage.state, now);
    if (step.kind === 'wait') {
      now = Math.min(Math.max(step.until, now + 1), script[0] ? startsAt + script[0].afterMs : Infinity);
      if (now > endsAt) return { scenes, ends: stage.status, stoppedBy: 'until' };
      continue;
    }
    if (steps === mostSteps) return { scenes, ends: stage.status, stoppedBy: 'most-steps' };
    steps += 1;
    const done =
      step.kind === 'disclose'
        ? disclose(stage, step, { at: now, gpOpensAt: rehearsal.gpOpensAt })
        : carryOut(stage, step, now);
    stage = done.stage;
    scenes.push(...done.scenes);
  }
  return { scenes: [...scenes, ...unheard(stage, script, rehearsal)], ends: stage.status, stoppedBy: 'closed' };
}

function heardBy(stage: Stage, act: ScriptedAct, at: Instant): { readonly stage: Stage; readonly scene: Scene } {
  const heard = hear(stage, act, at);
  if (heard.kind === 'refused') return { stage, scene: { kind: 'refused-act', at, act, because: heard.because } };
  const seen = stage.state.actsSeen;
  const recorded = heard.acts.map((what, index): Act => {
    const seq = seen + index + 1;
    return { id: `act-${seq}`, seq, at, ...what };
  });
  const state = recorded.reduce(applyAct, stage.state);
  return { stage: { ...heard.stage, state }, scene: { kind: 'act', at, act, recorded } };
}

/** Who speaks after the end is told so. */
const unheard = (stage: Stage, script: readonly ScriptLine[], { startsAt, untilMs }: Rehearsal): readonly Scene[] =>
  script
    .filter(({ afterMs }) => afterMs <= untilMs)
    .map(({ afterMs, act }) => heardBy(stage, act, startsAt + afterMs).scene);

interface Performed {
  readonly stage: Stage;
  readonly scenes: readonly Scene[];
}

/** Side by side, as in the workflow. The mandate is asked for again at each. */
function disclose(
  before: Stage,
  { disclosures }: Extract<Step, { kind: 'disclose' }>,
  { at, gpOpensAt }: { readonly at: Instant } & Pick<Rehearsal, 'gpOpensAt'>,
): Performed {
  let stage = before;
  const scenes: Scene[] = [];
  for (const due of disclosures) {
    const result = resultOf(stage, due, gpOpensAt(at));
    const state = disclosed(stage.state, { ...due, at }, result);
    stage = result.kind === 'sent' ? { ...withTold(stage, due), state } : { ...stage, state };
    scenes.push({ kind: 'disclosure', at, due, result });
  }
  return { stage, scenes };
}

const withTold = (stage: Stage, { recipient, channel }: DueDisclosure): Stage => ({
  ...stage,
  told: [...stage.told, { recipient, channel }],
  status: 'awaiting-acknowledgement',
});

function resultOf(stage: Stage, { recipient, channel }: DueDisclosure, gpOpensAt: Instant | null): RehearsedResult {
  const mandated = stage.mandates[recipient];
  if (mandated === undefined || mandatedTier(stage, recipient, mandated) === null) return { kind: 'withheld' };
  if (recipient === 'gp' && gpOpensAt !== null) return { kind: 'closed', opensAt: gpOpensAt };
  return { kind: isReachable(stage, recipient, channel) ? 'sent' : 'failed-permanent' };
}

function carryOut(stage: Stage, step: PlainStep, at: Instant): Performed {
  const messages = messagesOf(stage, step);
  const result = resultOfPlain(step, messages);
  const state = afterStep(stage.state, result, { step, planned: stage.state, at });
  return {
    stage: { ...stage, state, status: statusAfter(step, result, stage.status) },
    scenes: [{ kind: 'step', at, step, messages }],
  };
}

function messagesOf(stage: Stage, step: PlainStep): readonly Message[] {
  switch (step.kind) {
    case 'inform-client':
    case 'tell-client-what-had-gone':
    case 'tell-client-what-was-shared':
    case 'ask-client-how-it-was':
      return waysToClient(stage).map((channel) => ({ to: 'client', channel }));
    case 'tell-those-who-were-told': {
      const told = new Set(stage.told.map(({ recipient }) => recipient));
      const still = [...told].filter((recipient) => stage.mandates[recipient] !== undefined);
      return still.flatMap((to) => waysToSayItIsOver(waysTold(stage, to)).map((channel) => ({ to, channel })));
    }
    case 'ask-for-decision':
    case 'ask-for-outcome':
    case 'ask-for-approval':
    case 'tell-proposer-they-may-proceed':
    case 'tell-skipped-approvers':
    case 'page-for-action':
    case 'pass-on-news':
    case 'ask-to-telephone-gp':
    case 'offer-handover':
    case 'ask-for-task':
    case 'cancel-everything-and-hold':
    case 'close':
      return [];
    default:
      return assertNever(step);
  }
}

const waysTold = ({ told }: Stage, to: RecipientName): readonly Channel[] =>
  told.flatMap(({ recipient, channel }) => (recipient === to ? [channel] : []));

function resultOfPlain(step: PlainStep, messages: readonly Message[]): InformedClient | Done {
  const reached = messages.length > 0;
  if (step.kind === 'inform-client') return { kind: reached ? 'client-informed' : 'client-not-reached' };
  const mustReach = step.kind === 'tell-client-what-was-shared' || step.kind === 'ask-client-how-it-was';
  if (mustReach && !reached) return { kind: 'client-not-reached' };
  return { kind: 'done' };
}

/** What the case's status is once the step is carried out. contract.md §3 */
function statusAfter(step: PlainStep, result: InformedClient | Done, before: CaseStatus): CaseStatus {
  switch (step.kind) {
    case 'inform-client':
      return result.kind === 'client-informed' ? 'awaiting-client' : 'deciding';
    case 'ask-for-decision':
      return 'deciding';
    case 'page-for-action':
      return 'nobody-acting';
    case 'ask-for-outcome':
    case 'tell-client-what-was-shared':
      return 'aftercare';
    case 'cancel-everything-and-hold':
    case 'close':
      return 'closed';
    case 'pass-on-news':
    case 'tell-client-what-had-gone':
    case 'tell-those-who-were-told':
    case 'ask-for-approval':
    case 'tell-proposer-they-may-proceed':
    case 'tell-skipped-approvers':
    case 'ask-to-telephone-gp':
    case 'offer-handover':
    case 'ask-for-task':
    case 'ask-client-how-it-was':
      return before;
    default:
      return assertNever(step);
  }
}
