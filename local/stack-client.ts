import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { PlainFailure } from './plain-failure';
import type { Stack } from './stack-file';

/** A running stack as the people of a demo use it: its API, its personal pages and everybody's inbox, over HTTP. */
export interface StackClient {
  post(
    as: 'practitioner' | 'dutyClinician' | 'supervisor',
    path: string,
    body: object,
  ): Promise<Record<string, unknown>>;
  hasOpenCase(clientId: string): Promise<boolean>;
  /** Waits until the case has the status. */
  reaches(caseId: string, status: string): Promise<void>;
  timeline(caseId: string): Promise<readonly TimelineLine[]>;
  /** Waits for an SMS that came since and says this. */
  messageTo(mobile: string, since: string, text: RegExp): Promise<Inboxed>;
  /** Opens a personal link and sends its form. */
  submit(link: string, fields: Readonly<Record<string, string>>): Promise<void>;
  reply(from: string, to: string, text: string): Promise<void>;
}

const inboxed = z.object({ from: z.string(), text: z.string(), links: z.array(z.string()) });
export type Inboxed = z.infer<typeof inboxed>;

const timelineLine = z.object({ at: z.string(), actor: z.object({ name: z.string() }), text: z.string() });
export type TimelineLine = z.infer<typeof timelineLine>;

const patienceMs = 20_000;

export function createStackClient({ url, sandboxUrl, organisation }: Stack): StackClient {
  const ask = async (as: keyof NonNullable<typeof organisation.tokens>, path: string, body?: object) => {
    const token = organisation.tokens?.[as];
    if (!token) throw new PlainFailure('The stack has no tokens of its own: it uses another identity provider.');
    const response = await fetched(url + path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return z.record(z.string(), z.unknown()).parse(await response.json());
  };

  return {
    post: (as, path, body) => ask(as, path, body),
    hasOpenCase: async (clientId) => {
      const { items } = await ask('supervisor', `/v1/urgent-care/cases?clientId=${clientId}&limit=20`);
      return z
        .array(z.object({ status: z.string() }))
        .parse(items)
        .some(({ status }) => status !== 'closed');
    },
    reaches: (caseId, status) =>
      awaited(`the case to be ${status}`, async () => {
        const found = await ask('practitioner', `/v1/urgent-care/cases/${caseId}`);
        return found['status'] === status ? true : undefined;
      }).then(() => undefined),
    timeline: async (caseId) => {
      const { items } = await ask('practitioner', `/v1/urgent-care/cases/${caseId}/timeline?limit=100`);
      return z.array(timelineLine).parse(items);
    },
    messageTo: (mobile, since, text) =>
      awaited(`a message to ${mobile}`, async () => {
        const query = new URLSearchParams({ to: mobile, channel: 'sms', since });
        const response = await fetched(`${sandboxUrl}/sandbox/messages?${query.toString()}`);
        const { messages } = z.object({ messages: z.array(inboxed) }).parse(await response.json());
        return messages.findLast((message) => text.test(message.text));
      }),
    submit: async (link, fields) => {
      const page = await (await fetched(link)).text();
      const form = /name="form" value="(\d+)"/.exec(page)?.[1] ?? '';
      await fetched(link, { method: 'POST', body: new URLSearchParams({ form, ...fields }) });
    },
    reply: async (from, to, text) => {
      await fetched(`${sandboxUrl}/sandbox/replies`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ from, to, text }),
      });
    },
  };
}

async function fetched(url: string, options?: RequestInit): Promise<Response> {
  const response = await fetch(url, options).catch(() => {
    throw new PlainFailure(`Nothing answers at ${new URL(url).origin}: is npm start still running?`);
  });
  if (response.ok) return response;
  throw new PlainFailure(`${url} answered ${response.status}: ${await response.text()}`);
}

async function awaited<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > end) throw new PlainFailure(`Waited ${patienceMs / 1000} s in vain for ${what}.`);
    await pause(100);
  }
}
