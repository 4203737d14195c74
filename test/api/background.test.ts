import { Registry } from 'prom-client';
import { repeat } from '../../api/background';
import { createApiMetrics } from '../../api/metrics/api-metrics';
import { createLog } from '../../runtime/log';
import { byLabel, scraped } from '../support/metrics';
import { until } from '../support/until';

/** What goes on behind the API. */

/** A task that is done in its third turn and from then on. */
function failingTwice() {
  const registry = new Registry();
  const lines: string[] = [];
  const watch = {
    log: createLog('test', 'trace', { write: (line) => lines.push(line) }),
    metrics: createApiMetrics(registry),
  };
  let turns = 0;
  const work = async (): Promise<void> => {
    turns += 1;
    if (turns <= 2) throw new TypeError('Nobody may read this.');
  };
  return {
    watch,
    work,
    lines,
    turns: () => turns,
    counted: async () => byLabel((await scraped(registry)).samples, 'heed_background_turns_total', 'result'),
  };
}

test('is tried again when it fails, which is logged and counted', async () => {
  const { watch, work, lines, turns, counted } = failingTwice();
  const task = repeat('audit-sealer', watch, 1, work);
  await until('it is done', () => turns() >= 3);
  await task.stop();
  expect(await counted()).toEqual({ done: turns() - 2, failed: 2 });
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ background: 'audit-sealer', error: 'TypeError' });
  expect(lines.join()).not.toContain('Nobody may read this.');
});

test('is told before it has failed for the first time, so that it shows when it does', async () => {
  const { watch, counted } = failingTwice();
  let letGo = (): void => undefined;
  const task = repeat('old-answers', watch, 1, () => new Promise<void>((resolve) => (letGo = resolve)));
  expect(await counted()).toEqual({ done: 0, failed: 0 });
  letGo();
  await task.stop();
});
