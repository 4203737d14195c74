import { floorOf } from '../../bench/event-floor';
import { interleaved } from '../../bench/load/interleaved';
import { openLoop } from '../../bench/load/open-loop';
import { VoidRound } from '../../bench/load/player';
import { poissonSchedule } from '../../bench/load/schedule';
import { addedShares, median, percentile, spreadOf } from '../../bench/statistics';

const quietly = (): void => undefined;

describe('statistics', () => {
  const oneToHundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  test('a percentile is the nearest rank, whatever the order', () => {
    expect(percentile(oneToHundred, 0.5)).toBe(50);
    expect(percentile(oneToHundred, 0.99)).toBe(99);
    expect(percentile([7], 0.99)).toBe(7);
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });

  test('the median of an even number lies between the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
  });

  test('what something adds is a share of the same round without it', () => {
    expect(addedShares([12, 240, 9], [10, 200, 10])).toEqual([0.2, 0.2, -0.1].map((share) => expect.closeTo(share)));
  });
});

describe('arrivals', () => {
  test('the same seed gives the same schedule, at the rate that was asked for', () => {
    const schedule = poissonSchedule(5_000, 50, 7);
    expect(poissonSchedule(5_000, 50, 7)).toEqual(schedule);
    expect(poissonSchedule(5_000, 50, 8)).not.toEqual(schedule);
    expect(schedule).toEqual([...schedule].sort((one, other) => one - other));
    const perSecond = 5_000 / ((schedule.at(-1) ?? 0) / 1_000);
    expect(perSecond).toBeGreaterThan(47);
    expect(perSecond).toBeLessThan(53);
  });

  test('one begins when it is due, although those before have not ended', async () => {
    const begun: number[] = [];
    let release: () => void = quietly;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const arrived = await openLoop([0, 1, 2], async (index) => {
      begun.push(index);
      if (index === 2) release();
      await held;
      return index;
    });
    expect(begun).toEqual([0, 1, 2]);
    expect(arrived.map(({ outcome }) => outcome.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(arrived[2]!.dueAt - arrived[0]!.dueAt).toBeCloseTo(2);
  });
});

describe('interleaved rounds', () => {
  test('each contender is measured in every round, and goes first in turn', async () => {
    const order: string[] = [];
    const measured = await interleaved(
      ['a', 'b'],
      2,
      async (contender, round) => {
        order.push(contender);
        return `${contender}${round}`;
      },
      quietly,
    );
    expect(order).toEqual(['a', 'b', 'b', 'a']);
    expect(measured.get('a')).toEqual(['a0', 'a1']);
  });

  test('a round in which one lost something counts for nobody, and is made again', async () => {
    const measured = await interleaved(
      ['a', 'b'],
      2,
      async (contender, round) => {
        if (contender === 'b' && round === 0) throw new VoidRound('a message is lacking');
        return round;
      },
      quietly,
    );
    expect(measured.get('a')).toEqual([1, 2]);
    expect(measured.get('b')).toEqual([1, 2]);
  });

  test('where nearly every round is void nothing is published', async () => {
    const lost = interleaved(['a'], 2, () => Promise.reject(new VoidRound('lost')), quietly);
    await expect(lost).rejects.toThrow(/rounds were void/);
  });

  test('a failure that is no loss ends the measurement', async () => {
    const failed = interleaved(['a'], 2, () => Promise.reject(new Error('no disk')), quietly);
    await expect(failed).rejects.toThrow('no disk');
  });
});

test('the least of a history: one activity, one timer and one signal need three workflow tasks', () => {
  const counts = {
    workflowExecutionStarted: 1,
    workflowTaskScheduled: 9,
    activityTaskScheduled: 1,
    timerStarted: 1,
    workflowExecutionSignaled: 1,
  };
  expect(floorOf(counts)).toBe(2 + 3 * 3 + 3 * 1 + 2 * 1 + 1);
});
