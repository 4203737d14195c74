import { Counter, Histogram, type Registry } from 'prom-client';

/** What the API counts as it happens. No label holds an id, an address or anything that somebody sent. */
export interface ApiMetrics {
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  /** What vendors report of messages. */
  readonly reports: Counter<'vendor' | 'status'>;
  /** What they report of messages that nobody here sent. */
  readonly unknownReports: Counter<'vendor'>;
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
});
