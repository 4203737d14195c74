import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { monotonicMs } from '../monotonic';

/** Somebody who has signed in to the console, as far as requests go. */
export interface Reader {
  /** The cookies of their session, as a browser's header has them. */
  readonly cookie: string;
  /** Asks for a page over a connection that is kept open, compressed as a browser takes it, and reads it to its end. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Shown>;
  /** Holds a stream of server-sent events open, as an open page does. */
  listen(path: string, heard: () => void): Promise<void>;
  /** Ends its streams and connections. */
  close(): void;
}

export interface Shown {
  readonly status: number;
  /** From the request until the last byte of the answer. */
  readonly ms: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Nobody: what is shown without a session. */
export const anybody = (url: string): Reader => readerOf(url, '');

/** Signs in at the benchmark's identity provider. */
export async function signedIn(url: string, staffId: string): Promise<Reader> {
  const cookies = new Map<string, string>();
  const ask = async (address: string, form?: URLSearchParams): Promise<Response> => {
    const cookie = headerOf(cookies);
    const sent = form ? { method: 'POST', body: form } : {};
    const answered = await fetch(address, { ...sent, headers: { cookie }, redirect: 'manual' });
    for (const line of answered.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = answered.headers.get('location');
    return location === null ? answered : ask(new URL(location, address).href);
  };
  const choice = await ask(`${url}/`);
  const { status } = await ask(choice.url, new URLSearchParams({ account: staffId }));
  if (status !== 200) throw new Error(`Signing in to the console was answered ${status}.`);
  return readerOf(url, headerOf(cookies));
}

const headerOf = (cookies: ReadonlyMap<string, string>): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

function readerOf(url: string, cookie: string): Reader {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  const streams: ClientRequest[] = [];
  const asBrowser = { cookie, 'accept-encoding': 'gzip, deflate, br' };
  return {
    cookie,
    get: (path, headers = {}) =>
      new Promise((resolve, reject) => {
        const askedAt = monotonicMs();
        const asking = request(new URL(path, url), { agent, headers: { ...asBrowser, ...headers } }, (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.once('error', reject);
          response.once('end', () => {
            const { statusCode: status = 0, headers: answered } = response;
            resolve({ status, ms: monotonicMs() - askedAt, headers: answered, body: Buffer.concat(parts) });
          });
        });
        asking.once('error', reject);
        asking.end();
      }),
    listen: (path, heard) =>
      new Promise((resolve, reject) => {
        // Each on a connection of its own, as from so many browsers.
        const asking = request(new URL(path, url), { agent: false, headers: asBrowser }, (response) => {
          if (response.statusCode !== 200) return reject(new Error(`${path} was answered ${response.statusCode}.`));
          response.setEncoding('utf8').on('data', (part: string) => {
            if (part.includes('event: changed')) heard();
          });
          response.on('error', () => undefined);
          resolve();
        });
        asking.on('error', reject);
        asking.end();
        streams.push(asking);
      }),
    close: () => {
      for (const stream of streams.splice(0)) stream.destroy();
      agent.destroy();
    },
  };
}
