import fc from 'fast-check';
import type { ScriptedAct, ScriptedAnswer, ScriptLine } from '../../workflows/urgent-care/rehearsal/script';
import {
  channels,
  immediacies,
  outcomeKinds,
  planRecipients,
  taskKinds,
  tiers,
} from '../../workflows/urgent-care/words';

/** Whatever a person may write into a rehearsal. */

const recipient = fc.constantFrom(...planRecipients);
const recipients = fc.uniqueArray(recipient, { minLength: 1 });
const outcome = fc.constantFrom(...outcomeKinds);
const person = fc.constantFrom('client' as const, ...planRecipients);
const channel = fc.constantFrom(...channels);

const answer: fc.Arbitrary<ScriptedAnswer> = fc.oneof(
  fc.record({ recipient, answer: fc.constant('agree' as const), tier: fc.constantFrom(...tiers) }),
  fc.record({ recipient, answer: fc.constantFrom('refuse' as const, 'silence' as const) }),
);

/** The heavier, the more often: a case that ends at its first line is soon told. */
const anyScriptedAct: fc.Arbitrary<ScriptedAct> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('proceed' as const), recipients }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('client-answers' as const),
      answers: fc.uniqueArray(answer, { selector: (given) => given.recipient }),
      callBack: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('acknowledgement' as const),
      recipient,
      answer: fc.constantFrom('acknowledged' as const, 'cannot' as const, 'acting' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('withdrawal' as const),
      recipients: fc.oneof(fc.constant('all' as const), recipients),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('message-fails' as const), to: person, channel }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('cannot-be-reached' as const),
      who: person,
      channel: fc.option(channel, { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.constant<ScriptedAct>({ kind: 'ask-again' }) },
  { weight: 2, arbitrary: fc.constant<ScriptedAct>({ kind: 'call' }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('second-concern' as const), immediacy: fc.constantFrom(...immediacies) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('propose-override' as const), recipients }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('approval' as const),
      answer: fc.constantFrom('approve', 'approve', 'decline'),
    }),
  },
  { weight: 1, arbitrary: fc.constant<ScriptedAct>({ kind: 'proceed-unapproved' }) },
  { weight: 2, arbitrary: fc.constant<ScriptedAct>({ kind: 'guard-fails' }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('task-done' as const), task: fc.constantFrom(...taskKinds) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('human-outcome' as const), outcome }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stand-down' as const), outcome }) },
);

const line = (fromMinute: number, toMinute: number, act: fc.Arbitrary<ScriptedAct>): fc.Arbitrary<ScriptLine> =>
  fc.record({ afterMs: fc.integer({ min: fromMinute, max: toMinute }).map((count) => count * 60_000), act });

const agreesToAll = fc.constant<ScriptedAct>({
  kind: 'client-answers',
  answers: planRecipients.map((name) => ({ recipient: name, answer: 'agree', tier: 'concern' })),
  callBack: false,
});
const proceeds = fc.record({ kind: fc.constant('proceed' as const), recipients });

/** Many begin with a client who agrees and a practitioner who proceeds: what comes then is what must be rehearsed. */
const beginning: fc.Arbitrary<readonly ScriptLine[]> = fc.oneof(
  fc.constant([]),
  fc.tuple(line(1, 5, agreesToAll), line(6, 15, proceeds)),
);

/** In the order of their times. */
export const anyScript: fc.Arbitrary<readonly ScriptLine[]> = fc
  .tuple(beginning, fc.array(line(1, 90, anyScriptedAct), { maxLength: 12 }))
  .map(([first, others]) => [...first, ...others].sort((one, other) => one.afterMs - other.afterMs));
