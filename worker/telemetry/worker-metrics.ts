import { Histogram, type Registry } from 'prom-client';

/** What a worker counts as it happens. No label holds an id, an address or anything that somebody wrote. */
export interface WorkerMetrics {
  readonly activities: Histogram<'activity' | 'result'>;
  readonly vendors: Histogram<'vendor' | 'channel' | 'result'>;
}

export const createWorkerMetrics = (registry: Registry): WorkerMetrics => ({
  activities: new Histogram({
    name: 'heed_activity_seconds',
    help: 'Steps of stories, by how each try of one ended.',
    labelNames: ['activity', 'result'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers: [registry],
  }),
  vendors: new Histogram({
    name: 'heed_vendor_request_seconds',
    help: 'Messages handed to vendors and lists told, by what the vendor made of it.',
    labelNames: ['vendor', 'channel', 'result'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  }),
});
