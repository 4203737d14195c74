/** How people read what was done, as the audit names it, and how they ask for it. Pure. */

/** `case.read` is `Case read`. */
export function actionInWords(action: string): string {
  const words = action.replace('.', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `Case read` means `case.read`; a word alone means all that begins with it, as `Case` does `case.` */
export function actionMeant(written: string): string {
  const action = written.trim().toLowerCase().replaceAll(/\s+/g, '.');
  return action.includes('.') ? action : `${action}.`;
}
