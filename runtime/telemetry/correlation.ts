import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What is being done, by the ids that logs are searched by: who has one of them finds the others. It goes along with
 * everything that a request or an activity does, and every log line has it. Opaque ids only.
 */
export interface Correlation {
  readonly requestId?: string | undefined;
  readonly organisationId?: string | undefined;
  readonly workflowId?: string | undefined;
  readonly runId?: string | undefined;
  readonly dispatchId?: string | undefined;
  readonly activity?: string | undefined;
}

const opaque = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,64}|[0-9A-HJKMNP-TV-Z]{26})$/i;

/** A UUID, a ULID or a hexadecimal id of 8 to 32 bytes: nobody's name or number is one of these. */
export const isOpaque = (text: unknown): text is string => typeof text === 'string' && opaque.test(text);

const current = new AsyncLocalStorage<Correlation>();

export const correlation = (): Correlation => current.getStore() ?? {};

/** Does this as a part of what is being done, about these too. */
export const within = <T>(more: Correlation, work: () => T): T => current.run({ ...correlation(), ...more }, work);
