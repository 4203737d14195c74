/** How the local stack speaks to the person at the terminal: one line at a time. */
export type Say = (line: string) => void;

export const sayOnTerminal: Say = (line) => {
  process.stdout.write(`${line}\n`);
};

/**
 * Runs one step and says how long it took. A step that lasts is announced after two seconds, and again every ten,
 * so that nobody takes a slow machine for a stuck one.
 */
export async function withProgress<T>(say: Say, what: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const seconds = (digits: number) => ((performance.now() - startedAt) / 1000).toFixed(digits);
  const announce = setTimeout(() => say(`  … ${what}`), 2_000);
  const remind = setInterval(() => say(`  … ${what}, ${seconds(0)} s so far`), 10_000);
  try {
    const result = await work();
    say(`  ✓ ${what} (${seconds(1)} s)`);
    return result;
  } finally {
    clearTimeout(announce);
    clearInterval(remind);
  }
}
