/**
 * Something the person at the terminal can understand and mend. Its message is shown as it stands, without a stack,
 * and the program ends with exit code 1.
 */
export class PlainFailure extends Error {
  override name = 'PlainFailure';
}

/** What went wrong in a few words, from whatever was thrown. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.message || (error as NodeJS.ErrnoException).code || error.name).split('\n')[0] ?? error.name;
}
