import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { readJsonFile } from './json-file';
import { PlainFailure } from './plain-failure';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity';
import type { Say } from './say';

const identity = z.object({ pid: z.number(), startedAt: z.string() });
const holderSchema = z.object({ supervisor: identity, launchers: z.array(identity) });
type Holder = z.infer<typeof holderSchema>;

/** How long a stack whose terminal is gone may take to stop by itself. */
const endsWithinMs = 40_000;

export interface InstanceLock {
  release(): void;
}

/**
 * One start per data directory. Fails with a sentence while another one runs; waits for one that is ending because
 * what launched it (npm) was killed; takes over from one that was killed itself.
 */
export async function takeInstanceLock(
  file: string,
  launchers: readonly ProcessIdentity[],
  say: Say,
): Promise<InstanceLock> {
  const me = identityOf(process.pid);
  if (!me) throw new PlainFailure('This system does not tell when a process started, so a stack cannot be kept safe.');
  const mine: Holder = { supervisor: me, launchers: [...launchers] };
  const giveUpAt = Date.now() + endsWithinMs;
  let told = false;
  while (!takeNow(file, mine)) {
    const holder = holderOf(file);
    if (holder === undefined || !isRunning(holder.supervisor)) {
      rmSync(file, { force: true });
      continue;
    }
    const isEnding = !holder.launchers.every(isRunning);
    if (!isEnding || Date.now() > giveUpAt) {
      throw new PlainFailure(
        `Heed already runs with this data directory (process ${holder.supervisor.pid}). ` +
          'Stop it first, or set HEED_DATA_DIR and PORT for a second one beside it.',
      );
    }
    if (!told) say('  The last start is still stopping; waiting for it.');
    told = true;
    await pause(100);
  }
  return { release: () => rmSync(file, { force: true }) };
}

function takeNow(file: string, holder: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(file: string): Holder | undefined {
  return holderSchema.safeParse(readJsonFile(file)).data;
}
