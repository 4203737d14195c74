import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { lookingForReplays } from '../../../records/erasure/await-replay';
import type { Watch } from './watch';

/**
 * The way to a PostgreSQL server, on which the beginnings and ends of transactions are seen: of those that work. Who only
 * looks whether a ledger is to be replayed, before any work, passes unseen.
 */
export interface TransactionDoor {
  /** The given address of a database, through this door. */
  readonly databaseUrl: string;
  close(): Promise<void>;
}

export async function createTransactionDoor(
  databaseUrl: string,
  watch: Watch<'begin' | 'commit' | 'committed'>,
): Promise<TransactionDoor> {
  const { hostname, port } = new URL(databaseUrl);
  const inside = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    inside.add(socket);
    return socket.on('error', () => undefined).on('close', () => inside.delete(socket));
  };

  const server = createServer({ noDelay: true }, (worker) => {
    const postgres = keep(connect({ port: Number(port), host: hostname, noDelay: true }));
    // Whoever dies takes the other end along: PostgreSQL rolls back what a dead worker left open.
    keep(worker).on('close', () => postgres.destroy());
    postgres.on('close', () => worker.destroy());
    let isSeen: boolean | null = null;
    let isCommitting = false;

    const ask = async (): Promise<void> => {
      const messages = createMessageReader();
      for await (const chunk of worker) {
        for (const message of messages.read(chunk)) {
          // The first message says who comes.
          isSeen ??= !message.includes(`application_name\0${lookingForReplays}\0`);
          const statement = isSeen ? statementIn(message) : null;
          if (statement === 'BEGIN') await watch('begin');
          if (statement === 'COMMIT') await watch('commit');
          isCommitting = statement === 'COMMIT';
          postgres.write(message);
        }
      }
    };
    const answer = async (): Promise<void> => {
      for await (const chunk of postgres) {
        // Nobody asks anything before the answer to a COMMIT is there: what comes next is that answer.
        if (isCommitting) await watch('committed');
        isCommitting = false;
        worker.write(chunk);
      }
    };
    const end = (): void => void worker.destroy();
    ask().catch(end);
    answer().catch(end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const throughDoor = new URL(databaseUrl);
  throughDoor.port = String((server.address() as AddressInfo).port);
  return {
    databaseUrl: throughDoor.href,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of inside) socket.destroy();
      await closed;
    },
  };
}

/** Puts together what a client says to PostgreSQL: after the first message each has a letter, its length and its words. */
function createMessageReader(): { read(chunk: Buffer): Buffer[] } {
  let unread = Buffer.alloc(0);
  let lengthAt = 0;
  return {
    read: (chunk) => {
      unread = Buffer.concat([unread, chunk]);
      const messages: Buffer[] = [];
      while (unread.length >= lengthAt + 4) {
        const length = lengthAt + unread.readInt32BE(lengthAt);
        if (unread.length < length) break;
        messages.push(unread.subarray(0, length));
        unread = unread.subarray(length);
        lengthAt = 1;
      }
      return messages;
    },
  };
}

/** The words of a simple query; those of a prepared one begin and end no transaction. */
const statementIn = (message: Buffer): string | null =>
  message[0] === 'Q'.charCodeAt(0) ? message.toString('utf8', 5, message.length - 1) : null;
