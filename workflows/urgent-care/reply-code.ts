import type { Acknowledgement } from './words';

export interface ReplyCode {
  readonly answer: Acknowledgement;
  /** The case code, in upper case; null if the reply was the digit alone. */
  readonly caseCode: string | null;
}

const exactReply = /^\s*([012])(?:\s+([a-z0-9]{4}))?\s*$/i;

const answers: Readonly<Record<string, Acknowledgement>> = { '0': 'acknowledged', '1': 'acting', '2': 'cannot' };

/**
 * Reads a reply by SMS. Only the exact code counts: a digit, or a digit and the case code. An auto-reply that happens to
 * begin with a 1 is none. domain.md §3.7, contract.md §3
 */
export function readReplyCode(text: string): ReplyCode | null {
  const [, digit = '', code = null] = exactReply.exec(text) ?? [];
  const answer = answers[digit];
  return answer ? { answer, caseCode: code?.toUpperCase() ?? null } : null;
}
