import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from 'express';
import type { Fault, Faults } from '../faults';
import { refuse } from './errors';

interface Deps {
  faults: Faults;
  slowAnswerMs: number;
  stop: AbortSignal;
}

/**
 * Answers a request about these people, unless a fault befalls it.
 * @param accept does what is asked, and returns how that is answered
 */
export type AnswerUnlessFaulty = (
  response: Response,
  people: readonly string[],
  accept: (fault: Fault | undefined) => () => unknown,
) => Promise<void>;

export const createAnswers =
  ({ faults, slowAnswerMs, stop }: Deps): AnswerUnlessFaulty =>
  async (response, people, accept) => {
    const fault = faults.take('sendgrid', people);
    // A request that gets no answer was not accepted either: nothing will arrive.
    if (fault === 'timeout') return;
    if (fault === '500') return refuse(response, 500, 'Internal Server Error');
    if (fault === '429') return refuse(response.set('Retry-After', '1'), 429, 'too many requests');

    const answer = accept(fault);
    if (fault === 'slow') await pause(slowAnswerMs, undefined, { signal: stop });
    answer();
  };
