import { assertNever } from '../../shared/assert-never';
import type { WhatHappened } from '../contract';
import { type MandateRules, nothingJudged } from '../mandate-facts';
import { coversTier, mandateFor } from '../mandates';
import { secondApprovalOf } from '../policy';
import { type CaseState, openingState } from '../state';
import { openTasks } from '../tasks';
import {
  type CaseStatus,
  type Channel,
  type Immediacy,
  type Instant,
  immediacies,
  isContact,
  type PlanRecipient,
  planRecipients,
  type RecipientName,
  type Tier,
} from '../words';
import type { ReachedPerson, ScriptedAct, ScriptedAnswer } from './script';

/** The case of a rehearsal: its state as its workflow would know it, and what the record would know besides. */
export interface Stage {
  readonly state: CaseState;
  readonly status: CaseStatus;
  readonly rules: MandateRules;
  /** Whom the plan permits to be told in an emergency. */
  readonly planPermits: readonly PlanRecipient[];
  /** What the client said of each, as it stands. */
  readonly answers: Answers;
  /** Whom it is proposed to tell without their consent, since when, and who may be told so by now. */
  readonly proposed: readonly RecipientName[];
  readonly proposedAt: Instant;
  readonly overridden: readonly RecipientName[];
  /** At which tier each may be told now. */
  readonly mandates: Tiers;
  readonly told: readonly { readonly recipient: RecipientName; readonly channel: Channel }[];
  readonly outOfReach: readonly { readonly who: ReachedPerson; readonly channel: Channel | undefined }[];
}

type Answers = Readonly<Partial<Record<RecipientName, Tier | 'refused'>>>;
type Tiers = Readonly<Partial<Record<RecipientName, Tier>>>;

export const openingStage = (
  opening: Parameters<typeof openingState>[0],
  given: Pick<Stage, 'rules' | 'planPermits'>,
): Stage => ({
  state: openingState(opening),
  status: 'queued',
  ...given,
  answers: {},
  proposed: [],
  proposedAt: 0,
  overridden: [],
  mandates: {},
  told: [],
  outOfReach: [],
});

export const isReachable = ({ outOfReach }: Stage, person: ReachedPerson, channel: Channel): boolean =>
  !outOfReach.some(({ who, channel: way }) => who === person && (way === undefined || way === channel));

/** The channels by which a message reaches the client. */
export const waysToClient = (stage: Stage): readonly Channel[] =>
  (['sms', 'email'] as const).filter((channel) => isReachable(stage, 'client', channel));

/** What is recorded of a line of the script, or why the record refuses it. */
export type Heard =
  | { readonly kind: 'recorded'; readonly stage: Stage; readonly acts: readonly WhatHappened[] }
  | { readonly kind: 'refused'; readonly because: string };

/** What the record would make of it. */
export function hear(stage: Stage, act: ScriptedAct, at: Instant): Heard {
  if (stage.state.phase === 'closed') return refused('the case is closed');
  switch (act.kind) {
    case 'client-answers':
      return hearAnswers(stage, act.answers, act.callBack);
    case 'proceed':
      return hearDecision(stage, at, () => proceed(stage, act.recipients));
    case 'ask-again':
      return hearDecision(stage, at, () =>
        recorded({ ...stage, status: 'informing-client' }, { kind: 'ask-again-decided' }),
      );
    case 'call':
      return hearDecision(stage, at, () =>
        recorded({ ...stage, status: stage.state.decided ? stage.status : 'deciding' }, { kind: 'call-decided' }),
      );
    case 'stand-down':
      if (stage.state.outcome !== null && act.outcome !== 'deceased') return refused('the outcome is recorded already');
      return recorded(ended(stage), { kind: 'stood-down', outcome: act.outcome });
    case 'human-outcome':
      if (!outcomeIsAwaited(stage.state)) return refused('no outcome is awaited now');
      return recorded(ended(stage), { kind: 'outcome-recorded', outcome: act.outcome });
    case 'propose-override':
      return hearDecision(stage, at, () => propose(stage, act.recipients, at));
    case 'approval':
      return hearApproval(stage, act.answer);
    case 'proceed-unapproved':
      return hearGoingAhead(stage, at);
    case 'guard-fails':
      return recorded({ ...stage, status: stage.state.decided ? 'deciding' : stage.status }, { kind: 'guard-failed' });
    case 'task-done':
      if (!openTasks(stage.state, at).some(({ kind }) => kind === act.task))
        return refused('nothing of the kind is owed now');
      return recorded(stage, { kind: 'task-done', task: act.task });
    case 'withdrawal':
      return withdraw(stage, act.recipients === 'all' ? planRecipients : act.recipients);
    case 'acknowledgement':
      if (!stage.told.some(({ recipient }) => recipient === act.recipient))
        return refused(`${act.recipient} was told nothing`);
      if (stage.state.outcome !== null) return refused('it comes after the end, is thanked and changes nothing');
      return recorded(stage, { kind: 'acknowledged', recipient: act.recipient, answer: act.answer });
    case 'second-concern':
      return hearSecondConcern(stage, act.immediacy);
    case 'message-fails':
      return messageFails(stage, act.to, act.channel);
    case 'cannot-be-reached':
      return recorded({ ...stage, outOfReach: [...stage.outOfReach, { who: act.who, channel: act.channel }] });
    default:
      return assertNever(act);
  }
}

