import fc from 'fast-check';
import { readReplyCode } from '../../workflows/urgent-care/reply-code';
import type { Acknowledgement } from '../../workflows/urgent-care/words';

test.each<[string, Acknowledgement, string | null]>([
  ['0', 'acknowledged', null],
  ['1', 'acting', null],
  ['2', 'cannot', null],
  [' 1 ', 'acting', null],
  ['1\n', 'acting', null],
  ['1 K7QX', 'acting', 'K7QX'],
  ['2 k7qx', 'cannot', 'K7QX'],
  ['0  K7QX\r\n', 'acknowledged', 'K7QX'],
])('%j is the code for "%s", of case %p', (text, answer, caseCode) => {
  expect(readReplyCode(text)).toEqual({ answer, caseCode });
});

describe('what is no code goes to a person', () => {
  test.each([
    '1st class post is not monitored over the weekend.',
    '1 am out of the office until Monday',
    '10',
    '11',
    '1.',
    '1!',
    '(1)',
    '"1"',
    '#1',
    '-1',
    '1 2',
    '1, 2',
    '3',
    '1K7QX',
    'K7QX 1',
    '1 K7Q',
    '1 K7QXX',
    '1 K7QX please',
    '1 K7-QX',
    'one',
    'yes',
    'I am acting',
    'STOP',
    'Out of office',
    'Automatic reply: I am away until 2 December.',
    'I am driving. I will get back to you at 1.',
    '\u{1F44D}',
    '',
    '   ',
  ])('%j', (text) => {
    expect(readReplyCode(text)).toBeNull();
  });

  test.each([
    ['fullwidth', '１'],
    ['Arabic-Indic', '١'],
    ['Devanagari', '१'],
    ['superscript', '¹'],
    ['circled', '①'],
    ['keycap', '1\u{FE0F}\u{20E3}'],
    ['mathematical bold', '\u{1D7CF}'],
  ])('a %s digit', (_, digit) => {
    expect(readReplyCode(digit)).toBeNull();
  });

  test('letters that only look like those of a code: Kelvin sign, long s', () => {
    expect(readReplyCode('1 \u{212A}7QX')).toBeNull();
    expect(readReplyCode('1 K7Q\u{17F}')).toBeNull();
  });
});

test('a text counts only if it is a digit, or a digit and four letters or digits, and nothing else', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ unit: fc.constantFrom(...Array.from('012 K7QX.\n')), maxLength: 8 }),
  );

  fc.assert(
    fc.property(text, (reply) => {
      const words = reply.split(/\s+/).filter((word) => word !== '');
      const isCode = words.length > 0 && words.length < 3 && /^[012]$/.test(words[0] ?? '');
      const namesCase = words.length < 2 || /^[A-Za-z0-9]{4}$/.test(words[1] ?? '');

      expect(readReplyCode(reply) !== null).toBe(isCode && namesCase);
    }),
    { seed: 1, numRuns: 2_000 },
  );
});
