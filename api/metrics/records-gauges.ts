import { Gauge, type Registry } from 'prom-client';
import type { Readings } from '../../records/watch';

/** What the records tell of all organisations together, as Prometheus reads it: one number, or one for each word. */
type RecordsGauge = { readonly name: string; readonly help: string } & (
  | { readonly value: (readings: Readings) => number }
  | { readonly label: string; readonly values: (readings: Readings) => Readonly<Record<string, number>> }
);

const gauges: readonly RecordsGauge[] = [
  { name: 'heed_cases', help: 'Urgent care cases.', label: 'status', values: ({ cases }) => cases },
  {
    name: 'heed_checkpoints_open',
    help: 'Moments at which a case waits for a person.',
    label: 'kind',
    values: ({ checkpoints }) => of(checkpoints, ({ count }) => count),
  },
  {
    name: 'heed_checkpoints_overdue',
    help: 'Those of them whose time is over.',
    label: 'kind',
    values: ({ checkpoints }) => of(checkpoints, ({ overdue }) => overdue),
  },
  {
    name: 'heed_checkpoint_oldest_wait_seconds',
    help: 'How long the case that waits longest for a person has waited.',
    label: 'kind',
    values: ({ checkpoints }) => of(checkpoints, ({ oldestSeconds }) => oldestSeconds),
  },
  {
    name: 'heed_messages_undispatched',
    help: 'Messages that are written, and that no vendor has yet.',
    label: 'purpose',
    values: ({ messages }) => of(messages, ({ count }) => count),
  },
  {
    name: 'heed_message_oldest_undispatched_seconds',
    help: 'How long the oldest of them has waited.',
    label: 'purpose',
    values: ({ messages }) => of(messages, ({ oldestSeconds }) => oldestSeconds),
  },
  {
    name: 'heed_outbox_waiting',
    help: 'What Temporal has yet to be told, dead letters left out.',
    value: ({ outbox }) => outbox.waiting,
  },
  {
    name: 'heed_outbox_oldest_seconds',
    help: 'How long the oldest of that has waited.',
    value: ({ outbox }) => outbox.oldestSeconds,
  },
  { name: 'heed_outbox_dead', help: 'What Temporal refused for good.', value: ({ outbox }) => outbox.dead },
  {
    name: 'heed_webhooks_waiting',
    help: 'Events that a platform has yet to take, dead letters left out.',
    value: ({ webhooks }) => webhooks.waiting.count,
  },
  {
    name: 'heed_webhook_oldest_waiting_seconds',
    help: 'How long ago the oldest of them happened.',
    value: ({ webhooks }) => webhooks.waiting.oldestSeconds,
  },
  {
    name: 'heed_webhooks_dead',
    help: 'Events that were given up, and that a platform can have sent again.',
    value: ({ webhooks }) => webhooks.dead,
  },
  {
    name: 'heed_opt_outs_open',
    help: 'Opt-outs from marketing that not every list has confirmed, by how near their deadline is.',
    label: 'due',
    values: ({ optOuts }) => optOuts,
  },
  {
    name: 'heed_retentions_overdue',
    help: 'Clients whose data should be erased by now, and of whom no erasure has begun.',
    value: ({ retentionsOverdue }) => retentionsOverdue,
  },
  {
    name: 'heed_erasures_held',
    help: 'Erasures of which a hold keeps a part.',
    value: ({ erasures }) => erasures.held,
  },
  {
    name: 'heed_erasures_under_way',
    help: 'Erasures that are being carried out.',
    value: ({ erasures }) => erasures.underWay.count,
  },
  {
    name: 'heed_erasure_oldest_under_way_seconds',
    help: 'How long ago the oldest of them was ordered.',
    value: ({ erasures }) => erasures.underWay.oldestSeconds,
  },
];

const of = <Value>(counted: Readonly<Record<string, Value>>, number: (value: Value) => number) =>
  Object.fromEntries(Object.entries(counted).map(([name, value]) => [name, number(value)]));

/** The gauges of one scrape, and several scrapes that come together, are answered by one look. */
const oneLookLastsMs = 5_000;

/**
 * Tells what the records tell, at each scrape. While they cannot be read there are no such numbers, and `heed_readings_up`
 * is 0: old ones, or none, would look like all being well.
 */
export function tellOfRecords(registry: Registry, look: () => Promise<Readings>): void {
  const seen = lookingSeldom(look);
  const registers = [registry];
  for (const gauge of gauges) {
    const { name, help } = gauge;
    const labelNames = 'label' in gauge ? [gauge.label] : [];
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        const readings = await seen();
        if ('label' in gauge) {
          this.reset();
          if (readings === null) return;
          for (const [word, value] of Object.entries(gauge.values(readings))) this.set({ [gauge.label]: word }, value);
        } else if (readings === null) {
          this.remove();
        } else {
          this.set(gauge.value(readings));
        }
      },
    });
  }
  new Gauge({
    name: 'heed_readings_up',
    help: 'Whether the records could be read for the numbers about all organisations.',
    registers,
    async collect() {
      this.set((await seen()) === null ? 0 : 1);
    },
  });
}

/** null: there was nothing to be seen. */
function lookingSeldom(look: () => Promise<Readings>): () => Promise<Readings | null> {
  let last: { readonly at: number; readonly seen: Promise<Readings | null> } | undefined;
  return () => {
    if (last === undefined || performance.now() - last.at > oneLookLastsMs) {
      last = { at: performance.now(), seen: look().catch(() => null) };
    }
    return last.seen;
  };
}
