import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever its own clock does. */
const msPerTick = 10;

/** Milliseconds of processor time that a process and those it started have used; null where the system does not tell. */
export function cpuTimeMs(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const own = statOf(pid);
  if (!own) return null;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat?.parent === pid)
    .reduce((sum, stat) => sum + (stat?.ticks ?? 0), 0);
  return (own.ticks + own.ticksOfTheDead + children) * msPerTick;
}

/** Fields of /proc/<pid>/stat, counted after the name, which may hold spaces. */
function statOf(pid: number): { parent: number; ticks: number; ticksOfTheDead: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const field = (index: number): number => fields[index] ?? 0;
    return { parent: field(1), ticks: field(11) + field(12), ticksOfTheDead: field(13) + field(14) };
  } catch {
    return undefined;
  }
}
