import { fork } from 'node:child_process';
import { once } from 'node:events';
import { serviceEnvironment } from '../../local/environment';
import { endsWithUs } from '../../local/helper-process';
import { freePort, portsIn } from '../../local/ports';
import { databases, databaseUrls } from '../../local/postgres/roles';
import { compiled } from './compiled';
import type { StartedStack } from './started-stack';

/** A second process of the API beside a started stack, on the same databases and the same Temporal server. */
export interface SecondApi {
  readonly url: string;
  readonly pid: number;
  /** SIGTERM. Resolves to its exit code when it has ended. */
  end(): Promise<number | null>;
}

/** Resolves when it serves. @param noticeSeconds for how long it says at /readyz that it is about to end */
export async function startSecondApi(stack: StartedStack, noticeSeconds: number): Promise<SecondApi> {
  const port = await freePort();
  const ports = portsIn(stack.data.ports);
  const of = (name: string): number => ports[name] ?? 0;
  const secrets = stack.secrets();
  const environment = serviceEnvironment(
    {
      port,
      ports: {
        postgres: of('postgres'),
        temporal: of('temporal'),
        temporalHttp: of('temporalHttp'),
        sandbox: of('sandbox'),
        identity: of('identity'),
      },
      secrets,
      databases: databaseUrls(of('postgres'), secrets.postgres, databases),
      workflowBundle: '',
    },
    // Both are behind the one address that people and vendors know.
    { PUBLIC_URL: stack.now().url, SHUTDOWN_NOTICE_SECONDS: String(noticeSeconds), LOG_LEVEL: 'warn' },
  );
  const child = endsWithUs(
    fork(compiled('api/server'), [], { env: environment, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  );
  const gone = once(child, 'exit') as Promise<[number | null]>;
  await Promise.race([
    once(child, 'message'),
    gone.then(([code]) => {
      throw new Error(`The second API ended before it served: ${code}`);
    }),
  ]);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    end: async () => {
      child.kill('SIGTERM');
      return (await gone)[0];
    },
  };
}
