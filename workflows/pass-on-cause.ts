import type { Headers } from '@temporalio/common';
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { requestIdHeader, traceHeader } from './shared/cause';

/**
 * What a story does is done on account of whatever it has heard last: its activities, and the run that continues it, get
 * the headers of that. Commands are compared by what they do when a history is replayed, never by their headers.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let cause: Headers = {};
  const heard = (headers: Headers): void => {
    const given = [requestIdHeader, traceHeader].flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    if (given.length > 0) cause = Object.fromEntries(given);
  };
  const withCause = <Input extends { readonly headers: Headers }>(input: Input): Input => ({
    ...input,
    headers: { ...input.headers, ...cause },
  });
  return {
    inbound: [
      {
        execute: (input, next) => {
          heard(input.headers);
          return next(input);
        },
        handleSignal: (input, next) => {
          heard(input.headers);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(withCause(input)),
        continueAsNew: (input, next) => next(withCause(input)),
      },
    ],
  };
};
