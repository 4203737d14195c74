import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { BenchStack, ProcessOrder } from '../stack';
import type { ArmProcess } from './arm';

export interface ArmProcesses {
  running(): readonly ArmProcess[];
  stop(): Promise<void>;
}

/** Starts an arm's processes together. */
export async function processesOf(stack: BenchStack, orders: readonly ProcessOrder[]): Promise<ArmProcesses> {
  const started = await Promise.all(orders.map((order) => stack.startProcess(order)));
  return {
    running: () =>
      started.flatMap((process) => {
        const pid = process.pid();
        return pid === undefined ? [] : [{ name: process.name, pid }];
      }),
    stop: async () => {
      await Promise.all(started.map((process) => process.stop()));
    },
  };
}

/** What a process holds of the machine's memory. */
export function residentMegabytes(pid: number): number {
  const kilobytes =
    process.platform === 'linux'
      ? /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  return Number(kilobytes) / 1_024;
}
