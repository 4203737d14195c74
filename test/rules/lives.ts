import fc from 'fast-check';
import type { DisclosureResult } from '../../workflows/urgent-care/contract';
import type { PinnedPolicy } from '../../workflows/urgent-care/policy';
import { type Immediacy, type RecipientName, recipientNames } from '../../workflows/urgent-care/words';
import { anyImmediacy, anyPermitted, anyPolicy, anythingHappens } from './arbitraries';
import type { Happening } from './record-on-paper';

/** Lives of a case, generated: what people, vendors and the machines under it do, in whatever order. */

export interface Life {
  readonly immediacy: Immediacy;
  readonly policy: PinnedPolicy;
  /** Whom the plan permits to be told in an emergency. */
  readonly permitted: readonly RecipientName[];
  /** Whoever raised it proposed not to inform the client first. */
  readonly isNotInforming: boolean;
  readonly moments: readonly Moment[];
  /** What befalls the first steps, one after the other. Later steps go well. */
  readonly fates: readonly Fate[];
}

/** What happens while the story waits. */
export type Moment =
  | { readonly kind: 'act'; readonly what: Happening; readonly isSignalled: boolean }
  /** Signals that were held up come in, the newest first, and some of them again. */
  | { readonly kind: 'late-signals' }
  /** The process is lost, with every signal on its way, and begins anew from the record. */
  | { readonly kind: 'process-lost' }
  /** Time passes: this share of the wait. */
  | { readonly kind: 'time'; readonly share: number };

/**
 * What befalls one step. One whose worker dies, and which another worker tries again, is to the story one that took long:
 * acts were committed before the try that counted, or before its result was known.
 */
export interface Fate {
  /** Committed before the step's transaction: the step is overtaken. */
  readonly before: readonly Happening[];
  /** Committed after it, and signalled before its result is known. */
  readonly during: readonly Happening[];
  readonly takesMs: number;
  readonly tried: DisclosureResult['kind'];
  readonly reachesClient: boolean;
  /** The history is long: the story goes on in a new run. */
  readonly isTiring: boolean;
}

export const goesWell: Fate = {
  before: [],
  during: [],
  takesMs: 0,
  tried: 'sent',
  reachesClient: true,
  isTiring: false,
};

const seldom = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Happening[]>([]) },
  { weight: 1, arbitrary: fc.array(anythingHappens, { minLength: 1, maxLength: 2 }) },
);

const anyFate: fc.Arbitrary<Fate> = fc.record({
  before: seldom,
  during: seldom,
  takesMs: fc.integer({ min: 0, max: 40_000 }),
  tried: fc.constantFrom('sent', 'sent', 'failed-temporary', 'failed-permanent', 'withheld', 'closed'),
  reachesClient: fc.constantFrom(true, true, true, false),
  isTiring: fc.constantFrom(false, false, false, true),
});

const moment: fc.Arbitrary<Moment> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      what: anythingHappens,
      isSignalled: fc.constantFrom(true, true, true, false),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Moment>({ kind: 'late-signals' }) },
  { weight: 1, arbitrary: fc.constant<Moment>({ kind: 'process-lost' }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('time' as const), share: fc.constantFrom(0.3, 0.9, 1, 1, 1, 1) }),
  },
);

/** Many begin with a client who agrees and an owner who decides on it: what comes then must be seen often. */
const beginning: fc.Arbitrary<readonly Moment[]> = fc.oneof(
  fc.constant([]),
  fc.subarray([...recipientNames], { minLength: 1 }).map((recipients): readonly Moment[] => {
    const said = Object.fromEntries(recipients.map((name) => [name, 'agree' as const]));
    return [
      { kind: 'act', what: { kind: 'client-answered', said }, isSignalled: true },
      { kind: 'time', share: 1 },
      { kind: 'act', what: { kind: 'proceed-decided', recipients }, isSignalled: true },
    ];
  }),
);

export const lifeOf = (moments: { readonly atMost: number }): fc.Arbitrary<Life> =>
  fc.record({
    immediacy: anyImmediacy,
    policy: anyPolicy,
    permitted: anyPermitted,
    isNotInforming: fc.constantFrom(false, false, false, false, true),
    moments: fc
      .tuple(beginning, fc.array(moment, { minLength: 3, maxLength: moments.atMost }))
      .map(([first, others]) => [...first, ...others]),
    fates: fc.array(anyFate, { maxLength: 30 }),
  });

export const anyLife = lifeOf({ atMost: 25 });
