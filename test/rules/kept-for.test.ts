import { periodInWords, periodMeant } from '../../api/console/privacy/periods';

/** How long something is kept, as people read and write it. */

test.each([
  ['P1Y', '1 year'],
  ['P20Y', '20 years'],
  ['P6M', '6 months'],
  ['P1Y6M', '1 year and 6 months'],
  ['P30D', '30 days'],
])('%s is read as %s, and may be written so', (period, words) => {
  expect(periodInWords(period)).toBe(words);
  expect(periodMeant(words)).toBe(period);
});

test.each([
  ['with another case and room', ' 2 Years, 3 months ', 'P2Y3M'],
  ['in weeks', '6 weeks', 'P6W'],
  ['as the contract has it', 'P3Y', 'P3Y'],
  ['as nothing that is a time', 'a while', 'a while'],
  ['with something that is none', '1 year or so', '1 year or so'],
  ['as nothing', '', ''],
])('a time written %s', (_how, written, period) => {
  expect(periodMeant(written)).toBe(period);
});
