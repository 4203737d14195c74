import { setTimeout as pause } from 'node:timers/promises';

/** Looks again and again until there is something to see; fails with what was awaited. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  withinMs = 20_000,
  everyMs = 15,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`Waited ${withinMs} ms in vain: ${what}`);
    await pause(everyMs);
  }
}
