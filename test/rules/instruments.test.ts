import fc from 'fast-check';
import { definitionOf, definitions } from '../../workflows/sign-up/instruments/definitions';
import { type Result, score } from '../../workflows/sign-up/instruments/score';
import type { Instrument } from '../../workflows/sign-up/words';

/** domain.md §2.3 and contract.md §5 */

const scored = (instrument: Instrument, answers: unknown): Result => {
  const result = score(definitionOf[instrument], answers);
  if (result.kind === 'invalid') throw new Error(`Refused: ${JSON.stringify(result.faults)}`);
  return result.result;
};
const faultsOf = (instrument: Instrument, answers: unknown) => {
  const result = score(definitionOf[instrument], answers);
  return result.kind === 'invalid' ? result.faults : [];
};

/** Answers that come to a total, the first items as high as they go. Of CORE-10 items 2 and 3 count the other way round. */
function answersFor(instrument: Instrument, total: number): number[] {
  const { items, options, reversed } = definitionOf[instrument];
  const highest = options.length - 1;
  let left = total;
  return items.map((_item, index) => {
    const counts = Math.min(left, highest);
    left -= counts;
    return reversed.includes(index + 1) ? highest - counts : counts;
  });
}

describe('each band, at both its edges', () => {
  const edges: readonly (readonly [Instrument, string, number, number])[] = [
    ['PHQ-9', 'minimal', 0, 4],
    ['PHQ-9', 'mild', 5, 9],
    ['PHQ-9', 'moderate', 10, 14],
    ['PHQ-9', 'moderately-severe', 15, 19],
    ['PHQ-9', 'severe', 20, 27],
    ['GAD-7', 'minimal', 0, 4],
    ['GAD-7', 'mild', 5, 9],
    ['GAD-7', 'moderate', 10, 14],
    ['GAD-7', 'severe', 15, 21],
    ['CORE-10', 'healthy', 0, 5],
    ['CORE-10', 'low', 6, 10],
    ['CORE-10', 'mild', 11, 14],
    ['CORE-10', 'moderate', 15, 19],
    ['CORE-10', 'moderate-to-severe', 20, 24],
    ['CORE-10', 'severe', 25, 40],
  ];
  test.each(edges)('%s %s from %i to %i', (instrument, band, from, to) => {
    for (const total of [from, to])
      expect(scored(instrument, answersFor(instrument, total))).toMatchObject({ total, band });
  });

  test.each([
    ['PHQ-9', 10],
    ['GAD-7', 8],
    ['CORE-10', 11],
  ] as const)('%s: a case from %i on', (instrument, cutOff) => {
    expect(scored(instrument, answersFor(instrument, cutOff - 1)).caseness).toBe(false);
    expect(scored(instrument, answersFor(instrument, cutOff)).caseness).toBe(true);
  });
});

test('CORE-10 scores items 2 and 3 the other way round', () => {
  expect(scored('CORE-10', [0, 4, 4, 0, 0, 0, 0, 0, 0, 0]).total).toBe(0);
  expect(scored('CORE-10', [0, 0, 4, 0, 0, 0, 0, 0, 0, 0]).total).toBe(4);
  expect(scored('CORE-10', [4, 0, 0, 4, 4, 4, 4, 4, 4, 4]).total).toBe(40);
});

describe('a missing answer', () => {
  test.each([
    ['1, of 9 that come to 9: ten ninths of it', [null, 3, 3, 1, 1, 0, 1, 1, 2, 1], 10],
    ['2, of 9 that come to 5: 5.56, so 6', [1, null, 4, 1, 1, 0, 1, 1, 0, 0], 6],
    ['10, of 9 that come to 4: 4.44, so 4', [1, 4, 4, 1, 1, 0, 1, 0, 0, null], 4],
    ['7, of 9 that come to 36: all of it', [4, 0, 0, 4, 4, 4, null, 4, 4, 4], 40],
  ])('is forgiven in CORE-10: item %s', (_which, answers, total) => {
    expect(scored('CORE-10', answers).total).toBe(total);
  });

  test('is not forgiven at the safety item of CORE-10, nor twice', () => {
    expect(faultsOf('CORE-10', [0, 0, 0, 0, 0, null, 0, 0, 0, 0])).toEqual([
      { path: 'answers/5', item: 6, message: 'needs an answer' },
    ]);
    expect(faultsOf('CORE-10', [null, 0, 0, 0, 0, 0, 0, 0, 0, null]).map(({ item }) => item)).toEqual([1, 10]);
    expect(faultsOf('CORE-10', [null, 0, 0, 0, 0, null, 0, 0, 0, 0]).map(({ item }) => item)).toEqual([1, 6]);
  });

  test.each(['PHQ-9', 'GAD-7'] as const)('is never forgiven in %s', (instrument) => {
    const answers = definitionOf[instrument].items.map(() => 0);
    for (const index of answers.keys()) {
      expect(faultsOf(instrument, answers.with(index, null as never))).toEqual([
        { path: `answers/${index}`, item: index + 1, message: 'needs an answer' },
      ]);
    }
  });
});

