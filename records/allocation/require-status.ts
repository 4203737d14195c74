import type { SignUpStatus } from '../../workflows/sign-up/words';
import { conflict } from '../errors';
import type { SignUpRow } from '../sign-up/sign-up-row';

/** @throws Conflict naming where the sign-up stands: during a conversation about safety nothing is allocated */
export function requireStatus({ status }: SignUpRow, wanted: SignUpStatus): void {
  if (status === wanted) return;
  throw conflict('not-now', `The sign-up is not ${wanted}, it is ${status}.`, { signUpStatus: status });
}
