/** What can be wrong with a request, in the one taxonomy that every room uses. The API maps it to problem+json. */
export type Fault = 'not-found' | 'conflict' | 'forbidden' | 'invalid-input' | 'too-many-requests' | 'unavailable';

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

/** One place of what was sent that cannot stay as it is. */
export interface FieldFault {
  /** As `person/birthDate`, from the body's root; empty for the body as a whole. */
  readonly path: string;
  /** What is wrong with it: the end of a sentence that begins with its path. */
  readonly message: string;
}

/** @param rather a problem with a name of its own, or a sentence that says more than path and message */
export const invalidField = (
  path: string,
  message: string,
  { problem = 'invalid-input', detail = `${path}: ${message}.` }: { problem?: string; detail?: string } = {},
): HeedError => invalidInput(problem, detail, { errors: [{ path, message }] });

/** @param opening what is refused; the sentence goes on with each fault */
export function invalidFields(opening: string, errors: readonly FieldFault[], problem = 'invalid-input'): HeedError {
  const named = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return invalidInput(problem, `${opening}: ${named.join('; ')}.`, { errors });
}

/** @param retryAfter in seconds */
export const tooManyRequests = (retryAfter: number): HeedError =>
  new HeedError(
    'too-many-requests',
    'too-many-requests',
    `This was asked for too often. Please try again in ${retryAfter} seconds. If somebody is in danger now, call 999.`,
    { retryAfter },
  );

export const unavailable = (problem: string, message: string): HeedError =>
  new HeedError('unavailable', problem, message, { retryAfter: 2 });
