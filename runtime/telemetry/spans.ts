import { type Attributes, type Context, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** Costs nothing while nobody traces: the API without its SDK does nothing. */
const tracer = trace.getTracer('heed');

/** One part of a trace. What went wrong is said by its kind alone. */
export function span<T>(
  name: string,
  { kind = SpanKind.INTERNAL, attributes }: { readonly kind?: SpanKind; readonly attributes: Attributes },
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, { kind, attributes }, async (active) => {
    try {
      return await work(active);
    } catch (error) {
      active.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      active.end();
    }
  });
}

/** A span that somebody else ends, and what goes on in it. @param parent absent: whatever is going on */
export function openSpan(
  name: string,
  kind: SpanKind,
  parent: Context = context.active(),
): { readonly span: Span; readonly within: Context } {
  const opened = tracer.startSpan(name, { kind }, parent);
  return { span: opened, within: trace.setSpan(parent, opened) };
}
