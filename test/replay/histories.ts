import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defaultPayloadConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { projectRoot } from '../../runtime/project-root';

/** Histories as Temporal's own tools write them, one event a line, with their payloads opened: nobody needs a key. */

type History = temporal.api.history.v1.IHistory;
const { History } = temporal.api.history.v1;

const folder = path.join(projectRoot, 'test/replay/histories');
const fileOf = (name: string): string => path.join(folder, `${name}.json`);

export const recordedNames = (): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => path.basename(file, '.json'));

export const isRecorded = (name: string): boolean => existsSync(fileOf(name));

export const recordedText = (name: string): string => readFileSync(fileOf(name), 'utf8');
export const recordedHistory = (name: string): History =>
  History.fromObject(fromJson(JSON.parse(recordedText(name))) as object);

/** Never over one that is there: it stands for cases that run with it. */
export function keepHistory(name: string, history: History): void {
  const { events = [] } = History.toObject(History.fromObject(history), {
    enums: String,
    longs: String,
    bytes: String,
  });
  const lines = (events as readonly unknown[]).map((event) => JSON.stringify(toJson(event)));
  writeFileSync(fileOf(name), `{"events":[\n${lines.join(',\n')}\n]}\n`, { flag: 'wx' });
}

/** Opens every payload, and leaves out what tells of the machine: who polled, sticky queues, stack traces. */
export async function openedHistory(history: History, codec: PayloadCodec): Promise<History> {
  return History.fromObject((await opened(history, codec)) as object);
}

async function opened(value: unknown, codec: PayloadCodec): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => opened(item, codec)));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || 'unsigned' in value) return value;
  if (isPayload(value)) return (await codec.decode([value]))[0];
  const known = Object.entries(value).filter(([name, inner]) => inner !== null && !ofTheMachine.has(name));
  const entries = known.map(async ([name, inner]) => [name, await opened(withoutSticky(name, inner), codec)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

const ofTheMachine: ReadonlySet<string> = new Set([
  'identity',
  'lastFailure',
  'workerVersion',
  'binaryChecksum',
  'prevAutoResetPoints',
]);

/** A sticky queue is named after its process; in a replay only the queue that it stands for counts. */
function withoutSticky(name: string, value: unknown): unknown {
  const { normalName } = (name === 'taskQueue' ? value : {}) as { normalName?: string | null };
  return normalName ? { name: normalName, kind: 1 } : value;
}

const isPayload = (value: object): value is Payload =>
  'metadata' in value && 'encoding' in ((value.metadata as object | null) ?? {});

/** What the payloads of a history say, as plain values. */
export function saidIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  if (isPayload(value)) return [defaultPayloadConverter.fromPayload(value)];
  return Object.values(value).flatMap(saidIn);
}

/**
 * The two kinds of value that protobuf's JSON writes otherwise than protobufjs does. The SDK's own `historyToJSON` cannot
 * be used: it comes with a second copy of protobufjs, which does not know the types of the first.
 */
function toJson(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => toJson(item));
  if (typeof value !== 'object' || value === null || isPayload(value)) return value;
  if (isOfTime.test(name)) return timeAsText(value, name);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toJson(inner, key)]));
}

function fromJson(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => fromJson(item));
  if (typeof value === 'string' && isOfTime.test(name)) return timeFromText(value);
  if (typeof value !== 'object' || value === null || isPayload(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromJson(inner, key)]));
}

const isOfTime = /(Time|Timeout|Interval|Backoff|Delay|Expiration)$/;
const isInstant = /Time$/;

interface SecondsAndNanos {
  readonly seconds?: string;
  readonly nanos?: number;
}

function timeAsText({ seconds = '0', nanos = 0 }: SecondsAndNanos, name: string): string {
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0')}`;
  if (!isInstant.test(name)) return `${seconds}${fraction}s`;
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, -'.000Z'.length)}${fraction}Z`;
}

function timeFromText(text: string): SecondsAndNanos {
  const [whole = '', fraction = ''] = text.slice(0, -1).split('.');
  const seconds = text.endsWith('s') ? whole : String(Date.parse(`${whole}Z`) / 1000);
  return { seconds, nanos: Number(fraction.padEnd(9, '0')) };
}
