import net from 'node:net';
import { PlainFailure } from '../plain-failure';

export interface DevServer {
  readonly port: number;
  /** Its HTTP interface, asked only whether the server is ready. */
  readonly httpPort: number;
  readonly namespace: string;
  readonly databaseFile: string;
}

/**
 * As it comes, the server looks for work twenty times a second, so that every step of a workflow waits for the next
 * look, and each write waits for the disk. With these settings one case is four times quicker on two cores.
 */
const quicker = [
  ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=1000'],
  ...['--dynamic-config-value', 'history.timerProcessorMaxPollRPS=1000'],
  // A worker that asks for an activity of its own queue gets it in the answer, not by another poll: milliseconds less
  // per step, and less work for the server. Off as it comes; the SDK asks for it.
  ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
  ...['--sqlite-pragma', 'journal_mode=wal'],
  ...['--sqlite-pragma', 'synchronous=normal'],
];

/** The arguments of `temporal` for a server on loopback without a page of its own. */
export function devServerArguments({ port, httpPort, namespace, databaseFile }: DevServer): string[] {
  return [
    ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1'],
    ...['--port', String(port), '--http-port', String(httpPort), '--namespace', namespace],
    ...['--db-filename', databaseFile, '--log-level', 'warn', ...quicker],
  ];
}

/** Whether the server answers for its namespace. */
export async function devServerAnswers({ httpPort, namespace }: DevServer): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${httpPort}/api/v1/namespaces/${encodeURIComponent(namespace)}`, {
      signal: AbortSignal.timeout(2_000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** Fails with a sentence when nobody listens at TEMPORAL_ADDRESS. */
export async function requireTemporalAt(address: string): Promise<void> {
  const [host = '', port = '7233'] = address.split(/:(?=\d+$)/);
  const reached = await new Promise<boolean>((resolve) => {
    const socket = net.connect({ host: host.replace(/^\[|\]$/g, ''), port: Number(port), timeout: 5_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', () => end(true))
      .once('timeout', () => end(false))
      .once('error', () => end(false));
  });
  if (!reached)
    throw new PlainFailure(`No Temporal server answers at ${address} (TEMPORAL_ADDRESS); start it or unset it.`);
}
