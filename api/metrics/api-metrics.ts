import { Counter, Histogram, type Registry } from 'prom-client';

/** What the API counts as it happens. No label holds an id, an address or anything that somebody sent. */
export interface ApiMetrics {
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  /** What vendors report of messages. */
  readonly reports: Counter<'vendor' | 'status'>;
  /** What they report of messages that nobody here sent. */
  readonly unknownReports: Counter<'vendor'>;
  /** What platforms are sent. */
  readonly webhooks: Histogram<'result'>;
  /** What goes on behind the API. */
  readonly turns: Counter<'task' | 'result'>;
}

export const createApiMetrics = (registry: Registry): ApiMetrics => ({
  requests: new Histogram({
    name: 'heed_http_request_seconds',
    help: 'Requests, by the pattern of their route and how they were answered.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  }),
  reports: new Counter({
    name: 'heed_vendor_reports_total',
    help: 'What vendors reported of messages that they had taken.',
    labelNames: ['vendor', 'status'],
    registers: [registry],
  }),
  unknownReports: new Counter({
    name: 'heed_vendor_reports_unknown_total',
    help: 'What vendors reported, signed, of messages that are not known here.',
    labelNames: ['vendor'],
    registers: [registry],
  }),
  webhooks: new Histogram({
    name: 'heed_webhook_seconds',
    help: 'Tries to tell a platform of an event, by what came of each.',
    labelNames: ['result'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
    registers: [registry],
  }),
  turns: new Counter({
    name: 'heed_background_turns_total',
    help: 'What goes on behind the API, by how each turn of it ended.',
    labelNames: ['task', 'result'],
    registers: [registry],
  }),
});
