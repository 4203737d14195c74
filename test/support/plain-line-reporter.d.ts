/** The counts of a finished run that its last line tells. */
interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

export function plainLine(results: Counts): string;
export function sayLast(line: string): void;
