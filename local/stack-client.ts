import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Tokens } from './demo-people';
import { PlainFailure } from './plain-failure';
import type { Stack } from './stack-file';

/** Staff of the demo who act in its stories. */
export type StaffKey = Exclude<keyof Tokens, 'platform'>;

/** Whose token is used: a person's, or that of the platform which calls Heed. */
export type ActingKey = keyof Tokens;

/** A running stack as the people of a demo use it: its API, its personal pages and everybody's inbox, over HTTP. */
export interface StackClient {
  get(as: ActingKey, path: string): Promise<Record<string, unknown>>;
  post(as: ActingKey, path: string, body: object): Promise<Record<string, unknown>>;
  put(as: ActingKey, path: string, body: object): Promise<Record<string, unknown>>;
  remove(as: ActingKey, path: string): Promise<void>;
  /** The number with which a GET is answered. */
  status(as: ActingKey, path: string): Promise<number>;
  /** What is refused and must be: why, and what each ruling offers instead. */
  refusal(as: ActingKey, path: string, body: object): Promise<Refused>;
  hasOpenCase(clientId: string): Promise<boolean>;
  /** Waits until the case has the status. */
  reaches(caseId: string, status: string): Promise<void>;
  /** Waits until the case has an open checkpoint of this kind. */
  waitsFor(caseId: string, checkpoint: string): Promise<void>;
  timeline(caseId: string): Promise<readonly TimelineLine[]>;
  /** Waits for an SMS that came since and says this. */
  messageTo(mobile: string, since: string, text: RegExp): Promise<Inboxed>;
  /** The same of an email. */
  emailTo(address: string, since: string, text: RegExp): Promise<InboxedEmail>;
  /** As a mail program does it for its reader: one POST, without a look at the page. Resolves to the HTTP status. */
  unsubscribeByOneClick(link: string): Promise<number>;
  /** Opens a personal link and sends its form. */
  submit(link: string, fields: Readonly<Record<string, string>>): Promise<void>;
  /** Opens a personal link, sends its form, and gets a file. */
  download(
    link: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<{ readonly name: string; readonly bytes: number }>;
  /** The same with a form that must not be taken. */
  submitInVain(link: string, fields: Readonly<Record<string, string>>): Promise<void>;
  reply(from: string, to: string, text: string): Promise<void>;
  /** Waits until it is so. @param what for the failure: `the case to be closed` */
  awaits(what: string, isSo: () => Promise<boolean>): Promise<void>;
}

export interface Refused {
  readonly detail: string;
  readonly rulings: readonly string[];
}

const problem = z.object({
  detail: z.string(),
  rulings: z
    .array(
      z.object({ recipient: z.string(), row: z.number().nullable(), result: z.string(), offers: z.array(z.string()) }),
    )
    .default([]),
});

const inboxed = z.object({ from: z.string(), text: z.string(), links: z.array(z.string()) });
export type Inboxed = z.infer<typeof inboxed>;
const inboxedEmail = inboxed.extend({ subject: z.string(), headers: z.record(z.string(), z.string()) });
export type InboxedEmail = z.infer<typeof inboxedEmail>;

/** The personal link in a message. */
export function linkIn({ links }: Inboxed): string {
  const [link] = links;
  if (!link) throw new PlainFailure('The message has no link.');
  return link;
}

const timelineLine = z.object({ at: z.string(), actor: z.object({ name: z.string() }), text: z.string() });
export type TimelineLine = z.infer<typeof timelineLine>;

const patienceMs = 20_000;

export function createStackClient({
  url,
  sandboxUrl,
  organisation,
}: Pick<Stack, 'url' | 'sandboxUrl' | 'organisation'>): StackClient {
  const send = (as: ActingKey, method: string, path: string, body?: object): Promise<Response> => {
    const token = organisation.tokens?.[as];
    if (!token) throw new PlainFailure('The stack has no tokens of its own: it uses another identity provider.');
    return reached(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  };
  const ask = async (as: ActingKey, method: string, path: string, body?: object) =>
    z.record(z.string(), z.unknown()).parse(await (await taken(send(as, method, path, body))).json());
  const read = (caseId: string) => ask('supervisor', 'GET', `/v1/urgent-care/cases/${caseId}`);
  const submit = async (link: string, fields: Readonly<Record<string, string>>): Promise<Response> => {
    const page = await (await fetched(link)).text();
    const hidden = Array.from(
      page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g),
      ([, name, value]) => [name ?? '', value ?? ''],
    );
    return reached(link, { method: 'POST', body: new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }) });
  };

  const newestIn = <Message extends Inboxed>(
    schema: z.ZodType<Message>,
    sought: Readonly<Record<'to' | 'channel' | 'since', string>>,
    text: RegExp,
  ): Promise<Message> =>
    awaited(`a message to ${sought.to}`, async () => {
      const response = await fetched(`${sandboxUrl}/sandbox/messages?${new URLSearchParams(sought).toString()}`);
      const { messages } = z.object({ messages: z.array(schema) }).parse(await response.json());
      return messages.findLast((message) => text.test(message.text));
    });

  return {
    get: (as, path) => ask(as, 'GET', path),
    post: (as, path, body) => ask(as, 'POST', path, body),
    put: (as, path, body) => ask(as, 'PUT', path, body),
    remove: async (as, path) => {
      await taken(send(as, 'DELETE', path));
    },
    status: async (as, path) => (await send(as, 'GET', path)).status,
    refusal: async (as, path, body) => {
      const response = await send(as, 'POST', path, body);
      if (response.ok) throw new PlainFailure(`${path} was taken, and must be refused.`);
      const { detail, rulings } = problem.parse(await response.json());
      return { detail, rulings: rulings.map(inWords) };
    },
    hasOpenCase: async (clientId) => {
      const { items } = await ask('supervisor', 'GET', `/v1/urgent-care/cases?clientId=${clientId}&limit=20`);
      return z
        .array(z.object({ status: z.string() }))
        .parse(items)
        .some(({ status }) => status !== 'closed');
    },
    reaches: (caseId, status) =>
      awaits(`the case to be ${status}`, async () => (await read(caseId))['status'] === status),
    waitsFor: (caseId, checkpoint) =>
      awaits(`the case to wait for ${checkpoint}`, async () => {
        const { checkpoints } = z
          .object({ checkpoints: z.array(z.object({ kind: z.string() })) })
          .parse(await read(caseId));
        return checkpoints.some(({ kind }) => kind === checkpoint);
      }),
    timeline: async (caseId) => {
      const { items } = await ask('supervisor', 'GET', `/v1/urgent-care/cases/${caseId}/timeline?limit=100`);
      return z.array(timelineLine).parse(items);
    },
    messageTo: (mobile, since, text) => newestIn(inboxed, { to: mobile, channel: 'sms', since }, text),
    emailTo: (address, since, text) => newestIn(inboxedEmail, { to: address, channel: 'email', since }, text),
    unsubscribeByOneClick: async (link) => {
      const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
      return (await reached(link, { method: 'POST', redirect: 'manual', body })).status;
    },
    submit: async (link, fields) => {
      await taken(submit(link, fields));
    },
    download: async (link, fields) => {
      const response = await taken(submit(link, fields));
      const name = /filename="?([^";]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? '';
      return { name, bytes: (await response.arrayBuffer()).byteLength };
    },
    submitInVain: async (link, fields) => {
      if ((await submit(link, fields)).ok) throw new PlainFailure('A form was taken that must be refused.');
    },
    reply: async (from, to, text) => {
      await fetched(`${sandboxUrl}/sandbox/replies`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ from, to, text }),
      });
    },
    awaits,
  };
}

const inWords = ({ recipient, row, result, offers }: z.infer<typeof problem>['rulings'][number]): string =>
  `${recipient}: ${result}${row === null ? '' : ` by row ${row}`}. ${offers.join(' ')}`.trim();

const fetched = (url: string, options?: RequestInit): Promise<Response> => taken(reached(url, options));

function reached(url: string, options?: RequestInit): Promise<Response> {
  return fetch(url, options).catch(() => {
    throw new PlainFailure(`Nothing answers at ${new URL(url).origin}: is npm start still running?`);
  });
}

async function taken(asked: Promise<Response>): Promise<Response> {
  const response = await asked;
  if (response.ok) return response;
  throw new PlainFailure(`${response.url} answered ${response.status}: ${await response.text()}`);
}

const awaits: StackClient['awaits'] = async (what, isSo) => {
  await awaited(what, async () => (await isSo()) || undefined);
};

async function awaited<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > end) throw new PlainFailure(`Waited ${patienceMs / 1000} s in vain for ${what}.`);
    await pause(100);
  }
}
