import type { Registry } from 'prom-client';
import { serveMetrics } from '../../runtime/telemetry/metrics';

/** One number that a process tells, with its labels. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What Prometheus would read of it now, over HTTP. */
export async function scraped(registry: Registry): Promise<{ readonly text: string; readonly samples: Sample[] }> {
  const server = await serveMetrics(registry, { METRICS_HOST: '127.0.0.1', METRICS_PORT: 0 });
  if (!server) throw new Error('Metrics are not served.');
  try {
    const response = await fetch(`http://127.0.0.1:${server.port}/metrics`);
    const text = await response.text();
    return { text, samples: samplesIn(text) };
  } finally {
    await server.close();
  }
}

/** Of Prometheus's text format as much as prom-client writes. */
function samplesIn(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, word]) => [label, word]);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}

/** The numbers of one metric by one of its labels. */
export const byLabel = (samples: readonly Sample[], name: string, label: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    samples.filter((sample) => sample.name === name).map(({ labels, value }) => [labels[label] ?? '', value]),
  );

export const numberOf = (samples: readonly Sample[], name: string): number | undefined =>
  samples.find((sample) => sample.name === name)?.value;
