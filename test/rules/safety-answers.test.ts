import fc from 'fast-check';
import { definitions } from '../../workflows/sign-up/instruments/definitions';
import { safetyAnswersIn } from '../../workflows/sign-up/instruments/safety-answers';
import { safetyAnswersInText } from '../../workflows/sign-up/instruments/safety-answers-in-text';
import { score } from '../../workflows/sign-up/instruments/score';
import { malformedWithSafetyAnswer } from '../support/malformed-assessments';

/** domain.md §2.3: safety items are read before validation. */

const itemsIn = (submitted: unknown): readonly string[] =>
  safetyAnswersIn(submitted).map(({ instrument, item }) => `${instrument}/${item}`);
const clean = [0, 0, 0, 0, 0, 0, 0, 0, 0];

test('a safety answer is read where it stands, with what it counts', () => {
  expect(safetyAnswersIn({ instrument: 'PHQ-9', version: '1', answers: clean.with(8, 2) })).toEqual([
    { instrument: 'PHQ-9', item: 9, answer: 2 },
  ]);
  expect(safetyAnswersIn({ instrument: 'CORE-10', version: '1', answers: [...clean, 0].with(5, 4) })).toEqual([
    { instrument: 'CORE-10', item: 6, answer: 4 },
  ]);
});

test.each<[string, unknown]>([
  [
    'the highest answers to everything else',
    { instrument: 'PHQ-9', version: '1', answers: [3, 3, 3, 3, 3, 3, 3, 3, 0] },
  ],
  ['item 6 of another questionnaire', { instrument: 'PHQ-9', version: '1', answers: [0, 0, 0, 0, 0, 3, 0, 0, 0] }],
  [
    'a questionnaire that asks nothing of the kind',
    { instrument: 'GAD-7', version: '1', answers: [3, 3, 3, 3, 3, 3, 3] },
  ],
  ['only the first answers', { instrument: 'PHQ-9', version: '1', answers: [1, 2, 3] }],
  ['no answer to it', { instrument: 'PHQ-9', version: '1', answers: clean.with(8, null as never) }],
  ['"Not at all" in words', { instrument: 'PHQ-9', answers: clean.map(() => 'Not at all') }],
  ['the 9 of a name', { phq9: { answers: [3, 0, 0, 0, 0, 0, 0, 0, 0] } }],
  ['the number of the item itself', { instrument: 'PHQ-9', answers: [{ item: 9, answer: 0 }] }],
  ['nothing', {}],
  ['null', null],
])('there is none in %s', (_what, submitted) => {
  expect(itemsIn(submitted)).toEqual([]);
  expect(safetyAnswersInText(JSON.stringify(submitted))).toEqual([]);
});

test.each(malformedWithSafetyAnswer)('it is read in %s', (_what, body) => {
  expect(safetyAnswersInText(body).length).toBeGreaterThan(0);
});

test('of what is valid it says the same as the score', () => {
  for (const definition of definitions) {
    const { instrument, items, options, safetyItems } = definition;
    const answers = fc.array(fc.nat(options.length - 1), { minLength: items.length, maxLength: items.length });
    fc.assert(
      fc.property(answers, (given) => {
        const scored = score(definition, given);
        const result = scored.kind === 'scored' ? scored.result.safetyAnswers : null;
        expect(safetyAnswersIn({ instrument, version: '1', answers: given }).map(({ item }) => item)).toEqual(result);
        if (safetyItems.length === 0) expect(result).toEqual([]);
      }),
    );
  }
});

test('nothing that is submitted is thrown at, and what is nested in garbage is still read', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.string(), { maxLength: 5 }), (garbage, path) => {
      expect(() => safetyAnswersIn(garbage)).not.toThrow();
      const inside = { instrument: 'PHQ-9', answers: clean.with(8, 1) };
      const nested = path.reduce<object>(
        (value, key) => ({ garbage, [key === '__proto__' ? 'key' : key]: value }),
        inside,
      );
      expect(itemsIn(nested)).toContain('PHQ-9/9');
    }),
  );
});

test('no text is thrown at, and none takes long', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(safetyAnswersInText(text))));
  const deep = 100_000;
  const hostile = ['['.repeat(deep), '{"a":'.repeat(deep), 'a'.repeat(deep), '1'.repeat(deep), '"item'.repeat(deep)];
  // Within the test's own time: what takes longer for each bracket the more came before takes hours.
  for (const text of [...hostile, `[${hostile[0]}${']'.repeat(deep)}]`]) safetyAnswersInText(text);
}, 60_000);

test('broken off anywhere after the answer, it is still read', () => {
  const whole = JSON.stringify({ instrument: 'PHQ-9', version: '1', answers: clean.with(8, 2) });
  for (let end = whole.lastIndexOf('2') + 1; end <= whole.length; end += 1) {
    expect(safetyAnswersInText(whole.slice(0, end))).toEqual([{ instrument: 'PHQ-9', item: 9, answer: 2 }]);
  }
});
