import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { KeyRing } from '../config';

const encoding = 'binary/encrypted';
const ivLength = 12;
const tagLength = 16;
/** Which key sealed it, in the payload's own words. */
const ownKeyId = 'payloadKeyId';
const ringKeyId = 'keyId';
const PayloadMessage = temporal.api.common.v1.Payload;

/** Keys that are for payloads alone, by their ids. 32 bytes each. */
export interface PayloadKeys {
  toSeal(): Promise<PayloadKey>;
  toOpen(id: string): Promise<Buffer>;
}

interface PayloadKey {
  readonly id: string;
  readonly key: Buffer;
}

/**
 * Seals every payload with AES-256-GCM. Defence in depth only: histories hold no personal data to begin with (design:
 * ids, enums, instants, counts).
 * @param ring opens what was sealed under it, before payloads had keys of their own
 * @param keys absent: the ring's first key seals, where there is no database of keys
 */
export function createPayloadCodec(ring: KeyRing, keys?: PayloadKeys): PayloadCodec {
  const current = ring[0];
  if (!current) throw new Error('The key ring is empty.');
  const keyOf = async (payload: Payload): Promise<Buffer> => {
    const ownId = text(payload.metadata?.[ownKeyId]);
    if (ownId !== '' && keys) return keys.toOpen(ownId);
    const id = text(payload.metadata?.[ringKeyId]);
    const found = ring.find((key) => key.id === id);
    if (!found) throw new Error(`The payload's key ${id || ownId} is not in ENCRYPTION_KEYS.`);
    return found.key;
  };
  return {
    encode: async (payloads) => {
      if (!keys) return payloads.map((payload) => encrypt(payload, ringKeyId, current));
      const own = await keys.toSeal();
      return payloads.map((payload) => encrypt(payload, ownKeyId, own));
    },
    decode: (payloads) =>
      Promise.all(
        payloads.map(async (payload) => (isEncrypted(payload) ? decrypt(payload, await keyOf(payload)) : payload)),
      ),
  };
}

/** The same on client and workers, or they cannot read each other. */
export function createDataConverter(ring: KeyRing, keys?: PayloadKeys): DataConverter {
  return {
    payloadCodecs: [createPayloadCodec(ring, keys)],
    failureConverterPath: require.resolve('./failure-converter'),
  };
}

function encrypt(payload: Payload, named: typeof ownKeyId | typeof ringKeyId, { id, key }: PayloadKey): Payload {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const plain = PayloadMessage.encode(PayloadMessage.create(payload)).finish();
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    metadata: { encoding: Buffer.from(encoding), [named]: Buffer.from(id) },
    data: Buffer.concat([iv, cipher.getAuthTag(), body]),
  };
}

function decrypt(payload: Payload, key: Buffer): Payload {
  const data = Buffer.from(payload.data ?? []);
  const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, ivLength));
  decipher.setAuthTag(data.subarray(ivLength, ivLength + tagLength));
  const plain = Buffer.concat([decipher.update(data.subarray(ivLength + tagLength)), decipher.final()]);
  const { metadata, data: opened } = PayloadMessage.decode(plain);
  return { metadata, data: opened };
}

const isEncrypted = (payload: Payload): boolean => text(payload.metadata?.['encoding']) === encoding;

const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
