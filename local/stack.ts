import { createProcessLog, errorIn, type ProcessLog } from './process-log';
import { createProcessRecords } from './process-records';
import type { Say } from './say';
import type { StackProcesses } from './stack-file';
import { type ProcessPlan, type SupervisedProcess, startSupervised } from './supervised-process';

/** The processes that `npm start` keeps alive. */
export interface RunningStack {
  /** Ends what a killed start of this data directory left running; resolves to the names. */
  endOrphans(): Promise<string[]>;
  /** Starts one process and keeps it running; resolves when it is ready. */
  start(plan: ProcessPlan): Promise<void>;
  pids(): StackProcesses;
  /** Told whenever a process was replaced. */
  whenRestarted(tell: () => void): void;
  /** Ends everything: first what takes requests, last what keeps the data. */
  stop(): Promise<void>;
}

export const workerNames = ['worker-urgent', 'worker-standard', 'worker-bulk'] as const;

/** Each group is ended together, one group after the other. */
const stopOrder: readonly (readonly string[])[] = [['api'], workerNames, ['sandbox'], ['temporal'], ['postgres']];

const lookForErrorsEveryMs = 2_000;
/** The same error again within this time is not worth another line. */
const repeatAfterMs = 60_000;

export function createStack({
  recordsFile,
  logsFolder,
  say,
}: {
  readonly recordsFile: string;
  readonly logsFolder: string;
  readonly say: Say;
}): RunningStack {
  const records = createProcessRecords(recordsFile);
  const running = new Map<string, SupervisedProcess>();
  const logs = new Map<string, ProcessLog>();
  const toldAt = new Map<string, number>();
  let stopping = false;
  let tellRestarted: () => void = () => undefined;

  const lookingForErrors = setInterval(() => {
    for (const [name, log] of logs) {
      for (const words of log.newLines().map(errorIn)) if (words) sayOnce(`${name}: ${words} (${log.file})`);
    }
  }, lookForErrorsEveryMs);

  function sayOnce(line: string): void {
    if (Date.now() - (toldAt.get(line) ?? 0) < repeatAfterMs) return;
    toldAt.set(line, Date.now());
    say(line);
  }

  return {
    endOrphans: () => records.endOrphans(),
    async start(plan) {
      const log = createProcessLog(logsFolder, plan.name);
      logs.set(plan.name, log);
      const started = await startSupervised(plan, { records, log, say, onRestarted: () => tellRestarted() });
      running.set(plan.name, started);
      // It became ready just when everything was told to stop.
      if (stopping) await started.stop();
    },
    pids() {
      const pid = (name: string) => running.get(name)?.pid();
      const named = { api: pid('api'), temporal: pid('temporal'), postgres: pid('postgres'), sandbox: pid('sandbox') };
      const present = Object.entries(named).filter(([, number]) => number !== undefined);
      return {
        ...Object.fromEntries(present),
        workers: workerNames.map(pid).filter((number) => number !== undefined),
      };
    },
    whenRestarted(tell) {
      tellRestarted = tell;
    },
    async stop() {
      stopping = true;
      clearInterval(lookingForErrors);
      for (const group of stopOrder) await Promise.all(group.map(async (name) => running.get(name)?.stop()));
      // What was only just starting is noted, but not yet in the list.
      await records.endOrphans();
    },
  };
}
