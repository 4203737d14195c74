import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  type Paged,
  type SafetyConversationActivities,
  type SafetyConversationInput,
  type SafetyPageOrder,
  type SafetyStanding,
  safetyStandingChanged,
} from './contract';
import { afterPaging, nextStep, type SafetyStep, type Said } from './rules';

// Longer than the lease under which an activity sends (12 s).
const { pageAboutSafety } = proxyActivities<SafetyConversationActivities>({
  startToCloseTimeout: '20 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Somebody gave a safety answer: people on duty are paged until one of them has recorded a judgement. domain.md §2.4 */
export async function safetyConversation(input: Continued): Promise<void> {
  const current = openConversation(input); // with its message handler, before anything waits

  for (;;) {
    const step = nextStep(current.standing, current.said, input.windows, Date.now());
    if (step.kind === 'close') break;
    if (step.kind === 'wait') await somethingChangesOr(current, step.until);
    else current.paged(step, await pageAboutSafety(current.order(step)));
    if (workflowInfo().continueAsNewSuggested) await goOnInANewRun(input, current);
  }

  await condition(allHandlersFinished);
}

type Continued = SafetyConversationInput & { readonly said?: Said | null };
type Page = Extract<SafetyStep, { readonly kind: 'page' }>;

interface CurrentConversation {
  readonly standing: SafetyStanding;
  readonly said: Said | null;
  readonly stepsTaken: number;
  /** Numbers the next page. */
  order(page: Page): SafetyPageOrder;
  paged(page: Page, result: Paged): void;
}

function openConversation(input: Continued): CurrentConversation {
  const { concernId, organisationId } = input;
  let { standing, said = null, stepsTaken = 0 } = input;

  const learn = (told: SafetyStanding): void => {
    if (told.changes > standing.changes) standing = told;
  };
  setHandler(safetyStandingChanged, learn);

  return {
    get standing() {
      return standing;
    },
    get said() {
      return said;
    },
    get stepsTaken() {
      return stepsTaken;
    },
    order: ({ page, rung }) => {
      stepsTaken += 1;
      return { concernId, organisationId, step: stepsTaken, at: Date.now(), page, rung };
    },
    paged: (page, result) => {
      learn(result.standing);
      said = afterPaging(said, page, result, Date.now());
    },
  };
}

async function somethingChangesOr(current: CurrentConversation, until: number): Promise<void> {
  const seen = current.standing.changes;
  const changed = (): boolean => current.standing.changes !== seen;
  if (until === Infinity) await condition(changed);
  else await condition(changed, Math.max(until - Date.now(), 1));
}

/** Histories have a limit; paging has none. */
async function goOnInANewRun(input: SafetyConversationInput, current: CurrentConversation): Promise<never> {
  await condition(allHandlersFinished);
  const { standing, said, stepsTaken } = current;
  return continueAsNew<typeof safetyConversation>({ ...input, standing, said, stepsTaken });
}
