import { fork } from 'node:child_process';
import path from 'node:path';
import { endsWithUs } from '../../local/helper-process';
import { projectRoot } from '../../runtime/project-root';

/** A message that somebody handed over. */
export interface Arrival {
  readonly to: string;
  readonly channel: 'sms' | 'email';
  /** On the machine's monotonic clock, ms. */
  readonly at: number;
}

export interface Vendor {
  /** For TWILIO_API_BASE_URL and SENDGRID_API_BASE_URL. */
  readonly url: string;
  /** The next SMS to this number that nobody has been given yet. @throws when none came in time */
  nextSms(to: string, withinMs: number): Promise<Arrival>;
  /** What arrived since the last call, taken or not; forgets it all. */
  clear(): readonly Arrival[];
  stop(): Promise<void>;
}

type Told = ({ readonly kind: 'arrival' } & Arrival) | { readonly kind: 'listening'; readonly port: number };

/** Starts the vendor. */
export async function startVendor(): Promise<Vendor> {
  const child = endsWithUs(fork(path.join(projectRoot, 'dist/bench/vendor/main.js'), { detached: true }));
  let arrivals: Arrival[] = [];
  const untaken = new Map<string, Arrival[]>();
  const waiting = new Map<string, ((arrival: Arrival) => void)[]>();

  const arrived = (arrival: Arrival): void => {
    arrivals.push(arrival);
    if (arrival.channel !== 'sms') return;
    const first = waiting.get(arrival.to)?.shift();
    if (first) first(arrival);
    else untaken.set(arrival.to, [...(untaken.get(arrival.to) ?? []), arrival]);
  };
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (told: Told) => (told.kind === 'listening' ? resolve(told.port) : arrived(told)));
    child.once('exit', () => reject(new Error('The vendor of the benchmark has ended.')));
  });

  return {
    url: `http://127.0.0.1:${port}`,
    nextSms: (to, withinMs) => {
      const known = untaken.get(to)?.shift();
      if (known) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        const takers = waiting.get(to) ?? [];
        waiting.set(to, takers);
        const take = (arrival: Arrival): void => {
          clearTimeout(timer);
          resolve(arrival);
        };
        const timer = setTimeout(() => {
          takers.splice(takers.indexOf(take), 1);
          reject(new Error(`No SMS came to ${to} within ${withinMs / 1000} s.`));
        }, withinMs);
        takers.push(take);
      });
    },
    clear: () => {
      const all = arrivals;
      arrivals = [];
      untaken.clear();
      return all;
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await ended;
    },
  };
}
