import { isGrpcServiceError, ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { HeedError } from '../../records/errors';

/** What becomes of a message that Temporal did not take. `because`: an error's name or gRPC's number for it. */
export type AfterFailure =
  | { readonly kind: 'try-again'; readonly waitMs: number; readonly because: string }
  | { readonly kind: 'give-up'; readonly because: string };

/**
 * Who is away is asked again soon, and for ever: nobody in crisis waits long for a server that has come back. What is
 * refused for what it is will be refused again: it is asked less and less often, and after some minutes given up.
 * @param attempts how often it was tried, this time included
 * @param random 0 to 1: spreads what failed together
 */
export function afterFailure(error: unknown, attempts: number, random = Math.random()): AfterFailure {
  const because = nameOf(error);
  const refused = isRefusal(error);
  if (refused && attempts >= refusalsUntilDead) return { kind: 'give-up', because };
  const longestMs = refused ? 30_000 : 5_000;
  const backedOffMs = Math.min(500 * 2 ** attempts, longestMs);
  return { kind: 'try-again', waitMs: Math.round(backedOffMs * (0.75 + random / 2)), because };
}

const refusalsUntilDead = 10;

/** gRPC's numbers: invalid argument, failed precondition, out of range, unimplemented, data loss. */
const refusals: ReadonlySet<number> = new Set([3, 9, 11, 12, 15]);

/** An error that is not the connection's nor the server's arose from the message itself, before it was sent. */
function isRefusal(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError) return false;
  // The key to seal it with could not be read.
  if (error instanceof HeedError && error.fault === 'unavailable') return false;
  const code = grpcCodeOf(error);
  return code === undefined ? !(error instanceof ServiceError) : refusals.has(code);
}

function grpcCodeOf(error: unknown): number | undefined {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) ? cause.code : undefined;
}

/** An error's name, or gRPC's number for it: never its words. */
export function nameOf(error: unknown): string {
  const code = grpcCodeOf(error);
  if (code !== undefined) return `grpc-${code}`;
  return error instanceof Error ? error.name : typeof error;
}
