import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { type Answer, answerOf, createHeedClient, type HeedClient } from '../client/heed-client';
import type { Tokens } from './demo-people';
import { PlainFailure } from './plain-failure';
import type { Stack } from './stack-file';

/** Staff of the demo who act in its stories. */
export type StaffKey = Exclude<keyof Tokens, 'platform'>;

/** Whose token is used: a person's, or that of the platform which calls Heed. */
export type ActingKey = keyof Tokens;

/** A running stack as the people of a demo use it: its API, its personal pages and everybody's inbox, over HTTP. */
export interface StackClient {
  /** Heed, as this person or the platform calls it. */
  as(who: ActingKey): HeedClient;
  /** Newest first. */
  casesAbout(clientId: string): Promise<readonly Case[]>;
  hasOpenCase(clientId: string): Promise<boolean>;
  /** Waits until the case has the status. */
  reaches(caseId: string, status: Case['status']): Promise<void>;
  /** Waits until the case has an open checkpoint of this kind. */
  waitsFor(caseId: string, checkpoint: Checkpoint['kind']): Promise<void>;
  timeline(caseId: string): Promise<Answer<'readTimeline'>['items']>;
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

export type Case = Answer<'readCase'>;
export type Checkpoint = Case['checkpoints'][number];

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

const patienceMs = 20_000;

export function createStackClient({
  url,
  sandboxUrl,
  organisation,
}: Pick<Stack, 'url' | 'sandboxUrl' | 'organisation'>): StackClient {
  const heedAs = (who: ActingKey): HeedClient => {
    const token = organisation.tokens?.[who];
    if (!token) throw new PlainFailure('The stack has no tokens of its own: it uses another identity provider.');
    const heed = createHeedClient({ url, token: () => token });
    heed.use({ onError: () => nothingAnswersAt(url) });
    return heed;
  };
  const read = async (caseId: string): Promise<Case> => {
    const path = { caseId };
    return answerOf(await heedAs('supervisor').GET('/v1/urgent-care/cases/{caseId}', { params: { path } }));
  };
  const casesAbout: StackClient['casesAbout'] = async (clientId) => {
    const query = { clientId, limit: 20 };
    return answerOf(await heedAs('supervisor').GET('/v1/urgent-care/cases', { params: { query } })).items;
  };
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
    as: heedAs,
    casesAbout,
    hasOpenCase: async (clientId) => (await casesAbout(clientId)).some(({ status }) => status !== 'closed'),
    reaches: (caseId, status) => awaits(`the case to be ${status}`, async () => (await read(caseId)).status === status),
    waitsFor: (caseId, checkpoint) =>
      awaits(`the case to wait for ${checkpoint}`, async () =>
        (await read(caseId)).checkpoints.some(({ kind }) => kind === checkpoint),
      ),
    timeline: async (caseId) => {
      const params = { path: { caseId }, query: { limit: 100 } };
      return answerOf(await heedAs('supervisor').GET('/v1/urgent-care/cases/{caseId}/timeline', { params })).items;
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

const fetched = (url: string, options?: RequestInit): Promise<Response> => taken(reached(url, options));

function reached(url: string, options?: RequestInit): Promise<Response> {
  return fetch(url, options).catch(() => {
    throw nothingAnswersAt(url);
  });
}

const nothingAnswersAt = (url: string): PlainFailure =>
  new PlainFailure(`Nothing answers at ${new URL(url).origin}: is npm start still running?`);

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
