/** What can be wrong with a request, in the one taxonomy that every room uses. The API maps it to problem+json. */
export type Fault = 'not-found' | 'conflict' | 'forbidden' | 'invalid-input' | 'unavailable';

export class HeedError extends Error {
  /**
   * @param fault which kind, and so which HTTP status
   * @param problem the stable name: `urn:heed:problem:<problem>`
   * @param message a sentence that says what is wrong and what to do; nothing personal
   * @param details further members of the problem document
   */
  constructor(
    readonly fault: Fault,
    readonly problem: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'HeedError';
  }
}

type Details = Readonly<Record<string, unknown>>;

export const notFound = (what: string): HeedError =>
  new HeedError('not-found', 'not-found', `There is no such ${what}, or it is not yours.`);
export const conflict = (problem: string, message: string, details?: Details): HeedError =>
  new HeedError('conflict', problem, message, details);
export const forbidden = (message: string): HeedError => new HeedError('forbidden', 'forbidden', message);
export const invalidInput = (problem: string, message: string, details?: Details): HeedError =>
  new HeedError('invalid-input', problem, message, details);
export const unavailable = (problem: string, message: string): HeedError =>
  new HeedError('unavailable', problem, message, { retryAfter: 2 });
