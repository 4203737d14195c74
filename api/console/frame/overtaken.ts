import { conflict } from '../../../records/errors';
import { type Form, text } from './forms';

/**
 * What many may change is saved as a new version of what they read. Of two who do so at once the second is told, and
 * undoes nothing of the first.
 */

/** Whether the form has come back filled in. */
export const wasSent = (given: Form): boolean => text(given, 'version') !== '';

/**
 * The version that the form changes, for its field `version`. Whoever was overtaken by somebody else is told so when they
 * save, and not by another number in their form.
 */
export const basedOn = (given: Form, inForce: number): string | number =>
  wasSent(given) ? text(given, 'version') : inForce;

/**
 * Asked of what was just saved: it is undone with the rest of the transaction.
 * @param what `a rota`
 * @throws Conflict unless it follows the version that the form changes
 */
export function requireNotOvertaken(saved: { readonly version: number }, given: Form, what: string): void {
  if (wasSent(given) && saved.version === Number(text(given, 'version')) + 1) return;
  throw conflict(
    'overtaken',
    `Somebody else has saved ${what} since you opened this page, and nothing of yours was saved. Open the page again to see theirs, and change that.`,
  );
}
