import { smsSegments } from '../../local/sandbox/twilio/segments';
import { isGsm7, smsParts } from '../../records/gsm7';

test.each<[string, string, number]>([
  ['nothing', '', 1],
  ['160 plain letters', 'a'.repeat(160), 1],
  ['161 plain letters', 'a'.repeat(161), 2],
  ['306 plain letters', 'a'.repeat(306), 2],
  ['307 plain letters', 'a'.repeat(307), 3],
  ['459 plain letters', 'a'.repeat(459), 3],
  ['460 plain letters', 'a'.repeat(460), 4],
  ['letters of the basic table beyond ASCII', 'éàñÄß'.repeat(32), 1],
  ['80 euro signs, two septets each', '€'.repeat(80), 1],
  ['81 euro signs', '€'.repeat(81), 2],
  ['a euro sign that would be cut by the first part', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
  ['70 characters, one of them outside GSM-7', `ë${'a'.repeat(69)}`, 1],
  ['71 characters, one of them outside GSM-7', `ë${'a'.repeat(70)}`, 2],
  ['134 of them', `ë${'a'.repeat(133)}`, 2],
  ['135 of them', `ë${'a'.repeat(134)}`, 3],
  ['35 emoji, two units each', '\u{1F44D}'.repeat(35), 1],
  ['36 emoji', '\u{1F44D}'.repeat(36), 2],
  ['an emoji that would be cut by the first part', `${'a'.repeat(66)}\u{1F44D}${'a'.repeat(66)}`, 3],
])('%s', (_, text, parts) => {
  expect(smsParts(text)).toBe(parts);
});

test.each(['ë', 'Ł', 'ç', '’', '–', '…', '“', '`', '\t', '\u{A0}', '李', '\u{1F44D}'])(
  '%j is not GSM-7',
  (character) => {
    expect(isGsm7(`a${character}`)).toBe(false);
  },
);

test.each(['a', 'é', 'ñ', 'Ç', '_', '@', "'", '&', '€', '[', '\n'])('%j is GSM-7', (character) => {
  expect(isGsm7(`a${character}`)).toBe(true);
});

test('the sandbox counts the same, where no character is cut', () => {
  for (const length of [1, 70, 71, 134, 135, 160, 161, 306, 307, 459, 460]) {
    expect(smsSegments('a'.repeat(length))).toBe(smsParts('a'.repeat(length)));
    expect(smsSegments('ë'.repeat(length))).toBe(smsParts('ë'.repeat(length)));
  }
});
