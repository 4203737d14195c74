import { defaultPayloadConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const { History } = temporal.api.history.v1;

/**
 * A workflow's history as plain JSON, with every payload in it opened: arguments, results, signals, headers, memos,
 * search attributes, and what the codec hides of failures (`encodedAttributes`).
 */
export async function decodedHistory(history: temporal.api.history.v1.IHistory, codec: PayloadCodec): Promise<unknown> {
  return opened(History.toObject(History.fromObject(history), { enums: String, longs: String }), codec);
}

async function opened(value: unknown, codec: PayloadCodec, name = ''): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => opened(item, codec)));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value !== 'object' || value === null) return value;
  if (isPayload(value)) return openedPayload(value, codec);
  if (isInstant(value, name)) return new Date(Number(value.seconds) * 1_000 + (value.nanos ?? 0) / 1e6).toISOString();
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await opened(inner, codec, key)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function openedPayload(payload: Payload, codec: PayloadCodec): Promise<unknown> {
  const [decoded = payload] = await codec.decode([payload]);
  try {
    // `undefined` is what a workflow without a result returns; JSON has no word for it.
    return defaultPayloadConverter.fromPayload(decoded) ?? null;
  } catch {
    return {
      encoding: textOf(decoded.metadata?.['encoding']),
      data: Buffer.from(decoded.data ?? []).toString('base64'),
    };
  }
}

function isPayload(value: object): value is Payload {
  return 'metadata' in value && 'encoding' in ((value.metadata as object | null) ?? {});
}

/** A duration has the same shape; only the name tells them apart. */
function isInstant(value: object, name: string): value is { seconds: string; nanos?: number } {
  return 'seconds' in value && /Time(stamp)?$/.test(name);
}

const textOf = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('utf8');
