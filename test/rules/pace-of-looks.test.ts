import { atPace } from '../../api/console/frame/live';

/** How often an open page is told to look again. docs/adr/0031 */

const pace = { gatheredMs: 100, spreadMs: 0, apartMs: 5_000 };
let told: number[];
let open: ReturnType<typeof atPace>;

beforeEach(() => {
  jest.useFakeTimers();
  const from = performance.now();
  told = [];
  open = atPace(() => told.push(performance.now() - from));
});
afterEach(() => jest.useRealTimers());

test('the first change is told at once, with what belongs to it', () => {
  open.tell(pace);
  open.tell(pace);
  jest.advanceTimersByTime(60_000);
  expect(told).toEqual([100]);
});

test('however much changes, it is told no more often than its pace, and the last change is told too', () => {
  for (let ms = 0; ms < 10_000; ms += 10) {
    open.tell(pace);
    jest.advanceTimersByTime(10);
  }
  jest.advanceTimersByTime(60_000);
  expect(told).toEqual([100, 5_100, 10_100]);
});

test('many pages are not told in the same instant', () => {
  const instants = new Set<number>();
  const from = performance.now();
  for (let page = 0; page < 100; page += 1) {
    atPace(() => instants.add(performance.now() - from)).tell({ ...pace, spreadMs: 300 });
  }
  jest.advanceTimersByTime(400);
  expect(instants.size).toBeGreaterThan(10);
  expect(Math.max(...instants)).toBeLessThanOrEqual(400);
});

test('nobody is told whose page was closed', () => {
  open.tell(pace);
  open.stop();
  jest.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});
