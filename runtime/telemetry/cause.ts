import { context, propagation } from '@opentelemetry/api';
import { correlation, within } from './correlation';

/** What brought something about that is done later, maybe by another process: the request, and the trace it belongs to. */
export interface Cause {
  readonly requestId: string | null;
  /** W3C's `traceparent`; null while nobody traces. */
  readonly traceParent: string | null;
}

export function causeOfNow(): Cause {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return { requestId: correlation().requestId ?? null, traceParent: carrier.traceparent ?? null };
}

/** Does this on account of that. */
export function onAccountOf<T>({ requestId, traceParent }: Cause, work: () => T): T {
  const ofRequest = (): T => (requestId === null ? work() : within({ requestId }, work));
  if (traceParent === null) return ofRequest();
  return context.with(propagation.extract(context.active(), { traceparent: traceParent }), ofRequest);
}
