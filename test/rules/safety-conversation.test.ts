import fc from 'fast-check';
import type { PagingWindows, SafetyStanding } from '../../workflows/safety-conversation/contract';
import {
  afterPaging,
  isToOthers,
  nextStep,
  type SafetyStep,
  type Said,
} from '../../workflows/safety-conversation/rules';

/** domain.md §2.4: after a safety answer people are paged until one of them has recorded a judgement. */

const minute = 60_000;
const windows: PagingWindows = { remindAfterMs: 5 * minute, nextPersonAfterMs: 15 * minute, pageEveryMs: 20 * minute };
const raised: SafetyStanding = { changes: 1, timesRaised: 1, takenAt: null, judged: false };

/** What becomes of it: at these minutes it stands like this. */
type Happenings = readonly (readonly [minute: number, standing: Partial<SafetyStanding>])[];

function paged(
  happenings: Happenings,
  untilMinute: number,
  reached = true,
  own: PagingWindows = windows,
): readonly string[] {
  const pages: string[] = [];
  let [now, said]: [number, Said | null] = [0, null];
  const standingAt = (at: number): SafetyStanding =>
    Object.assign({}, raised, ...happenings.filter(([when]) => when * minute <= at).map(([, change]) => change));
  const nextHappening = (): number =>
    happenings.map(([when]) => when * minute).find((when) => when > now) ?? Number.POSITIVE_INFINITY;
  while (now <= untilMinute * minute) {
    const step: SafetyStep = nextStep(standingAt(now), said, own, now);
    if (step.kind === 'close') return [...pages, `${now / minute} close`];
    if (step.kind === 'wait') now = Math.min(step.until, nextHappening());
    else {
      pages.push(`${now / minute} ${step.page} ${step.rung}`);
      said = afterPaging(said, step, { standing: standingAt(now), reached }, now);
    }
  }
  return pages;
}

test('whoever is on duty is paged at once, reminded, then the next one, round and round', () => {
  expect(paged([], 50)).toEqual([
    '0 turn 0',
    '5 reminder 0',
    '15 turn 1',
    '20 reminder 1',
    '30 turn 2',
    '35 reminder 2',
    '45 turn 3',
    '50 reminder 3',
  ]);
});

describe('from "I have it" on', () => {
  const taken = [7, { changes: 2, takenAt: 7 * minute }] as const;

  test('they are reminded on and on, alone for two reminders and one turn; then the others are paged as well', () => {
    expect(paged([taken], 110)).toEqual([
      '0 turn 0',
      '5 reminder 0',
      '27 reminder 0',
      '47 reminder 0',
      '62 taker-has-not-judged 1',
      '67 reminder 1',
      '77 taker-has-not-judged 2',
      '87 reminder 2',
      '92 taker-has-not-judged 3',
      '107 taker-has-not-judged 4',
      '107 reminder 4',
    ]);
  });

  test('whoever takes it over has their own time', () => {
    expect(paged([taken, [63, { changes: 3, takenAt: 63 * minute }]], 120).slice(4)).toEqual([
      '62 taker-has-not-judged 1',
      '83 reminder 1',
      '103 reminder 1',
      '118 taker-has-not-judged 2',
    ]);
  });

  test('other answers, however many, put off no page to the others', () => {
    const answers = Array.from({ length: 100 }, (_, n) => [n + 8, { changes: n + 3, timesRaised: n + 2 }] as const);
    const toOthers = paged([taken, ...answers], 80).filter((page) => page.includes('taker-has-not-judged'));
    expect(toOthers).toEqual(['62 taker-has-not-judged 1', '77 taker-has-not-judged 2']);
  });

  const reminded: Said = {
    rung: 0,
    turnBeganAt: 0,
    lastNewsAt: null,
    reminded: true,
    timesRaised: 1,
    reached: true,
    toTaker: { at: 50 * minute, reached: true },
    toOthers: null,
  };
  const firstToOthers = 2 * windows.pageEveryMs + windows.nextPersonAfterMs;
  test.each<[string, Partial<Said>, number, number, SafetyStep]>([
    ['the others are not yet paged', {}, 0, firstToOthers - 1, { kind: 'wait', until: firstToOthers }],
    ['the others are paged', {}, 0, firstToOthers, { kind: 'page', page: 'taker-has-not-judged', rung: 1 }],
    [
      'the next of them is not yet paged',
      { toOthers: { at: firstToOthers, reached: true } },
      0,
      firstToOthers + 15 * minute - 1,
      { kind: 'wait', until: firstToOthers + 15 * minute },
    ],
    [
      'one of them whom nothing reaches gives way after a minute',
      { toOthers: { at: firstToOthers, reached: false } },
      0,
      firstToOthers + minute,
      { kind: 'page', page: 'taker-has-not-judged', rung: 1 },
    ],
    [
      'and not before',
      { toOthers: { at: firstToOthers, reached: false } },
      0,
      firstToOthers + minute - 1,
      { kind: 'wait', until: firstToOthers + minute },
    ],
    [
      'what was sent before somebody else took it does not count',
      { toOthers: { at: firstToOthers, reached: true } },
      firstToOthers + 1,
      firstToOthers + 1 + windows.pageEveryMs - 1,
      { kind: 'wait', until: firstToOthers + 1 + windows.pageEveryMs },
    ],
  ])('%s', (_what, said, takenAt, now, step) => {
    expect(nextStep({ ...raised, takenAt }, { ...reminded, ...said }, windows, now)).toEqual(step);
  });
});

