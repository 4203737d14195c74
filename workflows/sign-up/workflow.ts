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
import type { Done, Overtaken, SignUpAct, SignUpActivities, SignUpInput, SignUpOrder, SignUpOutcome } from './contract';
import { signUpActRecorded } from './contract';
import { nextStep, type SignUpStep } from './rules';
import { afterSaying, applyAct, openingState, type SignUpState } from './state';
import type { Instant } from './words';

// Longer than the lease under which an activity sends (12 s): when a step is tried anew, the one before can no longer
// send.
const activities = proxyActivities<SignUpActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** One sign-up, from registration to a practitioner who has accepted. domain.md §2 */
export async function signUp(input: Continued): Promise<SignUpOutcome> {
  const current = openSignUp(input); // state, and the message handler, before anything waits

  for (;;) {
    const now = Date.now();
    const planned = current.state;
    const step = nextStep(planned, now);
    if (step.kind === 'close') break;
    if (step.kind === 'wait') await somethingHappensOr(current, step.until);
    else current.apply({ step, planned }, await carryOut(step, current.order(now)));
    if (workflowInfo().continueAsNewSuggested) await goOnInANewRun(input, current);
  }

  await condition(allHandlersFinished);
  return { outcome: current.state.ending ?? 'left' };
}

type ActiveStep = Exclude<SignUpStep, { readonly kind: 'wait' | 'close' }>;

/** Each step is one activity. */
function carryOut(step: ActiveStep, order: SignUpOrder): Promise<Done | Overtaken> {
  switch (step.kind) {
    case 'write-to-client':
      return activities.writeToSigningUp({ ...order, note: step.note });
    case 'ask-staff':
      return activities.askStaffOfSignUp({ ...order, ask: step.ask, rung: step.rung });
    case 'pass-over-practitioner':
      return activities.passOverPractitioner(order);
    case 'expire':
      return activities.expireSignUp(order);
    default:
      return assertNever(step);
  }
}

type Continued = SignUpInput & { readonly continued?: SignUpState; readonly early?: readonly SignUpAct[] };

interface CurrentSignUp {
  readonly state: SignUpState;
  /** Acts that came before one they follow. */
  early(): readonly SignUpAct[];
  /** Applies what a step changed; if acts were committed before it, applies those instead. */
  apply(carriedOut: { readonly step: ActiveStep; readonly planned: SignUpState }, result: Done | Overtaken): void;
  /** Numbers the next step. */
  order(at: Instant): SignUpOrder;
}

function openSignUp({ signUpId, organisationId, continued, early: carried = [], ...input }: Continued): CurrentSignUp {
  let state: SignUpState = { ...openingState(input), ...continued };
  const acts = inOrder<SignUpAct>(
    () => state.actsSeen,
    (act) => {
      state = applyAct(state, act);
    },
    carried,
  );
  setHandler(signUpActRecorded, acts.take);
  if (!continued) input.resumed?.acts.forEach(acts.take);

  return {
    get state() {
      return state;
    },
    early: acts.early,
    apply: ({ step, planned }, result) => {
      if (result.kind === 'overtaken') result.acts.forEach(acts.take);
      else if (step.kind === 'write-to-client' || step.kind === 'ask-staff') {
        state = afterSaying(state, planned, Date.now());
      }
    },
    order: (at) => {
      state = { ...state, stepsTaken: state.stepsTaken + 1 };
      return { signUpId, organisationId, step: state.stepsTaken, at, seen: state.actsSeen };
    },
  };
}

async function somethingHappensOr(current: CurrentSignUp, until: Instant): Promise<void> {
  const seen = current.state.actsSeen;
  const somethingHappens = (): boolean => current.state.actsSeen !== seen;
  if (until === Infinity) await condition(somethingHappens);
  else await condition(somethingHappens, Math.max(until - Date.now(), 1));
}

/** Histories have a limit, a client's patience has none. */
async function goOnInANewRun(input: SignUpInput, current: CurrentSignUp): Promise<never> {
  await condition(allHandlersFinished);
  return continueAsNew<typeof signUp>({ ...input, continued: current.state, early: current.early() });
}
