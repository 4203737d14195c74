import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { TracingConfig } from '../config';

export interface Tracing {
  /** Sends what is left, and traces nothing more. */
  stop(): Promise<void>;
}

export const isTraced = (config: TracingConfig): boolean => config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;

/**
 * Lets this process be traced where the standard's environment names somebody who takes traces; null, and none of it is
 * loaded, where it does not. `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_TRACES_SAMPLER` and the rest of it hold too.
 * @param process as `api` or `worker-urgent`
 */
export async function startTracing(process: string, config: TracingConfig): Promise<Tracing | null> {
  if (!isTraced(config)) return null;
  const [{ BatchSpanProcessor }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const exporter = onlyListed(new OTLPTraceExporter());
  return traceWith(config.OTEL_SERVICE_NAME ?? `heed-${process}`, new BatchSpanProcessor(exporter));
}

/** For the whole process. */
export async function traceWith(serviceName: string, processor: SpanProcessor): Promise<Tracing> {
  const [{ NodeTracerProvider }, { resourceFromAttributes }, { W3CTraceContextPropagator }] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/core'),
  ]);
  const provider = new NodeTracerProvider({
    // Of the machine and its users nothing is told.
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [processor],
  });
  // Without the standard's baggage, in which a caller may say whatever they like.
  provider.register({ propagator: new W3CTraceContextPropagator() });
  return { stop: () => provider.shutdown() };
}

/** Every attribute that leaves this process: ids, patterns of ours, enums and counts. */
const attributes = [
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'heed.request_id',
  'heed.organisation_id',
  'heed.outbox_id',
  'heed.dispatch_id',
  'heed.vendor',
  'heed.channel',
  'heed.result',
  // As Temporal's interceptors call theirs.
  'temporalWorkflowId',
  'temporalActivityId',
  'run_id',
] as const;

/** As our own spans and Temporal's are called. */
const plainName = /^[\w:./ -]{1,200}$/;

/**
 * Lets nothing out but what is listed. Libraries write what failed into spans, words and all: no event, no message of a
 * status and no link leaves this process.
 */
export function onlyListed(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => exporter.export(spans.map(stripped), done),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

const stripped = (span: ReadableSpan): ReadableSpan => ({
  name: plainName.test(span.name) ? span.name : 'withheld',
  kind: span.kind,
  spanContext: () => span.spanContext(),
  ...(span.parentSpanContext ? { parentSpanContext: span.parentSpanContext } : {}),
  startTime: span.startTime,
  endTime: span.endTime,
  duration: span.duration,
  ended: span.ended,
  status: { code: span.status.code },
  attributes: listed(span.attributes),
  links: [],
  events: [],
  resource: span.resource,
  instrumentationScope: span.instrumentationScope,
  droppedAttributesCount: span.droppedAttributesCount,
  droppedEventsCount: span.droppedEventsCount,
  droppedLinksCount: span.droppedLinksCount,
});

const listed = (given: Attributes): Attributes =>
  Object.fromEntries(attributes.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
