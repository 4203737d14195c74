import { capitalised } from '../../../records/urgent-care/labels';

/** How people read what was done, as the audit names it, and how they ask for it. Pure. */

/** `case.read` is `Case read`. */
export const actionInWords = (action: string): string => capitalised(action.replace('.', ' '));

/** `Case read` means `case.read`; a word alone means all that begins with it, as `Case` does `case.` */
export function actionMeant(written: string): string {
  const action = written.trim().toLowerCase().replaceAll(/\s+/g, '.');
  return action.includes('.') ? action : `${action}.`;
}