describe('what is no answer is named by its item', () => {
  const clean = answersFor('PHQ-9', 0);
  test.each<[string, unknown]>([
    ['a fraction', 1.5],
    ['one more than the highest', 4],
    ['less than nothing', -1],
    ['a number as text', '2'],
    ['text', 'Several days'],
    ['true', true],
    ['a list', [1]],
    ['an object', { answer: 1 }],
    ['a number without end', Number.POSITIVE_INFINITY],
  ])('%s', (_what, answer) => {
    expect(faultsOf('PHQ-9', [...clean.slice(0, 3), answer, ...clean.slice(4)])).toEqual([
      { path: 'answers/3', item: 4, message: 'must be a whole number from 0 to 3' },
    ]);
  });

  test('too few, too many, and no list at all', () => {
    expect(faultsOf('PHQ-9', clean.slice(0, 8))).toEqual([{ path: 'answers/8', item: 9, message: 'is missing' }]);
    expect(faultsOf('PHQ-9', [...clean, 0])).toEqual([
      { path: 'answers/9', item: 10, message: 'is not asked: there are 9 items' },
    ]);
    expect(faultsOf('PHQ-9', []).length).toBe(9);
    expect(
      faultsOf(
        'PHQ-9',
        Array.from({ length: 100_000 }, () => 0),
      ).length,
    ).toBeGreaterThan(0);
    for (const none of [undefined, null, {}, '012012012', 9]) {
      expect(faultsOf('PHQ-9', none)).toEqual([{ path: 'answers', message: 'must be a list of answers' }]);
    }
  });
});

test('an answer to a safety item is named as soon as it is more than "Not at all"', () => {
  expect(scored('PHQ-9', [0, 0, 0, 0, 0, 0, 0, 0, 1]).safetyAnswers).toEqual([9]);
  expect(scored('PHQ-9', [3, 3, 3, 3, 3, 3, 3, 3, 0]).safetyAnswers).toEqual([]);
  expect(scored('CORE-10', [0, 4, 4, 0, 0, 1, 0, 0, 0, 0]).safetyAnswers).toEqual([6]);
  expect(scored('CORE-10', [4, 0, 0, 4, 4, 0, 4, 4, 4, 4]).safetyAnswers).toEqual([]);
  expect(scored('GAD-7', [3, 3, 3, 3, 3, 3, 3]).safetyAnswers).toEqual([]);
});

describe.each(definitions)('$instrument', (definition) => {
  const { instrument, items, options, bands } = definition;
  const highest = options.length - 1;
  const answersOf = fc.array(fc.integer({ min: 0, max: highest }), {
    minLength: items.length,
    maxLength: items.length,
  });

  test('its total stays within its range, and its band is the one in which it lies', () => {
    fc.assert(
      fc.property(answersOf, (answers) => {
        const { total, band } = scored(instrument, answers);
        expect(total).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(highest * items.length);
        expect(bands.filter(({ from }) => total >= from).at(-1)?.band).toBe(band);
      }),
    );
  });

  test('a higher answer never makes less of it; of an item scored in reverse, never more', () => {
    fc.assert(
      fc.property(answersOf, fc.nat(items.length - 1), (answers, index) => {
        fc.pre((answers[index] ?? highest) < highest);
        const before = scored(instrument, answers).total;
        const after = scored(instrument, answers.with(index, (answers[index] ?? 0) + 1)).total;
        expect(after - before).toBe(definition.reversed.includes(index + 1) ? -1 : 1);
      }),
    );
  });

  test('whatever is submitted is scored or refused with a reason, and never thrown at', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const result = score(definition, anything);
        expect(result.kind === 'scored' || result.faults.length > 0).toBe(true);
      }),
    );
  });

  test('has words for each item and answer, and says whose they are', () => {
    for (const words of [definition.question, definition.copyright, ...items, ...options]) expect(words).not.toBe('');
    expect(new Set(items).size).toBe(items.length);
  });
});

test('the forms have as many items and answers as published', () => {
  expect(definitions.map(({ items, options }) => [items.length, options.length])).toEqual([
    [9, 4],
    [7, 4],
    [10, 5],
  ]);
});
