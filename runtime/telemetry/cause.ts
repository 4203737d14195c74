import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
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

/** Does this on account of that alone: whoever happens to be at work when its turn comes has nothing to do with it. */
export function onAccountOf<T>({ requestId, traceParent }: Cause, work: () => T): T {
  const trace = propagation.extract(ROOT_CONTEXT, traceParent === null ? {} : { traceparent: traceParent });
  return context.with(trace, () => within({ requestId: requestId ?? undefined }, work));
}
