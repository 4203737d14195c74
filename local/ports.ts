import net from 'node:net';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file';
import { PlainFailure } from './plain-failure';

const loopback = '127.0.0.1';

/** Whether a server could listen there now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, loopback, () => server.close(() => resolve(true)));
  });
}

/** Fails with a sentence when the API's port is somebody else's. */
export async function requireFree(port: number): Promise<void> {
  if (await isFree(port)) return;
  throw new PlainFailure(
    `Port ${port} is in use by another program. Set PORT to a free one: PORT=${port + 1} npm start`,
  );
}

/** A loopback port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, loopback, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/**
 * A port for every name: the one of the last start where it is still free, so that addresses people noted stay good,
 * else another, which is remembered in its place.
 */
export async function rememberedPorts<Name extends string>(
  file: string,
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const known = portsIn(file);
  const chosen: Record<string, number> = {};
  for (const name of names) {
    const before = known[name];
    chosen[name] = before !== undefined && (await isFree(before)) ? before : await portOutside(chosen);
  }
  writeJsonFile(file, chosen);
  return chosen;
}

/** Those of the last start. */
export function portsIn(file: string): Readonly<Record<string, number>> {
  return z.record(z.string(), z.number().int()).safeParse(readJsonFile(file)).data ?? {};
}

/** The system may hand out a port again that was only just let go of. */
async function portOutside(taken: Record<string, number>): Promise<number> {
  const port = await freePort();
  return Object.values(taken).includes(port) ? portOutside(taken) : port;
}
