import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { KeyRing } from '../config';

const encoding = 'binary/encrypted';
const ivLength = 12;
const tagLength = 16;
const PayloadMessage = temporal.api.common.v1.Payload;

/**
 * Seals every payload with AES-256-GCM under the ring's first key. Defence in depth only: histories hold no personal
 * data to begin with (design: ids, enums, instants, counts).
 */
export function createPayloadCodec(ring: KeyRing): PayloadCodec {
  const current = ring[0];
  if (!current) throw new Error('The key ring is empty.');
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, current)),
    decode: async (payloads) => payloads.map((payload) => (isEncrypted(payload) ? decrypt(payload, ring) : payload)),
  };
}

/** The same on client and workers, or they cannot read each other. */
export function createDataConverter(ring: KeyRing): DataConverter {
  return {
    payloadCodecs: [createPayloadCodec(ring)],
    failureConverterPath: require.resolve('./failure-converter'),
  };
}

function encrypt(payload: Payload, { id, key }: KeyRing[number]): Payload {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const plain = PayloadMessage.encode(PayloadMessage.create(payload)).finish();
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    metadata: { encoding: Buffer.from(encoding), keyId: Buffer.from(id) },
    data: Buffer.concat([iv, cipher.getAuthTag(), body]),
  };
}

function decrypt(payload: Payload, ring: KeyRing): Payload {
  const keyId = text(payload.metadata?.['keyId']);
  const found = ring.find(({ id }) => id === keyId);
  if (!found) throw new Error(`The payload's key ${keyId} is not in ENCRYPTION_KEYS.`);
  const data = Buffer.from(payload.data ?? []);
  const decipher = createDecipheriv('aes-256-gcm', found.key, data.subarray(0, ivLength));
  decipher.setAuthTag(data.subarray(ivLength, ivLength + tagLength));
  const plain = Buffer.concat([decipher.update(data.subarray(ivLength + tagLength)), decipher.final()]);
  const { metadata, data: opened } = PayloadMessage.decode(plain);
  return { metadata, data: opened };
}

const isEncrypted = (payload: Payload): boolean => text(payload.metadata?.['encoding']) === encoding;

const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
