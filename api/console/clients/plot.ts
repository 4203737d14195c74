import type { Definition } from '../../../workflows/sign-up/instruments/definition';

/** What a questionnaire came to over time, as lines and points on a small sheet. Pure: its units are those of the sheet. */

export interface Plot {
  readonly width: number;
  readonly height: number;
  /** Where the results are drawn; names and dates stand around it. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** In time's order. */
  readonly points: readonly PlotPoint[];
  /** Of the line through them, as SVG has it: `10,20 30,40`. */
  readonly line: string;
  /** Where each band begins, lowest first: all drawn alike, since none of them is a rank. */
  readonly bands: readonly {
    readonly from: number;
    readonly y: number;
    readonly name: string;
    readonly nameY: number;
  }[];
  readonly cutOff: { readonly from: number; readonly y: number };
  readonly highest: { readonly total: number; readonly y: number };
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
  readonly total: number;
}

const sheet = { width: 360, height: 220, left: 28, right: 236, top: 12, bottom: 190 } as const;
/** How far the first and the last result stand from the edges, so that what is written at them has room. */
const inset = 14;

/** The highest total that its answers can come to. */
export const highestOf = ({ items, options }: Definition): number => items.length * (options.length - 1);

/** @param results in time's order; one alone stands in the middle */
export function plotOf(
  definition: Definition,
  results: readonly { readonly at: Date; readonly total: number }[],
): Plot {
  const { left, right, top, bottom } = sheet;
  const highest = highestOf(definition);
  const yOf = (total: number): number => rounded(bottom - ((bottom - top) * total) / highest);
  const times = results.map(({ at }) => at.getTime());
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const xOf = (time: number): number =>
    rounded(
      first === last
        ? (left + right) / 2
        : left + inset + ((right - left - 2 * inset) * (time - first)) / (last - first),
    );
  const points = results.map(({ at, total }) => ({ x: xOf(at.getTime()), y: yOf(total), total }));
  return {
    ...sheet,
    points,
    line: points.map(({ x, y }) => `${x},${y}`).join(' '),
    bands: definition.bands.map(({ from, band }, index) => {
      const until = definition.bands[index + 1]?.from ?? highest;
      return { from, y: yOf(from), name: bandName(band), nameY: yOf((from + until) / 2) };
    }),
    cutOff: { from: definition.caseFrom, y: yOf(definition.caseFrom) },
    highest: { total: highest, y: yOf(highest) },
  };
}

/** `moderately-severe` as it is read. */
export const bandName = (band: string): string => band.replaceAll('-', ' ');

const rounded = (value: number): number => Math.round(value * 10) / 10;
