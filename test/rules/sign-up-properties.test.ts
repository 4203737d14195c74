import fc from 'fast-check';
import type { SignUpAct, WhatHappened } from '../../workflows/sign-up/contract';
import { expiresAfterMs, nextStep } from '../../workflows/sign-up/rules';
import { afterSaying, applyAct, openingState, type SignUpState, statusOf } from '../../workflows/sign-up/state';
import { instruments } from '../../workflows/sign-up/words';

/** What holds in every sign-up, whatever happens in it and in whichever order. domain.md §2 */

const day = 24 * 60 * 60_000;

const ids = fc.constantFrom('one', 'two');
const anythingHappens: fc.Arbitrary<WhatHappened> = fc.oneof(
  fc.constantFrom<WhatHappened>(
    { kind: 'consent-form-signed' },
    { kind: 'consent-form-withdrawn' },
    { kind: 'plan-needed' },
    { kind: 'plan-not-needed' },
    { kind: 'plan-completed' },
    { kind: 'plan-incomplete' },
    { kind: 'link-renewed' },
  ),
  fc.record({ kind: fc.constant('assessment-submitted' as const), instrument: fc.constantFrom(...instruments) }),
  fc.record({ kind: fc.constant('safety-raised' as const), concernId: ids }),
  fc.record({ kind: fc.constant('safety-judged' as const), concernId: ids }),
  fc.record({ kind: fc.constant('allocation-proposed' as const), allocationId: ids, match: fc.boolean() }),
  fc.record({
    kind: fc.constant('allocation-confirmed' as const),
    allocationId: ids,
    answerBy: fc.integer({ min: 0, max: 60 * day }),
  }),
);
const anyEnd = fc.constantFrom<WhatHappened>({ kind: 'enrolled' }, { kind: 'left' }, { kind: 'expired' });
const anyLife = fc.record({
  withUrgentCarePlan: fc.boolean(),
  happenings: fc.array(fc.oneof({ arbitrary: anythingHappens, weight: 12 }, { arbitrary: anyEnd, weight: 1 }), {
    maxLength: 40,
  }),
});
type Life = typeof anyLife extends fc.Arbitrary<infer T> ? T : never;

const acts = ({ happenings }: Life): readonly SignUpAct[] =>
  happenings.map((what, index) => ({ id: `act-${index}`, seq: index + 1, at: index * day, ...what }));
const states = (life: Life): readonly SignUpState[] => {
  const seen: SignUpState[] = [openingState({ instruments, withUrgentCarePlan: life.withUrgentCarePlan })];
  for (const act of acts(life)) seen.push(applyAct(seen.at(-1)!, act));
  return seen;
};
const holds = (property: (life: Life) => void): void => fc.assert(fc.property(anyLife, property), { numRuns: 2_000 });

test('while a safety answer waits for a person, that is what it waits for, and nobody is written to', () => {
  holds((life) => {
    for (const state of states(life)) {
      if (state.concerns.length === 0 || state.ending !== null) continue;
      expect(statusOf(state)).toBe('safety-conversation');
      expect(nextStep(state, 1_000 * day)).toEqual({ kind: 'wait', until: Infinity });
    }
  });
});

test('nobody is proposed or asked to accept before form, answers and a wanted plan are there', () => {
  holds((life) => {
    for (const state of states(life)) {
      if (!['allocating', 'awaiting-practitioner'].includes(statusOf(state))) continue;
      expect(state.formSigned).toBe(true);
      expect([...state.submitted].sort()).toEqual([...instruments].sort());
      expect(!state.planWanted || state.planComplete).toBe(true);
    }
  });
});

test('what is over stays over, unless it expired or was left and the client asks for a new link', () => {
  holds((life) => {
    const all = states(life);
    acts(life).forEach((act, index) => {
      const [before, after] = [all[index]!, all[index + 1]!];
      if (before.ending === null) return;
      const isReopened = before.ending !== 'enrolled' && act.kind === 'link-renewed';
      expect(after.ending).toBe(isReopened ? null : before.ending);
    });
  });
});

test('an act that comes twice, or before those that it follows, changes nothing', () => {
  holds((life) => {
    const all = states(life);
    acts(life).forEach((act, index) => {
      const after = all[index + 1]!;
      expect(applyAct(after, act)).toBe(after);
      if (index > 0) expect(applyAct(all[index - 1]!, act)).toBe(all[index - 1]);
    });
  });
});

test('left alone it always comes to rest: it waits for somebody for good, or closes', () => {
  holds((life) => {
    let [state, now] = [states(life).at(-1)!, acts(life).length * day];
    const begunAt = now;
    for (let step = 0; step < 200; step += 1) {
      const next = nextStep(state, now);
      if (next.kind === 'close') return;
      if (next.kind === 'wait') {
        // Staff are asked for ever; a client is not.
        if (next.until === Infinity || next.until > begunAt + 3 * expiresAfterMs) return;
        now = next.until;
      } else if (next.kind === 'expire') {
        state = applyAct(state, { id: 'x', seq: state.actsSeen + 1, at: now, kind: 'expired' });
      } else if (next.kind === 'pass-over-practitioner') {
        const nobodyElse = { kind: 'allocation-proposed', allocationId: 'next', match: false } as const;
        state = applyAct(state, { id: 'x', seq: state.actsSeen + 1, at: now, ...nobodyElse });
      } else {
        state = afterSaying(state, state, now);
      }
    }
    throw new Error(`It never comes to rest: ${JSON.stringify(state)}`);
  });
});
