import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Registry } from 'prom-client';
import { parse } from 'yaml';
import { z } from 'zod';
import { createApiMetrics } from '../../api/metrics/api-metrics';
import { backgroundTasks, turnResults } from '../../api/metrics/counted-turns';
import { tellOfRecords } from '../../api/metrics/records-gauges';
import { purposes } from '../../records/purposes';
import { nearnesses } from '../../records/watch';
import { projectRoot } from '../../runtime/project-root';
import { createRegistry } from '../../runtime/telemetry/metrics';
import { slots } from '../../worker/queues';
import { createWorkerMetrics } from '../../worker/telemetry/worker-metrics';
import { caseStatuses } from '../../workflows/urgent-care/words';

/** The dashboard and the alerts ask for what is told, and lead whoever is on call to what helps. */

const file = (name: string): string => path.join(projectRoot, name);
const rulesFile = file('ops/prometheus/alerts.yml');

const rules = z
  .object({
    groups: z.array(
      z.object({
        name: z.string(),
        rules: z.array(
          z.strictObject({
            alert: z.string(),
            expr: z.string(),
            for: z
              .string()
              .regex(/^\d+[smhd]$/)
              .optional(),
            labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
            annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(readFileSync(rulesFile, 'utf8')));
const alerts = rules.groups.flatMap((group) => group.rules);

const dashboard = z
  .object({
    panels: z.array(
      z.object({
        title: z.string(),
        targets: z.array(z.object({ expr: z.string() })).default([]),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(file('ops/grafana/heed.json'), 'utf8')));

const asked: readonly (readonly [where: string, query: string])[] = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
];

/** Each series that the processes tell, with its labels. */
const told = new Map<string, readonly string[]>();
beforeAll(async () => {
  const api = createRegistry('api');
  createApiMetrics(api);
  tellOfRecords(api, () => Promise.reject(new Error('There are no records here.')));
  const worker = createRegistry('worker-urgent');
  createWorkerMetrics(worker);
  for (const registry of [api, worker]) await seriesOf(registry);
});

const everywhere = ['process', 'instance', 'job'];
async function seriesOf(registry: Registry): Promise<void> {
  for (const { name, type } of await registry.getMetricsAsJSON()) {
    const metric = registry.getSingleMetric(name) as unknown as { labelNames?: readonly string[] };
    const labels = [...everywhere, ...(metric.labelNames ?? [])];
    if (String(type) !== 'histogram') told.set(name, labels);
    else for (const part of ['_bucket', '_count', '_sum']) told.set(name + part, [...labels, 'le']);
  }
}

const seriesIn = (query: string): readonly string[] => query.match(/\b(?:heed|process|nodejs)_\w+/g) ?? [];

test.each(asked)('%s asks for what is told: %s', (_where, query) => {
  const series = seriesIn(query);
  expect(series.length).toBeGreaterThan(0);
  expect(series.filter((name) => !told.has(name))).toEqual([]);
});

test.each(asked)('%s tells apart by labels that there are: %s', (_where, query) => {
  const known = new Set(seriesIn(query).flatMap((name) => told.get(name) ?? []));
  const matched = [...query.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label);
  const grouped = [...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(/,\s*/));
  expect([...matched, ...grouped].filter((label) => !known.has(label))).toEqual([]);
});

/** Where a word that is asked for comes from; a wrong one would never be true, and nobody would notice. */
const words: readonly (readonly [series: RegExp, label: string, words: readonly string[]])[] = [
  [/heed_cases/, 'status', caseStatuses],
  [/heed_opt_outs_open/, 'due', nearnesses],
  [/heed_message/, 'purpose', purposes],
  [/process_start_time_seconds/, 'process', ['api', ...Object.keys(slots).map((queue) => `worker-${queue}`)]],
  [/heed_webhook_seconds/, 'result', ['taken', 'gone', 'not-taken']],
  [/heed_background_turns_total/, 'task', backgroundTasks],
  [/heed_background_turns_total/, 'result', turnResults],
  [/heed_activity_seconds/, 'result', ['done', 'put-off', 'failed']],
  [
    /heed_vendor_request_seconds/,
    'result',
    ['accepted', 'failed-permanent', 'failed-temporary', 'unknown', 'told', 'has-it', 'not-told'],
  ],
  [
    /heed_vendor_reports_total/,
    'status',
    ['queued', 'sent', 'delivered', 'opened', 'failed-temporary', 'failed-permanent'],
  ],
];

test.each(words)('whoever asks %s for a %s asks for one that there is', (series, label, known) => {
  const given = asked
    .flatMap(([, query]) => [...query.matchAll(/(\w+)\{([^}]*)\}/g)])
    .filter(([, name = '']) => series.test(name))
    .flatMap(([, , matchers = '']) => [...matchers.matchAll(new RegExp(`\\b${label}(?:=~|!~|!=|=)"([^"]*)"`, 'g'))])
    .flatMap(([, value = '']) => value.split('|'));
  expect(given.filter((word) => !known.includes(word))).toEqual([]);
});

test('each alert has a name of its own, and leads to a heading of its own among what is done on call', () => {
  expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  const onCall = /\n## On call\n(.*?)(?=\n## |$)/s.exec(readFileSync(file('docs/operations.md'), 'utf8'))?.[1] ?? '';
  const headings = [...onCall.matchAll(/^### (.+)$/gm)].map(
    ([, heading = '']) => `docs/operations.md#${slug(heading)}`,
  );
  expect(headings.toSorted()).toEqual(alerts.map(({ annotations }) => annotations.runbook).toSorted());
});

/** As GitHub links to a heading. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

test('every series of ours is described for operators, and on the dashboard or in an alert', () => {
  const described = readFileSync(file('docs/operations.md'), 'utf8');
  const ours = [...told.keys()].filter((name) => name.startsWith('heed_'));
  const base = (name: string): string => name.replace(/_(bucket|count|sum)$/, '');
  const used = new Set(asked.flatMap(([, query]) => seriesIn(query).map(base)));
  expect(ours.length).toBeGreaterThan(15);
  expect(ours.map(base).filter((name) => !described.includes(`\`${name}\``) || !used.has(name))).toEqual([]);
});

// It comes with Prometheus, which is not everywhere.
if (spawnSync('promtool', ['--version']).status === 0) {
  test('promtool takes the rules', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', rulesFile], { encoding: 'utf8' });
    expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: expect.stringContaining('SUCCESS') });
  });
}