const refused = (because: string): Heard => ({ kind: 'refused', because });
const recorded = (stage: Stage, ...acts: readonly WhatHappened[]): Heard => ({ kind: 'recorded', stage, acts });

/** A refusal where a mandate stands, or a lower tier than the mandate's, is a withdrawal. */
function hearAnswers(stage: Stage, given: readonly ScriptedAnswer[], callBack: boolean): Heard {
  const heard = given.filter((answer) => answer.answer !== 'silence');
  const answers = {
    ...stage.answers,
    ...Object.fromEntries(heard.map((answer) => [answer.recipient, saidIn(answer)])),
  };
  const takenBack = heard.filter((answer) => {
    const mandated = stage.mandates[answer.recipient];
    const rests = mandated !== undefined && !stage.overridden.includes(answer.recipient);
    return rests && !(answer.answer === 'agree' && coversTier(answer.tier, mandated));
  });
  const waited = ['queued', 'informing-client', 'awaiting-client'].includes(stage.status);
  const after: Stage = { ...stage, answers, status: waited ? 'deciding' : stage.status };
  const names = takenBack.map(({ recipient }) => recipient);
  const said: readonly WhatHappened[] = [
    { kind: 'client-answered' },
    ...(callBack ? [{ kind: 'call-back-requested' } as const] : []),
  ];
  if (names.length === 0) return recorded(after, ...said);
  return recorded(withoutMandates(after, names), { kind: 'consent-withdrawn', recipients: names }, ...said);
}

const saidIn = (answer: ScriptedAnswer): Tier | 'refused' => (answer.answer === 'agree' ? answer.tier : 'refused');

function withdraw(stage: Stage, recipients: readonly RecipientName[]): Heard {
  const answers = { ...stage.answers, ...Object.fromEntries(recipients.map((name) => [name, 'refused' as const])) };
  return recorded(withoutMandates({ ...stage, answers }, recipients), { kind: 'consent-withdrawn', recipients });
}

function withoutMandates(stage: Stage, recipients: readonly RecipientName[]): Stage {
  const mandates = { ...stage.mandates };
  for (const recipient of recipients) delete mandates[recipient];
  const overridden = stage.overridden.filter((name) => !recipients.includes(name));
  return { ...stage, mandates, overridden, status: stage.state.decided ? 'deciding' : stage.status };
}

/** It joins the open case, and what is more urgent than it was raises it. */
function hearSecondConcern(stage: Stage, immediacy: Immediacy): Heard {
  if (stage.status === 'aftercare') return refused('the escalation is over: a new case opens');
  const isMoreUrgent = immediacies.indexOf(immediacy) < immediacies.indexOf(stage.state.immediacy);
  const raised: readonly WhatHappened[] = isMoreUrgent
    ? [{ kind: 'immediacy-raised', immediacy, ...whenItMayProceed(stage, immediacy) }]
    : [];
  return recorded(stage, ...raised, { kind: 'news-for-owner' });
}

function whenItMayProceed(stage: Stage, immediacy: Immediacy): { readonly mayProceedAt?: Instant } {
  const { state, proposed, proposedAt } = stage;
  if (immediacy !== 'immediate' || state.approval?.what !== 'override' || isAgainstARefusal(stage, proposed)) return {};
  return { mayProceedAt: proposedAt + secondApprovalOf(state.policy).immediateMayProceedAfterMs };
}

/** Not before the client had their turn, not after the end. */
function hearDecision({ status, state }: Stage, at: Instant, decide: () => Heard): Heard {
  if (status === 'aftercare') return refused('the escalation is over');
  const waits = status === 'queued' || status === 'informing-client' || status === 'awaiting-client';
  if (waits && (state.client === null || at < state.client.windowEndsAt)) return refused('the client is asked first');
  return decide();
}

/** All or nothing: without a mandate for each of them nobody is told. */
function proceed(stage: Stage, recipients: readonly RecipientName[]): Heard {
  const tiers = recipients.map((recipient) => [recipient, mandatedTier(stage, recipient)] as const);
  const without = tiers.filter(([, tier]) => tier === null).map(([recipient]) => recipient);
  if (without.length > 0) return refused(`there is no mandate for ${without.join(', ')}`);
  if (tiers.every(([recipient, tier]) => isBeingTold(stage, recipient, tier))) return refused('it was decided already');
  const mandates: Tiers = { ...stage.mandates, ...Object.fromEntries(tiers) };
  return recorded({ ...stage, mandates, status: 'disclosing' }, { kind: 'proceed-decided', recipients });
}

