import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { assertNever } from '../shared/assert-never';
import { inOrder } from '../shared/in-order';
import { applyAct } from './after-act';
import { afterStep, type CarriedOut, type PlainStep } from './after-step';
import type {
  Act,
  Done,
  InformedClient,
  NotWaiting,
  Overtaken,
  StepOrder,
  UrgentCareActivities,
  UrgentCareInput,
  UrgentCareOutcome,
} from './contract';
import { actRecorded } from './contract';
import { disclosed } from './disclosures';
import { type DueDisclosure, nextStep } from './rules';
import { type CaseState, openingState, withTurnOnRecord } from './state';
import type { Instant } from './words';

// Longer than the lease under which an activity sends (12 s): when a step is tried anew, the one before can no longer
// send. No longer than need be: this is what a case waits when its worker dies.
const activities = proxyActivities<UrgentCareActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** One urgent care case, from concern to closed. domain.md §3. */
export async function urgentCare(input: Continued): Promise<UrgentCareOutcome> {
  const current = openCase(input); // state, and the message handler, before anything waits

  while (current.state.phase !== 'closed') {
    const now = Date.now();
    const planned = current.state;
    const step = nextStep(planned, now);
    switch (step.kind) {
      case 'wait':
        await somethingHappensOr(current, step.until);
        break;
      case 'disclose':
        await discloseTogether(current, step.disclosures, now);
        break;
      default: {
        const result = await carryOut(step, current.order(now), planned);
        if (result.kind === 'not-waiting') return { outcome: 'not-waiting' };
        current.apply({ step, planned }, result);
      }
    }
    if (workflowInfo().continueAsNewSuggested) await goOnInANewRun(input, current);
  }

  await condition(allHandlersFinished);
  return { outcome: current.state.outcome ?? 'not-waiting' };
}

/** Each step is one activity. */
function carryOut(
  step: PlainStep,
  order: StepOrder,
  { policy, immediacy }: CaseState,
): Promise<InformedClient | Done | NotWaiting | Overtaken> {
  switch (step.kind) {
    case 'inform-client':
      return activities.informClient({ ...order, windowMs: policy.clientWindowMs[immediacy] });
    case 'ask-for-decision':
      return activities.askForDecision({ ...order, rung: step.rung, nextPersonAt: step.nextPersonAt });
    case 'ask-for-approval': {
      const { decisionId, rung, nextPersonAt } = step;
      return activities.askForApproval({ ...order, decisionId, rung, nextPersonAt });
    }
    case 'tell-proposer-they-may-proceed':
      return activities.tellProposerTheyMayProceed({ ...order, decisionId: step.decisionId });
    case 'tell-skipped-approvers':
      return activities.tellSkippedApprovers({ ...order, decisionId: step.decisionId });
    case 'page-for-action':
      return activities.pageForAction({ ...order, nextPageAt: step.nextPageAt });
    case 'pass-on-news':
      return activities.passOnNews(order);
    case 'ask-to-telephone-gp':
      return activities.askToTelephoneGp(order);
    case 'tell-client-what-had-gone':
      return activities.tellClientWhatHadGone(order);
    case 'tell-those-who-were-told':
      return activities.tellThoseWhoWereTold(order);
    case 'tell-client-what-was-shared':
      return activities.tellClientWhatWasShared({ ...order, dueAt: step.dueAt });
    case 'ask-for-outcome':
      return activities.askForOutcome({ ...order, rung: step.rung, nextPersonAt: step.nextPersonAt });
    case 'offer-handover':
      return activities.offerHandover(order);
    case 'ask-for-task':
      return activities.askForTask({ ...order, task: step.task, rung: step.rung, nextPersonAt: step.nextPersonAt });
    case 'ask-client-how-it-was':
      return activities.askClientHowItWas(order);
    case 'cancel-everything-and-hold':
      return activities.cancelEverythingAndHold(order);
    case 'close':
      return activities.closeCase(order);
    default:
      return assertNever(step);
  }
}

/** Side by side, so that nobody waits for another's vendor. */
async function discloseTogether(current: CurrentCase, due: readonly DueDisclosure[], now: Instant): Promise<void> {
  const tries = due.map(async ({ recipient, channel, again }) => ({
    tried: { recipient, channel, again },
    result: await activities.disclose({ ...current.order(now), recipient, channel }),
  }));
  for (const { tried, result } of await Promise.all(tries)) {
    if (result.kind === 'overtaken') current.catchUp(result);
    else current.update((state) => disclosed(state, { ...tried, at: Date.now() }, result));
  }
}

/** A long case goes on in a new run, from where it stands. */
type Continued = UrgentCareInput & { readonly continued?: CaseState; readonly early?: readonly Act[] };

interface CurrentCase {
  readonly state: CaseState;
  /** Acts that came before one they follow. */
  early(): readonly Act[];
  /** Applies what a step changed; if acts were committed before it, applies those instead. */
  apply(planned: Omit<CarriedOut, 'at'>, result: InformedClient | Done | Overtaken): void;
  update(change: (state: CaseState) => CaseState): void;
  catchUp(overtaken: Overtaken): void;
  /** Numbers the next step. */
  order(at: Instant): StepOrder;
}

function openCase({ caseId, organisationId, continued, early: carried = [], ...input }: Continued): CurrentCase {
  // A run that an older worker began may know less.
  let state: CaseState = { ...openingState(input), ...continued };
  const acts = inOrder<Act>(
    () => state.actsSeen,
    (act) => {
      // Nothing that was recorded is still to come: a clock of the API that runs ahead puts off nothing.
      state = applyAct(state, { ...act, at: Math.min(act.at, Date.now()) });
    },
    carried,
  );
  setHandler(actRecorded, acts.take);
  if (!continued && input.resumed) {
    input.resumed.acts.forEach(acts.take);
    state = withTurnOnRecord(state, input.resumed.client);
  }

  const current: CurrentCase = {
    get state() {
      return state;
    },
    early: acts.early,
    apply: (planned, result) => {
      if (result.kind === 'overtaken') current.catchUp(result);
      else current.update((before) => afterStep(before, result, { ...planned, at: Date.now() }));
    },
    update: (change) => {
      state = change(state);
    },
    catchUp: (overtaken) => overtaken.acts.forEach(acts.take),
    order: (at) => {
      state = { ...state, stepsTaken: state.stepsTaken + 1 };
      return { caseId, organisationId, step: state.stepsTaken, at, seen: state.actsSeen };
    },
  };
  return current;
}

async function somethingHappensOr(current: CurrentCase, until: Instant): Promise<void> {
  const seen = current.state.actsSeen;
  await condition(() => current.state.actsSeen !== seen, Math.max(until - Date.now(), 1));
}

/** Histories have a limit, a case has none. */
async function goOnInANewRun(input: UrgentCareInput, current: CurrentCase): Promise<never> {
  await condition(allHandlersFinished);
  return continueAsNew<typeof urgentCare>({ ...input, continued: current.state, early: current.early() });
}
