import type { Act, StepOrder, UrgentCareActivities } from '../../workflows/urgent-care/contract';
import type { Played, Rehearsal, Scene } from '../../workflows/urgent-care/rehearsal/play';
import type { Channel, Instant, RecipientName } from '../../workflows/urgent-care/words';

/** A rehearsal's script, given to the real story: the same acts, and vendors that reach whom the script lets be reached. */

/** One step: when, and what to whom by which way. */
export interface Noted {
  readonly at: Instant;
  readonly what: string;
}

export const rehearsedSteps = ({ scenes }: Played): readonly Noted[] =>
  scenes.flatMap((scene) => {
    if (scene.kind === 'disclosure') return [noted(scene.at, 'disclose', scene.due)];
    return scene.kind === 'step' ? [noted(scene.at, activityOf[scene.step.kind], scene.step)] : [];
  });

/** What was asked for, in order. Those who are told side by side have none among them. */
export function inWords(steps: readonly Noted[]): readonly string[] {
  const moments: { readonly at: Instant; readonly told: string[] }[] = [];
  for (const { at, what } of steps) {
    const last = moments.at(-1);
    if (last?.at === at && what.startsWith('disclose')) last.told.push(what);
    else moments.push({ at, told: [what] });
  }
  return moments.flatMap(({ told }) => told.sort());
}

export const actsIn = ({ scenes }: Played): readonly Act[] =>
  scenes.flatMap((scene) => (scene.kind === 'act' ? scene.recorded : []));

function noted(at: Instant, name: keyof UrgentCareActivities, order: object): Noted {
  const { recipient, channel, rung } = order as Readonly<Record<string, unknown>>;
  return { at, what: `${name} ${JSON.stringify({ recipient, channel, rung })}` };
}

type PlainStepKind = Extract<Scene, { kind: 'step' }>['step']['kind'];
const activityOf: Readonly<Record<PlainStepKind, keyof UrgentCareActivities>> = {
  'inform-client': 'informClient',
  'tell-client-what-had-gone': 'tellClientWhatHadGone',
  'ask-for-decision': 'askForDecision',
  'page-for-action': 'pageForAction',
  'pass-on-news': 'passOnNews',
  'tell-those-who-were-told': 'tellThoseWhoWereTold',
  'tell-client-what-was-shared': 'tellClientWhatWasShared',
  'ask-for-outcome': 'askForOutcome',
  'ask-for-approval': 'askForApproval',
  'tell-proposer-they-may-proceed': 'tellProposerTheyMayProceed',
  'tell-skipped-approvers': 'tellSkippedApprovers',
  'ask-to-telephone-gp': 'askToTelephoneGp',
  'offer-handover': 'offerHandover',
  'ask-for-task': 'askForTask',
  'ask-client-how-it-was': 'askClientHowItWas',
  'cancel-everything-and-hold': 'cancelEverythingAndHold',
  close: 'closeCase',
};

/** Whom messages reach, told by the script alone. */
function reachOf({ script, startsAt }: Rehearsal, isHeard: (at: Instant, act: object) => boolean) {
  const lost = script.flatMap(({ afterMs, act }) => {
    if (!isHeard(startsAt + afterMs, act)) return [];
    if (act.kind === 'cannot-be-reached') return [{ from: startsAt + afterMs, who: act.who, channel: act.channel }];
    return act.kind === 'message-fails' ? [{ from: startsAt + afterMs, who: act.to, channel: act.channel }] : [];
  });
  return (at: Instant, person: 'client' | RecipientName, channel: Channel): boolean =>
    !lost.some(({ from, who, channel: way }) => from <= at && who === person && (way ?? channel) === channel);
}

/** Activities that note what they are asked. */
export function activitiesAsScripted(rehearsal: Rehearsal, { scenes }: Played, steps: Noted[]): UrgentCareActivities {
  const isHeard = (at: Instant, act: object): boolean =>
    scenes.some((scene) => scene.kind === 'act' && scene.at === at && scene.act === act);
  const reaches = reachOf(rehearsal, isHeard);
  const note = (name: keyof UrgentCareActivities, order: StepOrder): void => {
    steps.push(noted(order.at, name, order));
  };
  const simply = (name: keyof UrgentCareActivities) => async (order: StepOrder) => {
    note(name, order);
    return { kind: 'done' as const };
  };
  const reachesClient = ({ at }: StepOrder): boolean => reaches(at, 'client', 'sms') || reaches(at, 'client', 'email');
  return {
    informClient: async (order) => {
      note('informClient', order);
      return { kind: reachesClient(order) ? 'client-informed' : 'client-not-reached' };
    },
    disclose: async (order) => {
      note('disclose', order);
      const opensAt = order.recipient === 'gp' ? rehearsal.gpOpensAt(order.at) : null;
      if (opensAt !== null) return { kind: 'closed', opensAt };
      return { kind: reaches(order.at, order.recipient, order.channel) ? 'sent' : 'failed-permanent' };
    },
    tellClientWhatWasShared: async (order) => {
      note('tellClientWhatWasShared', order);
      return { kind: reachesClient(order) ? 'done' : 'client-not-reached' };
    },
    askClientHowItWas: async (order) => {
      note('askClientHowItWas', order);
      return { kind: reachesClient(order) ? 'client-informed' : 'client-not-reached' };
    },
    askForApproval: simply('askForApproval'),
    tellProposerTheyMayProceed: simply('tellProposerTheyMayProceed'),
    tellSkippedApprovers: simply('tellSkippedApprovers'),
    askToTelephoneGp: simply('askToTelephoneGp'),
    offerHandover: simply('offerHandover'),
    askForTask: simply('askForTask'),
    tellClientWhatHadGone: simply('tellClientWhatHadGone'),
    askForDecision: simply('askForDecision'),
    pageForAction: simply('pageForAction'),
    passOnNews: simply('passOnNews'),
    tellThoseWhoWereTold: simply('tellThoseWhoWereTold'),
    askForOutcome: simply('askForOutcome'),
    cancelEverythingAndHold: simply('cancelEverythingAndHold'),
    closeCase: simply('closeCase'),
  };
}
