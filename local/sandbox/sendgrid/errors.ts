import type { Response } from 'express';

/** SendGrid's way to say what is wrong; `field` is the path, as `personalizations.0.to.0.email`. */
export interface SendGridError {
  readonly message: string;
  readonly field: string | null;
  readonly help: string | null;
}

export function refuse(response: Response, status: number, message: string, field: string | null = null): void {
  answerErrors(response, status, [{ message, field, help: null }]);
}

export function answerErrors(response: Response, status: number, errors: readonly SendGridError[]): void {
  response.status(status).json({ errors });
}
