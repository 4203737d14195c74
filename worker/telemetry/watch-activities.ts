import type { Context } from '@temporalio/activity';
import { ApplicationFailure, defaultPayloadConverter, type Headers } from '@temporalio/common';
import { OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry';
import type { ActivityInboundCallsInterceptor, ActivityInterceptorsFactory } from '@temporalio/worker';
import type { TracingConfig } from '../../runtime/config';
import { type Log, traitsOf } from '../../runtime/log';
import { within } from '../../runtime/telemetry/correlation';
import { isTraced } from '../../runtime/telemetry/tracing';
import { requestIdHeader } from '../../workflows/shared/cause';
import type { WorkerMetrics } from './worker-metrics';

/** `put-off`: to be tried again as a matter of course, or tried by another worker already. */
type Result = 'done' | 'put-off' | 'failed';
const puttingOff = ['vendor-not-now', 'superseded'];

export interface ActivityWatch {
  readonly log: Log;
  readonly metrics: WorkerMetrics;
  readonly tracing: TracingConfig;
}

/** Counts, times and traces each try of an activity, and lets whatever it logs say of which process and request it is. */
export const watchActivities = ({ tracing, ...watch }: ActivityWatch): ActivityInterceptorsFactory[] => [
  ...(isTraced(tracing) ? [traced] : []),
  (context) => ({ inbound: watched(watch, context) }),
];

const traced: ActivityInterceptorsFactory = (context) => ({
  inbound: new OpenTelemetryActivityInboundInterceptor(context),
});

function watched(
  { log, metrics }: Pick<ActivityWatch, 'log' | 'metrics'>,
  { info: { activityType: activity, attempt, workflowExecution } }: Context,
): ActivityInboundCallsInterceptor {
  const counted = async <T>(carryOut: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const ended = (result: Result): void =>
      metrics.activities.observe({ activity, result }, (performance.now() - startedAt) / 1_000);
    try {
      const answer = await carryOut();
      ended('done');
      log.debug({ attempt, result: 'done' }, 'an activity is done');
      return answer;
    } catch (error) {
      const result = isPuttingOff(error) ? 'put-off' : 'failed';
      ended(result);
      log.warn({ attempt, result, ...traitsOf(error) }, 'an activity is to be tried again');
      throw error;
    }
  };
  return {
    execute: (input, next) => {
      const requestId = requestIdIn(input.headers);
      const organisationId = organisationIn(input.args[0]);
      return within({ ...workflowExecution, activity, requestId, organisationId }, () => counted(() => next(input)));
    },
  };
}

const isPuttingOff = (error: unknown): boolean =>
  error instanceof ApplicationFailure && typeof error.type === 'string' && puttingOff.includes(error.type);

function requestIdIn(headers: Headers): string | undefined {
  const payload = headers[requestIdHeader];
  const id: unknown = payload && defaultPayloadConverter.fromPayload(payload);
  return typeof id === 'string' ? id : undefined;
}

/** Every order names its organisation. */
function organisationIn(order: unknown): string | undefined {
  if (typeof order !== 'object' || order === null || !('organisationId' in order)) return undefined;
  return typeof order.organisationId === 'string' ? order.organisationId : undefined;
}
