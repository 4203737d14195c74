import { context, propagation, SpanKind } from '@opentelemetry/api';
import type { Request, RequestHandler, Response } from 'express';
import type { Log } from '../../runtime/log';
import { correlation } from '../../runtime/telemetry/correlation';
import { openSpan } from '../../runtime/telemetry/spans';
import type { ApiMetrics } from '../metrics/api-metrics';

/** Whoever asks all the time how we are is not worth a line each time. */
const asksHowWeAre = ['/livez', '/readyz'];

/**
 * Counts, times, logs and traces each request by the pattern of its route, never by its address: that may be somebody's
 * link. Behind `requestId`.
 */
export function watchRequests({ metrics, log }: { readonly metrics: ApiMetrics; readonly log: Log }): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const { requestId } = correlation();
    const { span, within } = openSpan(request.method, SpanKind.SERVER, traceOf(request));
    response.once('close', () => {
      const ms = performance.now() - startedAt;
      const { method } = request;
      const [route, status] = [routeOf(request), statusOf(response)];
      metrics.requests.observe({ method, route, status }, ms / 1_000);
      span.updateName(`${method} ${route}`);
      span.setAttributes({
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
        'heed.request_id': requestId,
      });
      span.end();
      if (!asksHowWeAre.includes(route)) log.info({ requestId, method, route, status, ms: Math.round(ms) }, 'answered');
    });
    context.with(within, next);
  };
}

/** The caller's trace, if it has one. What else a caller may say of it goes no further. */
const traceOf = (request: Request) =>
  propagation.extract(context.active(), { traceparent: request.get('traceparent') ?? '' });

/** As `/v1/urgent-care/cases/:id`; what was refused before it came to a route has none. */
function routeOf({ route, baseUrl }: Request): string {
  const path: unknown = route?.path;
  // Express takes the beginning of an address in capitals too; each way to write it must not be a route of its own.
  return typeof path === 'string' ? (baseUrl.toLowerCase() + path).replace(/(.)\/$/, '$1') : 'none';
}

/** 499: whoever asked did not wait for the answer. */
const statusOf = (response: Response): number => (response.writableFinished ? response.statusCode : 499);