test('another answer pages at once; a flood of them once a minute', () => {
  expect(
    paged(
      [
        [2, { changes: 2, timesRaised: 2 }],
        [2.25, { changes: 3, timesRaised: 3 }],
        [2.5, { changes: 4, timesRaised: 4 }],
      ],
      5,
    ),
  ).toEqual(['0 turn 0', '2 news 0', '3 news 0', '5 reminder 0']);
});

test('another answer pages whoever has it', () => {
  expect(
    paged(
      [
        [1, { changes: 2, takenAt: minute }],
        [9, { changes: 3, timesRaised: 2 }],
      ],
      20,
    ),
  ).toEqual(['0 turn 0', '9 news 0']);
});

test('where no message reaches anybody, the next one’s turn comes after a minute', () => {
  expect(paged([], 2, false)).toEqual(['0 turn 0', '1 turn 1', '2 turn 2']);
});

test('whoever has it and is out of reach does not stand in the way: the next one is paged', () => {
  expect(paged([[0.5, { changes: 2, takenAt: minute / 2 }]], 23, false)).toEqual([
    '0 turn 0',
    '20.5 reminder 0',
    '21.5 taker-unreachable 1',
    '22.5 taker-unreachable 2',
  ]);
});

test('nor are their reminders, every minute, in the way of the next one’s page', () => {
  const everyMinute = { ...windows, pageEveryMs: minute };
  expect(paged([[0, { changes: 2, takenAt: 0 }]], 2, false, everyMinute)).toEqual([
    '0 turn 0',
    '1 taker-unreachable 1',
    '1 reminder 1',
    '2 taker-unreachable 2',
    '2 reminder 2',
  ]);
});

test('it ends with a judgement', () => {
  expect(paged([[6, { changes: 2, judged: true }]], 60)).toEqual(['0 turn 0', '5 reminder 0', '6 close']);
});

test('nothing else ends it: somebody is paged again within the longest window, however long it goes on', () => {
  const ms = fc.integer({ min: 1_000, max: 7_200_000 });
  const anyWindows = fc.record({ remindAfterMs: ms, nextPersonAfterMs: ms, pageEveryMs: ms });
  const aStanding = fc.record({
    changes: fc.nat(100),
    timesRaised: fc.integer({ min: 1, max: 50 }),
    takenAt: fc.option(fc.nat(100_000)),
    judged: fc.constant(false),
  });
  fc.assert(
    fc.property(
      aStanding,
      anyWindows,
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      (standing, own, reached) => {
        let [now, said]: [number, Said | null] = [200_000, null];
        for (const isReached of reached) {
          const step = nextStep(standing, said, own, now);
          if (step.kind === 'page') said = afterPaging(said, step, { standing, reached: isReached }, now);
          else if (step.kind === 'wait') {
            expect(step.until).toBeGreaterThan(now);
            expect(step.until - now).toBeLessThanOrEqual(Math.max(own.nextPersonAfterMs, own.pageEveryMs));
            now = step.until;
          } else throw new Error('It ended without a judgement.');
        }
      },
    ),
  );
});

test('once whoever took it has had their time, others are paged again and again, whomever a page reaches', () => {
  const ms = fc.integer({ min: 60_000, max: 7_200_000 });
  const anyWindows = fc.record({ remindAfterMs: ms, nextPersonAfterMs: ms, pageEveryMs: ms });
  fc.assert(
    fc.property(anyWindows, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (own, reached) => {
      const standing: SafetyStanding = { ...raised, takenAt: 0 };
      let [now, said]: [number, Said | null] = [1, null];
      let othersBy = 3 * own.pageEveryMs + own.nextPersonAfterMs;
      for (const isReached of reached) {
        const step = nextStep(standing, said, own, now);
        if (step.kind === 'page') {
          if (isToOthers(step.page)) othersBy = Math.max(othersBy, now + own.nextPersonAfterMs + own.pageEveryMs);
          said = afterPaging(said, step, { standing, reached: isReached }, now);
        } else if (step.kind === 'wait') now = step.until;
        expect(now).toBeLessThanOrEqual(othersBy);
      }
    }),
  );
});
