import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { assertNever } from '../shared/assert-never';
import type { Act, Overtaken, StepOrder, UrgentCareActivities, UrgentCareInput, UrgentCareOutcome } from './contract';
import { actRecorded } from './contract';
import { nextStep } from './rules';
import type { CaseState, Chase } from './state';
import { applyAct, clientInformed, clientNotReached, disclosed, openingState } from './state';
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
    const step = nextStep(current.state, now);
    const planned = current.state;
    switch (step.kind) {
      case 'inform-client': {
        const windowMs = current.state.policy.clientWindowMs[current.state.immediacy];
        const result = await activities.informClient({ ...current.order(now), windowMs });
        if (result.kind === 'not-waiting') return { outcome: 'not-waiting' };
        current.apply(result, (state) =>
          result.kind === 'client-informed' ? clientInformed(state, Date.now()) : clientNotReached(state, Date.now()),
        );
        break;
      }
      case 'ask-for-decision':
        current.apply(
          await activities.askForDecision({ ...current.order(now), rung: step.rung, nextPersonAt: step.nextPersonAt }),
          paged('decision', planned),
        );
        break;
      case 'disclose': {
        const tries = step.disclosures.map(async ({ recipient, channel, again }) => ({
          tried: { recipient, channel, again },
          result: await activities.disclose({ ...current.order(now), recipient, channel }),
        }));
        for (const { tried, result } of await Promise.all(tries)) {
          if (result.kind === 'overtaken') current.catchUp(result);
          else current.update((state) => disclosed(state, { ...tried, at: Date.now() }, result));
        }
        break;
      }
      case 'page-for-action':
        current.apply(
          await activities.pageForAction({ ...current.order(now), nextPageAt: step.nextPageAt }),
          paged('action', planned),
        );
        break;
      case 'pass-on-news':
        current.apply(await activities.passOnNews(current.order(now)), (state) => ({
          ...state,
          newsToPassOn: state.newsToPassOn - 1,
        }));
        break;
      case 'tell-client-what-had-gone':
        current.apply(await activities.tellClientWhatHadGone(current.order(now)), (state) => ({
          ...state,
          untoldWithdrawals: state.untoldWithdrawals - 1,
        }));
        break;
      case 'tell-those-who-were-told':
        current.apply(await activities.tellThoseWhoWereTold(current.order(now)), (state) => ({
          ...state,
          thoseToldKnowItIsOver: true,
        }));
        break;
      case 'tell-client-what-was-shared': {
        const result = await activities.tellClientWhatWasShared({ ...current.order(now), dueAt: step.dueAt });
        current.apply(result, (state) => ({
          ...state,
          clientKnowsWhatWasShared: true,
          tellingIsOwed: result.kind === 'client-not-reached',
        }));
        break;
      }
      case 'ask-for-outcome':
        current.apply(
          await activities.askForOutcome({ ...current.order(now), rung: step.rung, nextPersonAt: step.nextPersonAt }),
          paged('outcome', planned),
        );
        break;
      case 'cancel-everything-and-hold':
        current.apply(await activities.cancelEverythingAndHold(current.order(now)), closed);
        break;
      case 'close':
        current.apply(await activities.closeCase(current.order(now)), closed);
        break;
      case 'wait':
        await somethingHappensOr(current, step.until);
        break;
      default:
        assertNever(step);
    }
    if (workflowInfo().continueAsNewSuggested) await goOnInANewRun(input, current);
  }

  await condition(allHandlersFinished);
  return { outcome: current.state.outcome ?? 'not-waiting' };
}

/** A long case goes on in a new run, from where it stands. */
type Continued = UrgentCareInput & { readonly continued?: CaseState; readonly early?: readonly Act[] };

interface CurrentCase {
  readonly state: CaseState;
  /** Acts that came before one they follow. */
  early(): readonly Act[];
  /** Applies what a step changed; if acts were committed before it, applies those instead. */
  apply(result: { readonly kind: string } | Overtaken, change: (state: CaseState) => CaseState): void;
  update(change: (state: CaseState) => CaseState): void;
  catchUp(overtaken: Overtaken): void;
  /** Numbers the next step. */
  order(at: Instant): StepOrder;
}

function openCase({ caseId, organisationId, continued, early: carried = [], ...input }: Continued): CurrentCase {
  let state = continued ?? openingState(input);
  const early = new Map(carried.map((act) => [act.seq, act]));

  const record = (act: Act): void => {
    if (act.seq > state.actsSeen) early.set(act.seq, act);
    for (let next = early.get(state.actsSeen + 1); next; next = early.get(state.actsSeen + 1)) {
      early.delete(next.seq);
      // Nothing that was recorded is still to come: a clock of the API that runs ahead puts off nothing.
      state = applyAct(state, { ...next, at: Math.min(next.at, Date.now()) });
    }
  };
  setHandler(actRecorded, record);
  if (!continued) input.resumed?.acts.forEach(record);

  const isOvertaken = (result: { readonly kind: string }): result is Overtaken => result.kind === 'overtaken';
  const current: CurrentCase = {
    get state() {
      return state;
    },
    early: () => [...early.values()],
    apply: (result, change) => (isOvertaken(result) ? current.catchUp(result) : current.update(change)),
    update: (change) => {
      state = change(state);
    },
    catchUp: ({ acts }) => acts.forEach(record),
    order: (at) => {
      state = { ...state, stepsTaken: state.stepsTaken + 1 };
      return { caseId, organisationId, step: state.stepsTaken, at, seen: state.actsSeen };
    },
  };
  return current;
}

/** Counts a page that went out, unless an act has ended or renewed the chase meanwhile. */
function paged(what: Chase['what'], planned: CaseState): (state: CaseState) => CaseState {
  const pages = planned.chase?.what === what ? planned.chase.pages : 0;
  return (state) =>
    isSameChase(planned, state) ? { ...state, chase: { what, pages: pages + 1, lastPageAt: Date.now() } } : state;
}

const isSameChase = (one: CaseState, other: CaseState): boolean =>
  one.chase === other.chase &&
  one.decided === other.decided &&
  one.someoneActs === other.someoneActs &&
  (one.client === null) === (other.client === null);

const closed = (state: CaseState): CaseState => ({ ...state, phase: 'closed' });

async function somethingHappensOr(current: CurrentCase, until: Instant): Promise<void> {
  const seen = current.state.actsSeen;
  await condition(() => current.state.actsSeen !== seen, Math.max(until - Date.now(), 1));
}

/** Histories have a limit, a case has none. */
async function goOnInANewRun(input: UrgentCareInput, current: CurrentCase): Promise<never> {
  await condition(allHandlersFinished);
  return continueAsNew<typeof urgentCare>({ ...input, continued: current.state, early: current.early() });
}
