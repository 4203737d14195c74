import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';
import type { TracingConfig } from '../../runtime/config';
import { correlation } from '../../runtime/telemetry/correlation';
import { isTraced } from '../../runtime/telemetry/tracing';
import { requestIdHeader } from '../../workflows/shared/cause';

/** What is started or signalled is told by which request, and in which trace if there are any: its activities tell it on. */
export const tellingCause = (tracing: TracingConfig): WorkflowClientInterceptor[] => [
  {
    startWithDetails: (input, next) => next({ ...input, headers: withRequestId(input.headers) }),
    signal: (input, next) => next({ ...input, headers: withRequestId(input.headers) }),
  },
  ...(isTraced(tracing) ? [new OpenTelemetryWorkflowClientInterceptor()] : []),
];

function withRequestId(headers: Headers): Headers {
  const { requestId } = correlation();
  if (requestId === undefined) return headers;
  return { ...headers, [requestIdHeader]: defaultPayloadConverter.toPayload(requestId) };
}
