import { versionOf } from '../../api/console/frame/version';

/** When an open page of the console is shown again. docs/adr/0031 */

const now = new Date('2026-03-02T10:00:00Z');
const shown = {
  name: 'Jo',
  due: new Date('2026-03-02T10:05:00Z'),
  rows: new Map([['gp', 'sent']]),
  seen: new Set([1]),
};
const version = versionOf(shown, now);

test('what shows the same is the same', () => {
  const later = new Date('2026-03-02T10:04:59Z');
  expect(versionOf({ ...shown, rows: new Map(shown.rows) }, later)).toBe(version);
});

test.each([
  ['a word', { ...shown, name: 'Joe' }],
  ['an instant', { ...shown, due: new Date('2026-03-02T10:06:00Z') }],
  ['what a map holds', { ...shown, rows: new Map([['gp', 'delivered']]) }],
  ['what a set holds', { ...shown, seen: new Set([1, 2]) }],
  ['that there is more', { ...shown, more: null }],
])('%s that is another one makes another page', (_what, other) => {
  expect(versionOf(other, now)).not.toBe(version);
});

test.each([
  ['an instant', shown.due],
  ['one that is written out', shown.due.toISOString()],
])('%s that is over makes another page: what may be done from then on is shown', (_what, due) => {
  const before = versionOf({ ...shown, due }, now);
  expect(versionOf({ ...shown, due }, new Date('2026-03-02T10:05:00Z'))).not.toBe(before);
});
