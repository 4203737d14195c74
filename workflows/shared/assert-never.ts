/** Ends a ladder of cases: the compiler proves that nothing is left over. */
export function assertNever(value: never): never {
  throw new Error(`Not a case that exists: ${JSON.stringify(value)}`);
}
