import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { endsWithUs } from '../../../local/helper-process';
import { demoMobiles } from '../../../prisma/demo-data';
import type { Queue } from '../../../worker/queues';
import { credentials, sendgridKey } from '../../local/sandbox-for-test';
import { compiled } from '../../support/compiled';
import { type HeedWithoutWorker, testKeys } from '../../support/heed';
import { temporalServer, workflowBundleFile } from '../../support/infrastructure';

/** A production worker, as a process that can be killed and stopped. */
export interface WorkerProcess {
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** Takes it off the processor, in the middle of whatever it does (SIGSTOP). */
  stop(): void;
  /** Lets it go on as if nothing had been (SIGCONT). */
  wake(): void;
}

/** Where a worker finds its surroundings. */
export interface Ways {
  readonly namespace: string;
  readonly databaseUrl: string;
  readonly vendorsUrl: string;
  /** Absent: straight to the keys. */
  readonly keysDatabaseUrl?: string;
}

/** Resolves when the worker works. @param queue that of urgent care, if it is left out */
export async function startWorkerProcess(
  heed: HeedWithoutWorker,
  ways: Ways,
  queue: Queue = 'urgent',
): Promise<WorkerProcess> {
  const child = endsWithUs(
    fork(compiled('worker/main'), [queue], {
      env: workerEnvironment(heed, ways),
      // Not jest's: the process is plain Node, as under npm start.
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    }),
  );
  const gone = once(child, 'exit');
  await ready(child, gone);
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    stop: () => void child.kill('SIGSTOP'),
    wake: () => void child.kill('SIGCONT'),
  };
}

async function ready(child: ChildProcess, gone: Promise<unknown>): Promise<void> {
  const lastWords = child.stderr ? text(child.stderr) : Promise.resolve('');
  const ended = gone.then(async () => {
    throw new Error(`The worker ended before it worked: ${await lastWords}`);
  });
  await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => undefined);
}

function workerEnvironment({ url, database }: HeedWithoutWorker, ways: Ways): NodeJS.ProcessEnv {
  const keys = testKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',');
  return {
    LOG_LEVEL: 'warn',
    PUBLIC_URL: url,
    DATABASE_URL: ways.databaseUrl,
    KEYS_DATABASE_URL: ways.keysDatabaseUrl ?? database.keysDatabaseUrl,
    ENCRYPTION_KEYS: keys,
    INDEX_KEYS: keys,
    PHONE_ALLOW_LIST: demoMobiles.join(','),
    TEMPORAL_ADDRESS: temporalServer().address,
    TEMPORAL_NAMESPACE: ways.namespace,
    TWILIO_ACCOUNT_SID: credentials.accountSid,
    TWILIO_AUTH_TOKEN: credentials.authToken,
    TWILIO_API_BASE_URL: ways.vendorsUrl,
    SENDGRID_API_KEY: sendgridKey,
    SENDGRID_API_BASE_URL: ways.vendorsUrl,
    EMAIL_FROM: 'care@heed.example',
    WORKFLOW_BUNDLE: workflowBundleFile(),
  };
}
