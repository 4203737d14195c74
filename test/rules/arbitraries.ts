import fc from 'fast-check';
import type { PinnedPolicy, PinnedStep } from '../../workflows/urgent-care/policy';
import {
  channels,
  immediacies,
  outcomeKinds,
  type RecipientName,
  recipientNames,
  taskKinds,
} from '../../workflows/urgent-care/words';
import type { Happening, Said } from './record-on-paper';

/** Whatever people and vendors may do, and whatever policy an organisation may have. */

const minute = 60_000;
const minutes = (from: number, to: number): fc.Arbitrary<number> =>
  fc.integer({ min: from, max: to }).map((count) => count * minute);

const recipient = fc.constantFrom(...recipientNames);
const recipients = fc.uniqueArray(recipient, { minLength: 1, maxLength: 4 });
const outcome = fc.constantFrom(...outcomeKinds);
/** Who is not named is silent. */
const said: fc.Arbitrary<Said> = fc
  .tuple(...recipientNames.map(() => fc.constantFrom('agree', 'agree', 'agree', 'refuse', 'silence')))
  .map((words) => Object.fromEntries(recipientNames.map((name, index) => [name, words[index]])));

/** The record knows which proposal is open, if any. */
const newest = fc.constant('newest');

type Happenings = {
  readonly [Kind in Happening['kind']]: readonly [
    weight: number,
    what: fc.Arbitrary<Omit<Extract<Happening, { readonly kind: Kind }>, 'kind'>>,
  ];
};

/** One line for each kind of act. The heavier, the more often: a case that ends at its first act is soon told. */
const happenings: Happenings = {
  'proceed-decided': [8, fc.record({ recipients })],
  'client-answered': [6, fc.record({ said })],
  'consent-withdrawn': [3, fc.record({ recipients })],
  'ask-again-decided': [2, fc.constant({})],
  'call-decided': [2, fc.constant({})],
  'client-not-reached': [2, fc.constant({})],
  'news-for-owner': [2, fc.constant({})],
  acknowledged: [
    4,
    fc.record({ recipient, answer: fc.constantFrom('acknowledged', 'acknowledged', 'cannot', 'acting') }),
  ],
  'message-failed': [4, fc.record({ recipient, channel: fc.constantFrom(...channels) })],
  'override-proposed': [5, fc.record({ decisionId: newest, mayProceedUnapproved: fc.boolean() })],
  'override-approved': [4, fc.record({ decisionId: newest, recipients })],
  'override-declined': [2, fc.record({ decisionId: newest })],
  'override-proceeded': [2, fc.record({ decisionId: newest, recipients })],
  'proposal-fell': [1, fc.record({ decisionId: newest })],
  'not-informing-approved': [2, fc.record({ decisionId: newest })],
  'not-informing-declined': [1, fc.record({ decisionId: newest })],
  'call-back-requested': [2, fc.constant({})],
  'guard-failed': [2, fc.constant({})],
  'handover-offered': [1, fc.constant({})],
  'owner-changed': [1, fc.constant({})],
  'task-done': [3, fc.record({ task: fc.constantFrom(...taskKinds) })],
  'telling-put-off': [1, fc.record({ until: minutes(1, 300) })],
  'telling-released': [1, fc.constant({})],
  'immediacy-raised': [2, fc.record({ immediacy: fc.constantFrom('immediate', 'significant') })],
  'stood-down': [1, fc.record({ outcome })],
  'outcome-recorded': [1, fc.record({ outcome })],
};

export const anythingHappens: fc.Arbitrary<Happening> = fc.oneof(
  ...Object.entries(happenings).map(([kind, [weight, what]]) => ({
    weight,
    arbitrary: (what as fc.Arbitrary<object>).map((rest) => ({ kind, ...rest }) as Happening),
  })),
);

/** Whom the plan permits to be told in an emergency. */
export const anyPermitted: fc.Arbitrary<readonly RecipientName[]> = fc.subarray([...recipientNames]);

export const anyImmediacy = fc.constantFrom(...immediacies);

/** Cases that began before calls and the later duties existed know nothing of them. */
const voice = fc.constant({ voice: true as const });
const timing = fc
  .tuple(
    fc.option(voice, { nil: {} }),
    fc.record({
      channels: fc.uniqueArray(fc.constantFrom(...channels), { minLength: 1 }),
      attempts: fc.integer({ min: 1, max: 4 }),
      everyMs: minutes(1, 10),
      acknowledgeWithinMs: minutes(1, 30),
      actWithinMs: minutes(1, 60),
      stopAfter: fc.constantFrom('first-acting' as const, 'first-acting' as const, 'all' as const),
    }),
  )
  .map(([calls, step]) => ({ ...calls, ...step }));

/** Every recipient stands in one step or in none. */
const anySteps: fc.Arbitrary<readonly PinnedStep[]> = fc
  .tuple(
    fc.array(timing, { minLength: 1, maxLength: 3 }),
    fc.tuple(...recipientNames.map(() => fc.integer({ min: 0, max: 3 }))),
  )
  .map(([timings, places]) =>
    timings
      .map((ofStep, index) => ({ ...ofStep, recipients: recipientNames.filter((_name, n) => places[n] === index) }))
      .filter((step) => step.recipients.length > 0),
  );

export const anyPolicy: fc.Arbitrary<PinnedPolicy> = fc.record({
  version: fc.constant(1),
  clientWindowMs: fc.tuple(minutes(1, 10), minutes(0, 50), minutes(0, 600)).map(([immediate, more, evenMore]) => ({
    immediate,
    significant: immediate + more,
    watchful: immediate + more + evenMore,
  })),
  decision: fc.record({ remindAfterMs: minutes(1, 10), nextPersonAfterMs: minutes(1, 20) }),
  steps: anySteps,
  secondApproval: fc.record({ nextSupervisorAfterMs: minutes(1, 15), immediateMayProceedAfterMs: minutes(1, 40) }),
  newsTogetherMs: minutes(0, 3),
  climbsOnSilence: fc.boolean(),
  nobodyActing: fc.record({ pageEveryMs: minutes(1, 20) }),
  aftercare: fc.record(
    { tellClientWithinMs: minutes(1, 240), reviewOverrideWithinMs: minutes(1, 600), askClientAfterMs: minutes(0, 600) },
    { requiredKeys: ['tellClientWithinMs'] },
  ),
});
