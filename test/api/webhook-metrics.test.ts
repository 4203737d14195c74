import { Registry } from 'prom-client';
import { tellOfRecords } from '../../api/metrics/records-gauges';
import { readings } from '../../records/watch';
import { createLog } from '../../runtime/log';
import { byLabel, numberOf, scraped } from '../support/metrics';
import { answersWith, takes } from '../support/platform-listening';
import { webhooksByApi } from '../support/webhooks-by-api';

/** What is told of webhooks to whoever is on call. */

const story = webhooksByApi();
const { deliveries, happens, listens, path, relays, resend, timePasses } = story;

/** Of what platforms have yet to take, as the API tells it an hour from now. */
async function toldInAnHour(): Promise<Readonly<Record<string, number | undefined>>> {
  const registry = new Registry();
  tellOfRecords(registry, () => readings(story.api.records, new Date(Date.now() + 60 * 60_000)));
  const { samples } = await scraped(registry);
  return {
    waiting: numberOf(samples, 'heed_webhooks_waiting'),
    oldestSeconds: numberOf(samples, 'heed_webhook_oldest_waiting_seconds'),
    dead: numberOf(samples, 'heed_webhooks_dead'),
  };
}

test('how many events wait for a platform, and for how long, is told until it takes them', async () => {
  const { id } = await listens();
  expect(await toldInAnHour()).toEqual({ waiting: 0, oldestSeconds: 0, dead: 0 });
  await happens('queued');
  await happens('deciding');
  const { waiting, oldestSeconds, dead } = await toldInAnHour();
  expect({ waiting, dead }).toEqual({ waiting: 2, dead: 0 });
  expect(oldestSeconds).toBeGreaterThanOrEqual(3_600);
  expect(oldestSeconds).toBeLessThan(3_700);

  await relays();
  expect(await deliveries(id, 'delivered')).toHaveLength(2);
  expect(await toldInAnHour()).toEqual({ waiting: 0, oldestSeconds: 0, dead: 0 });
});

test('what was given up is told until it is sent again and taken', async () => {
  const { id } = await listens();
  story.platform.answers(answersWith(410));
  await happens('queued');
  await relays();
  expect(await toldInAnHour()).toEqual({ waiting: 0, oldestSeconds: 0, dead: 1 });

  story.platform.answers(takes);
  const [missed] = await deliveries(id, 'dead');
  await resend(id, missed?.['id']);
  expect(await toldInAnHour()).toMatchObject({ waiting: 1, dead: 0 });
  await relays();
  expect(await toldInAnHour()).toMatchObject({ waiting: 0, dead: 0 });
});

test('what an endpoint that was removed has missed, nobody misses', async () => {
  const { id } = await listens();
  await happens('queued');
  await story.api.call('admin', 'DELETE', `${path}/${id}`);
  expect(await story.api.asOwner('SELECT FROM webhook_deliveries WHERE dead_since IS NOT NULL')).toHaveLength(1);
  expect(await toldInAnHour()).toEqual({ waiting: 0, oldestSeconds: 0, dead: 0 });
});

describe('each try', () => {
  const tries = async (): Promise<Readonly<Record<string, number>>> =>
    byLabel((await scraped(story.api.registry)).samples, 'heed_webhook_seconds_count', 'result');

  test('is counted by what came of it, and where it was not taken leads to the endpoint', async () => {
    const { id: endpointId } = await listens();
    const before = await tries();
    const lines: string[] = [];
    const relay = story.relayWith(story.api.records, createLog('test', 'trace', { write: (line) => lines.push(line) }));
    for (const answer of [answersWith(503), answersWith(410), takes]) {
      story.platform.answers(answer);
      await happens('queued');
      await timePasses();
      await relay.turn();
      await relay.quiet();
      await story.api.asOwner('DELETE FROM webhook_deliveries');
      await story.api.asOwner('UPDATE webhook_endpoints SET disabled_at = NULL, disabled_because = NULL');
    }
    const counted = await tries();
    const more = ['taken', 'gone', 'not-taken'].map((result) => (counted[result] ?? 0) - (before[result] ?? 0));
    expect(more).toEqual([1, 1, 1]);
    const of = { organisationId: story.api.demo.organisation.id, endpointId, attempt: 1 };
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { ...of, result: 'not-taken', code: '503', msg: 'a platform did not take an event' },
      { ...of, result: 'gone', code: '410' },
    ]);
  });

  const rounds = async (): Promise<{ readonly done: number; readonly failed: number }> => {
    const { samples } = await scraped(story.api.registry);
    const ended = samples.filter(({ labels }) => labels['task'] === 'webhook-rounds');
    return { done: 0, failed: 0, ...byLabel(ended, 'heed_background_turns_total', 'result') };
  };
  const since = async (before: { readonly done: number; readonly failed: number }) => {
    const now = await rounds();
    return { done: now.done - before.done, failed: now.failed - before.failed };
  };

  test('that nobody could put on record is counted as a round that failed', async () => {
    const relay = story.relayWith({ ...story.api.records, withOrganisation: () => Promise.reject(new Error('Away.')) });
    const before = await rounds();
    await listens();
    await happens('queued');
    await relay.turn();
    await relay.quiet();
    expect(await since(before)).toEqual({ done: 0, failed: 1 });

    await timePasses();
    await relays();
    expect(await since(before)).toEqual({ done: 1, failed: 1 });
  });
});
