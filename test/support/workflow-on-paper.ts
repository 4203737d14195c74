import type {
  Act,
  UrgentCareActivities,
  UrgentCareInput,
  UrgentCareOutcome,
} from '../../workflows/urgent-care/contract';
import type { CaseState } from '../../workflows/urgent-care/state';
import type { Instant } from '../../workflows/urgent-care/words';
import { urgentCare } from '../../workflows/urgent-care/workflow';

/**
 * The real story of urgent care, run without a Temporal server: its activities are the test's, its clock is on paper, and
 * whoever runs it decides when a signal comes and when a timer fires. What Temporal itself does is tested elsewhere.
 */
export interface StoryOnPaper {
  /** Resolves when everything that can happen at this moment has happened: the story waits, or has ended. */
  readonly rest: () => Promise<void>;
  /** A signal comes in, now. It is handled at once; what follows from it happens at the next `rest`. */
  readonly tell: (act: Act) => void;
  /** The timer that it waits for fires, however late. */
  readonly wake: () => void;
  /** When its timer is due. */
  readonly wakesAt: Instant;
  readonly ended: boolean;
}

export interface PaperSurroundings {
  readonly activities: UrgentCareActivities;
  now(): Instant;
  /** Whether the history is so long that the story should go on in a new run; it is told what the new run starts with. */
  readonly isTired?: () => boolean;
  readonly goesOnWith?: (state: CaseState) => void;
}

/** A story that turns more often than this at one moment never comes to rest. */
const mostTurnsAtOnce = 200;

interface Waiting {
  readonly isOver: () => boolean;
  readonly wakesAt: Instant;
  readonly goOn: () => void;
}

interface Desk {
  readonly surroundings: PaperSurroundings;
  handle: (act: Act) => void;
  waiting: Waiting | null;
  ended: boolean;
  /** What it did since it last came to rest, and how often it asked itself what to do next. */
  steps: string[];
  turns: number;
  failure: unknown;
  atRest: () => void;
}

/** One story at a time: a workflow's module knows its surroundings only through what it imports. */
let desk: Desk;

class GoesOnInANewRun extends Error {
  constructor(readonly input: UrgentCareInput) {
    super('goes on in a new run');
  }
}

jest.mock('@temporalio/workflow', () => ({
  defineSignal: (name: string) => ({ type: 'signal', name }),
  setHandler: (_signal: unknown, handle: (act: Act) => void) => {
    desk.handle = handle;
  },
  proxyActivities: () =>
    new Proxy({}, { get: (_target, name: keyof UrgentCareActivities) => (order: unknown) => carryOut(name, order) }),
  workflowInfo: () => {
    countTurn(desk);
    return { continueAsNewSuggested: desk.surroundings.isTired?.() ?? false };
  },
  continueAsNew: async (input: UrgentCareInput) => {
    throw new GoesOnInANewRun(input);
  },
  allHandlersFinished: () => true,
  condition: (isOver: () => boolean, timeoutMs?: number) =>
    isOver() || timeoutMs === undefined ? Promise.resolve(true) : waitFor(isOver, desk.surroundings.now() + timeoutMs),
}));

/** The story asks for it once in each turn, also in one that does nothing. */
function countTurn(mine: Desk): void {
  mine.turns += 1;
  if (mine.turns > mostTurnsAtOnce) throw new Error(`The story spins: … ${mine.steps.slice(-6).join(', ')}`);
}

async function carryOut(name: keyof UrgentCareActivities, order: unknown): Promise<unknown> {
  const mine = desk;
  mine.steps.push(name);
  const activity = mine.surroundings.activities[name] as (given: unknown) => Promise<unknown>;
  // Like a real one it begins when the story's own turn is over, and so after every step that was ordered with it.
  await Promise.resolve();
  return activity(order);
}

function waitFor(isOver: () => boolean, wakesAt: Instant): Promise<void> {
  const mine = desk;
  return new Promise((resolve) => {
    const goOn = (): void => {
      mine.waiting = null;
      resolve();
    };
    mine.waiting = { isOver, wakesAt, goOn };
    mine.steps = [];
    mine.turns = 0;
    mine.atRest();
  });
}

/** Starts the story. What stands for the server's clock is `Date.now`, as in a workflow's sandbox. */
export function startOnPaper(input: UrgentCareInput, surroundings: PaperSurroundings): StoryOnPaper {
  // No spy: it would remember each call, and a test may tell a million lives.
  Date.now = () => surroundings.now();
  const mine: Desk = {
    surroundings,
    handle: () => undefined,
    waiting: null,
    ended: false,
    steps: [],
    turns: 0,
    failure: undefined,
    atRest: () => undefined,
  };
  desk = mine;
  runToItsEnd(input, surroundings).then(
    () => {
      mine.ended = true;
      mine.atRest();
    },
    (error: unknown) => {
      mine.failure = error;
      mine.atRest();
    },
  );

  const isAtRest = (): boolean => mine.waiting !== null || mine.ended || mine.failure !== undefined;
  return {
    async rest() {
      if (!isAtRest()) {
        await new Promise<void>((resolve) => {
          mine.atRest = resolve;
        });
      }
      if (mine.failure !== undefined) throw mine.failure;
    },
    tell(act) {
      mine.handle(act);
      if (mine.waiting?.isOver()) mine.waiting.goOn();
    },
    wake: () => mine.waiting?.goOn(),
    get wakesAt() {
      return mine.waiting?.wakesAt ?? surroundings.now();
    },
    get ended() {
      return mine.ended;
    },
  };
}

/** A new run gets its input as JSON: what does not survive that is lost. */
async function runToItsEnd(input: UrgentCareInput, surroundings: PaperSurroundings): Promise<UrgentCareOutcome> {
  try {
    return await urgentCare(input);
  } catch (error) {
    if (!(error instanceof GoesOnInANewRun)) throw error;
    const next: Parameters<typeof urgentCare>[0] = JSON.parse(JSON.stringify(error.input));
    if (next.continued) surroundings.goesOnWith?.(next.continued);
    return runToItsEnd(next, surroundings);
  }
}
