/** When a vendor may be asked again; empty if it did not say. */
export interface RetryAfter {
  readonly retryAfterMs?: number;
}

/** Reads the header `Retry-After`, in seconds. What says nothing usable says nothing. */
export function retryAfterOf(headers: unknown): RetryAfter {
  const seconds = Number((headers as Record<string, unknown> | undefined)?.['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1000 } : {};
}
