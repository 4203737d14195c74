import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '../../local/ports';

/** An address in front of a server, which can be shut, or stand open with nobody answering. */
export interface Door {
  readonly address: string;
  open(): Promise<void>;
  /** Whoever comes is refused; whoever was inside is thrown out. */
  shut(): Promise<void>;
  /** Whoever comes may enter and hears nothing; whoever was inside hears nothing more. */
  hang(): Promise<void>;
}

/** Shut at first. @param target host:port of the server behind it */
export async function createDoor(target: string): Promise<Door> {
  const port = await freePort();
  const [host = '', targetPort = ''] = target.split(':');
  const inside = new Set<Socket>();
  let hanging = false;
  const keep = (socket: Socket): Socket => {
    inside.add(socket);
    return socket.on('error', () => undefined).on('close', () => inside.delete(socket));
  };
  const server = createServer((caller) => {
    keep(caller);
    if (hanging) return;
    const behind = keep(connect(Number(targetPort), host));
    caller.pipe(behind).pipe(caller);
  });
  const throwOut = (): void => {
    for (const socket of inside) socket.destroy();
  };
  const listen = async (): Promise<void> => {
    if (server.listening) return;
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  return {
    address: `127.0.0.1:${port}`,
    open: async () => {
      hanging = false;
      throwOut();
      await listen();
    },
    shut: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      throwOut();
      await closed;
    },
    hang: async () => {
      hanging = true;
      throwOut();
      await listen();
    },
  };
}
