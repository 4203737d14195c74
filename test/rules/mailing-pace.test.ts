import { createPace } from '../../activities/marketing-message/pace';

/** A clock that only waiting moves. */
function pacedAt(perSecond: number) {
  let nowMs = 0;
  const wait = async (ms: number): Promise<void> => {
    nowMs += ms;
  };
  const pace = createPace(perSecond, { monotonicMs: () => nowMs, wait });
  const gone = async (): Promise<number> => {
    await pace.next();
    return nowMs;
  };
  return { gone, passes: wait };
}

test('the first goes at once, each further one when its turn has come', async () => {
  const { gone } = pacedAt(20);
  expect([await gone(), await gone(), await gone()]).toEqual([0, 50, 100]);
});

test('time in which nobody was written to is not made up for', async () => {
  const { gone, passes } = pacedAt(10);
  await gone();
  await passes(60_000);
  expect([await gone(), await gone()]).toEqual([60_000, 60_100]);
});

test('two mailings at once keep one pace', async () => {
  const waits: number[] = [];
  const pace = createPace(20, { monotonicMs: () => 0, wait: async (ms) => void waits.push(ms) });
  await Promise.all([pace.next(), pace.next(), pace.next()]);
  expect(waits).toEqual([50, 100]);
});
