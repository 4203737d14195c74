import { Agent, request } from 'node:http';

/** POSTs JSON over connections that are kept open, as platforms do. Lighter than fetch: the load generator shares the machine. */
export interface Poster {
  /** The answer's body. @throws with status and body for any answer that is not 2xx */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<unknown>;
  close(): void;
}

export function createPoster(url: string): Poster {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  return {
    post: function post(path, body, headers = {}): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const text = JSON.stringify(body);
        const sending = request(
          new URL(path, url),
          {
            agent,
            method: 'POST',
            headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers },
          },
          (response) => {
            const parts: Buffer[] = [];
            response.on('data', (part: Buffer) => parts.push(part));
            response.once('error', reject);
            response.once('end', () => {
              const answer = Buffer.concat(parts).toString('utf8');
              const status = response.statusCode ?? 0;
              if (status >= 200 && status < 300) resolve(answer === '' ? undefined : JSON.parse(answer));
              else reject(new Error(`POST ${path} was answered ${status}: ${answer.slice(0, 300)}`));
            });
          },
        );
        sending.once('error', (error: NodeJS.ErrnoException) => {
          // The server gave the idle connection up in the same instant: it has not read the request.
          if (sending.reusedSocket && error.code === 'ECONNRESET') resolve(post(path, body, headers));
          else reject(error);
        });
        sending.end(text);
      });
    },
    close: () => agent.destroy(),
  };
}
