import { readdirSync, readFileSync } from 'node:fs';
import type { RunningArm } from './arms/arm';
import type { BenchStack } from './stack';

/** Linux counts in hundredths of a second, whatever its own clock does. */
const msPerTick = 10;

/** What an arm's processes and the servers beneath them have used so far; empty where the system does not tell. */
export const cpuTimesOf = (arm: RunningArm, stack: BenchStack): readonly { name: string; ms: number }[] =>
  [...arm.processes(), ...stack.servers()].flatMap(({ name, pid }) => {
    const ms = cpuTimeMs(pid);
    return ms === null ? [] : [{ name, ms }];
  });

/** Milliseconds of processor time that a process and those it started have used. */
function cpuTimeMs(pid: number): number | null {
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
