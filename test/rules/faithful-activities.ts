import type { DisclosureOrder, Overtaken, StepOrder, UrgentCareActivities } from '../../workflows/urgent-care/contract';
import type { Fate } from './lives';
import type { RecordOnPaper } from './record-on-paper';

/** How one step goes: overtaken, or carried out with the result that its fate gives it. */
export type TakesStep = <Result>(
  name: keyof UrgentCareActivities,
  order: StepOrder,
  result: (given: Fate) => Result,
) => Promise<Result | Overtaken>;

/** How long a practice stays closed that was closed when its turn came. */
const closedForMs = 20 * 60_000;

/** The story's activities over a record on paper. */
export function faithfulActivities(step: TakesStep, record: RecordOnPaper): UrgentCareActivities {
  const simply = (name: keyof UrgentCareActivities) => (order: StepOrder) =>
    step(name, order, () => ({ kind: 'done' as const }));
  const reaching =
    <Reached extends string>(
      name: 'informClient' | 'tellClientWhatWasShared' | 'askClientHowItWas',
      reached: Reached,
    ) =>
    (order: StepOrder) =>
      step(name, order, ({ reachesClient }) => {
        const kind = reachesClient ? reached : ('client-not-reached' as const);
        if (name === 'informClient') record.clientAsked(order.at, reachesClient);
        return { kind };
      });
  return {
    informClient: reaching('informClient', 'client-informed'),
    tellClientWhatHadGone: simply('tellClientWhatHadGone'),
    askForDecision: simply('askForDecision'),
    disclose: (order: DisclosureOrder) =>
      step('disclose', order, ({ tried }) =>
        tried === 'closed' ? { kind: tried, opensAt: order.at + closedForMs } : { kind: tried },
      ),
    askToTelephoneGp: simply('askToTelephoneGp'),
    pageForAction: simply('pageForAction'),
    passOnNews: simply('passOnNews'),
    tellThoseWhoWereTold: simply('tellThoseWhoWereTold'),
    tellClientWhatWasShared: reaching('tellClientWhatWasShared', 'done'),
    askForOutcome: simply('askForOutcome'),
    askForApproval: simply('askForApproval'),
    tellProposerTheyMayProceed: simply('tellProposerTheyMayProceed'),
    tellSkippedApprovers: simply('tellSkippedApprovers'),
    offerHandover: simply('offerHandover'),
    askForTask: simply('askForTask'),
    askClientHowItWas: reaching('askClientHowItWas', 'client-informed'),
    cancelEverythingAndHold: simply('cancelEverythingAndHold'),
    closeCase: simply('closeCase'),
  };
}