/** Where the client refused, nobody goes ahead alone. domain.md §3.5 */
function propose(stage: Stage, proposed: readonly RecipientName[], proposedAt: Instant): Heard {
  const { immediacy, decided, stepsTaken, actsSeen } = stage.state;
  const mayProceedUnapproved = immediacy === 'immediate' && !isAgainstARefusal(stage, proposed);
  const decisionId = `override-${stepsTaken + actsSeen}`;
  const status = decided ? stage.status : 'awaiting-approval';
  return recorded(
    { ...stage, proposed, proposedAt, status },
    { kind: 'override-proposed', decisionId, mayProceedUnapproved },
  );
}

const isAgainstARefusal = ({ answers }: Stage, proposed: readonly RecipientName[]): boolean =>
  proposed.some((name) => answers[name] === 'refused');

function hearApproval(stage: Stage, answer: 'approve' | 'decline'): Heard {
  const { approval, decided } = stage.state;
  if (approval?.what !== 'override') return refused('nothing waits for an approval');
  const { decisionId } = approval;
  if (answer === 'approve') {
    return recorded(overridingStage(stage), { kind: 'override-approved', decisionId, recipients: stage.proposed });
  }
  const status = decided ? stage.status : 'deciding';
  return recorded({ ...stage, proposed: [], status }, { kind: 'override-declined', decisionId });
}

function hearGoingAhead(stage: Stage, at: Instant): Heard {
  const { approval } = stage.state;
  if (approval === null) return refused('nothing waits for an approval');
  const { decisionId, mayProceedAt } = approval;
  if (mayProceedAt === null || at < mayProceedAt) return refused('it needs the approval still');
  return recorded(overridingStage(stage), { kind: 'override-proceeded', decisionId, recipients: stage.proposed });
}

function overridingStage(stage: Stage): Stage {
  const { proposed } = stage;
  const mandates: Tiers = { ...stage.mandates, ...Object.fromEntries(proposed.map((name) => [name, 'concern'])) };
  const overridden = [...stage.overridden, ...proposed];
  return { ...stage, mandates, overridden, proposed: [], status: 'disclosing' };
}

function isBeingTold({ state, mandates }: Stage, recipient: RecipientName, tier: Tier | null): boolean {
  const disclosure = state.disclosures.find((one) => one.recipient === recipient);
  return state.decided && mandates[recipient] === tier && disclosure?.standing === 'open' && disclosure.answer === null;
}

/** The tier at which the table lets this recipient be told now, or null. The same table judges every real case. */
export function mandatedTier(
  { state, answers, planPermits, rules, overridden }: Stage,
  recipient: RecipientName,
  asked?: Tier,
): Tier | null {
  if (asked !== undefined && overridden.includes(recipient)) return asked;
  const answer = answers[recipient];
  const planPermission = planPermits.some((name) => name === recipient);
  const agreed = answer === undefined || answer === 'refused' ? null : answer;
  const tier = asked ?? agreed ?? (planPermission ? permittedTier(recipient) : 'attention');
  const facts = {
    ...nothingJudged,
    immediacy: state.immediacy,
    answer:
      answer === undefined ? silence(state) : agreed !== null && coversTier(agreed, tier) ? 'consented' : 'refused',
    recipient,
    tier,
    planPermission,
  } as const;
  return mandateFor(facts, rules) ? tier : null;
}

const silence = ({ client }: CaseState): 'silent' | 'not-asked' => (client === null ? 'not-asked' : 'silent');

const permittedTier = (recipient: RecipientName): Tier => (isContact(recipient) ? 'concern' : 'summary');

const ended = (stage: Stage): Stage => ({ ...stage, status: 'aftercare' });

const outcomeIsAwaited = ({ someoneActs, chase, tellingIsOwed }: CaseState): boolean =>
  someoneActs || tellingIsOwed || chase?.what === 'action' || chase?.what === 'outcome';

function messageFails(stage: Stage, to: ReachedPerson, channel: Channel): Heard {
  const after: Stage = { ...stage, outOfReach: [...stage.outOfReach, { who: to, channel }] };
  if (to === 'client') {
    const nobodyAsked = stage.state.client !== null && waysToClient(after).length === 0;
    return nobodyAsked ? recorded(after, { kind: 'client-not-reached' }) : recorded(after);
  }
  const went = stage.told.some((one) => one.recipient === to && one.channel === channel);
  return went
    ? recorded(after, { kind: 'message-failed', recipient: to, channel })
    : refused(`nothing went to ${to} by ${channel}`);
}
