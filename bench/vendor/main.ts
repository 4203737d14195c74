/**
 * The vendor of every arm, as a process of its own: answers like Twilio and SendGrid and tells its parent the instant at
 * which each message arrived. It reports nothing back to who sent (no status callbacks), so that all arms have the same
 * to do. The sandbox of `npm start` keeps a journal and calls back, which would cost more than what is measured.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monotonicMs } from '../monotonic';
import { vendorCredentials } from './credentials';
import type { Arrival } from './vendor';

async function main(): Promise<void> {
  let taken = 0;
  const server = createServer((request, response) => {
    const at = monotonicMs();
    take(request, response, (arrival) => {
      taken += 1;
      process.send?.({ kind: 'arrival', at, ...arrival });
      return `${taken}`.padStart(32, '0');
    }).catch((error: unknown) => {
      response.writeHead(400).end(String(error));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.({ kind: 'listening', port: (server.address() as AddressInfo).port });
  await Promise.race([once(process, 'SIGTERM'), once(process, 'disconnect')]);
  process.exit(0);
}

/** @param arrived notes the message and gives it an id */
async function take(
  request: IncomingMessage,
  response: ServerResponse,
  arrived: (arrival: Pick<Arrival, 'to' | 'channel'>) => string,
): Promise<void> {
  const body = await bodyOf(request);
  const answer = (status: number, headers: Record<string, string>, text: string) => {
    response.writeHead(status, headers).end(text);
  };
  if (
    request.method === 'POST' &&
    request.url === `/2010-04-01/Accounts/${vendorCredentials.accountSid}/Messages.json`
  ) {
    const to = new URLSearchParams(body).get('To') ?? '';
    const sid = `SM${arrived({ to, channel: 'sms' })}`;
    answer(201, { 'content-type': 'application/json' }, JSON.stringify({ sid, status: 'queued', to }));
  } else if (request.method === 'POST' && request.url === '/v3/mail/send') {
    const mail = JSON.parse(body) as { personalizations: [{ to: [{ email: string }] }] };
    answer(202, { 'x-message-id': arrived({ to: mail.personalizations[0].to[0].email, channel: 'email' }) }, '');
  } else {
    answer(404, {}, '');
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
