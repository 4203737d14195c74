import fc from 'fast-check';
import { isClientsAnswer } from '../../workflows/urgent-care/guard';

/** The question that only the client can answer. contract.md §3 */

test.each([
  ['as it was chosen', 'Blue door 7'],
  ['in another case', 'BLUE DOOR 7'],
  ['without spaces', 'bluedoor7'],
  ['with spaces of its own', '  blue\tdoor 7 '],
  ['with punctuation', 'Blue-door, 7!'],
  ['in full width, as some phones type', 'Ｂｌｕｅ door ７'],
])('is answered %s', (_how, given) => {
  expect(isClientsAnswer(given, 'Blue door 7')).toBe(true);
});

test.each(['Strasse', 'STRASSE', 'straße', 'STRAẞE'])('does not tell "ß" from "ss": %s', (given) => {
  expect(isClientsAnswer(given, 'Straße')).toBe(true);
});

test.each([
  ['something else', 'red door 7'],
  ['a part of it', 'blue door'],
  ['nothing', ''],
  ['punctuation alone', ' ?! '],
  ['more than it', 'blue door 77'],
])('is not answered by %s', (_what, given) => {
  expect(isClientsAnswer(given, 'Blue door 7')).toBe(false);
});

test('is never answered where none was set', () => {
  fc.assert(fc.property(fc.string(), (given) => !isClientsAnswer(given, ' . ')));
});
