import { highestOf, plotOf } from '../../api/console/clients/plot';
import { definitionOf } from '../../workflows/sign-up/instruments/definitions';
import { instruments } from '../../workflows/sign-up/words';

/** Where a questionnaire's results lie on the sheet on which they are drawn. domain.md §2.3 */

const day = (date: string) => new Date(`${date}T10:00:00Z`);

test.each([
  ['PHQ-9', 27, 10, [0, 5, 10, 15, 20]],
  ['GAD-7', 21, 8, [0, 5, 10, 15]],
  ['CORE-10', 40, 11, [0, 6, 11, 15, 20, 25]],
] as const)('%s goes to %i, with its cut-off at %i and a line for each band', (instrument, highest, cutOff, bands) => {
  const definition = definitionOf[instrument];
  const plot = plotOf(definition, [{ at: day('2026-11-02'), total: cutOff }]);
  expect(highestOf(definition)).toBe(highest);
  expect(plot.cutOff.from).toBe(cutOff);
  expect(plot.points[0]?.y).toBe(plot.cutOff.y);
  expect(plot.bands.map(({ from }) => from)).toEqual(bands);
});

test.each([
  ['nothing', 0, 190],
  ['a third', 9, 130.7],
  ['the most', 27, 12],
])('%s of it, %i, lies at %d', (_what, total, y) => {
  const { points } = plotOf(definitionOf['PHQ-9'], [{ at: day('2026-11-02'), total }]);
  expect(points).toEqual([{ x: 132, y, total }]);
});

test('the first stands on the left, the last on the right, and what is between them by its time', () => {
  const { points, line, left, right } = plotOf(definitionOf['GAD-7'], [
    { at: day('2026-09-01'), total: 21 },
    { at: day('2026-09-11'), total: 0 },
    { at: day('2026-10-11'), total: 21 },
  ]);
  expect(points.map(({ x }) => x)).toEqual([left + 14, 87, right - 14]);
  expect(line).toBe('42,12 87,190 222,12');
});

test.each(instruments)(
  'what is drawn of %s lies on the sheet, the names of its bands each below the one above',
  (instrument) => {
    const definition = definitionOf[instrument];
    const { bands, top, bottom } = plotOf(definition, [{ at: day('2026-11-02'), total: 0 }]);
    const places = bands.map(({ nameY }) => nameY);
    expect(places).toEqual(places.toSorted((one, other) => other - one));
    for (const place of places) expect(place > top && place < bottom).toBe(true);
    for (const [index, place] of places.entries()) expect((places[index - 1] ?? 300) - place).toBeGreaterThan(11);
  },
);
