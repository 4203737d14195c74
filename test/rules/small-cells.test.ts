import fc from 'fast-check';
import { type Cell, withoutSmallCells } from '../../records/erasure/small-cells';

const counts = (...all: readonly number[]): Cell[] => all.map((count, index) => ({ value: `cell ${index}`, count }));
const told = (...all: readonly number[]) => {
  const { cells, total } = withoutSmallCells(counts(...all));
  return { cells: cells.map(({ count }) => count), total };
};

test.each([
  ['large cells are told, and their total', [10, 25], { cells: [10, 25], total: 35 }],
  ['a single small cell takes the next smallest with it', [3, 10, 25], { cells: [null, null, 25], total: 38 }],
  [
    'two small ones take more, until ten people are behind them',
    [1, 2, 30, 40],
    { cells: [null, null, null, 40], total: 73 },
  ],
  ['two small ones that are ten together are enough', [4, 6, 30], { cells: [null, null, 30], total: 40 }],
  ['where all are few, the total is not told either', [2, 3], { cells: [null, null], total: null }],
  ['a small one alone is not told by its total', [7], { cells: [null], total: null }],
  ['nobody is nobody', [], { cells: [], total: 0 }],
])('%s', (_what, given, expected) => {
  expect(told(...given)).toEqual(expected);
});

test('no cell below ten is told, nor can be found by subtraction', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 }), (given) => {
      const { cells, total } = told(...given);
      const shown = cells.filter((count) => count !== null);
      const hidden = given.filter((_count, index) => cells[index] === null);
      expect(shown.every((count) => count >= 10)).toBe(true);
      if (total === null || hidden.length === 0) return;
      const rest = total - shown.reduce((sum, count) => sum + count, 0);
      expect(hidden.length).toBeGreaterThan(1);
      expect(rest).toBeGreaterThanOrEqual(10);
    }),
  );
});

test('cells stay in their order', () => {
  const { cells } = withoutSmallCells(counts(30, 2, 20));
  expect(cells.map(({ value }) => value)).toEqual(['cell 0', 'cell 1', 'cell 2']);
});
