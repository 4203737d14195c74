import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const version = 1;
const ivLength = 12;
const tagLength = 16;
const headerLength = 1 + ivLength + tagLength;

/**
 * AES-256-GCM: version byte, iv, tag, ciphertext. What it is bound to (the person, or the ring's key) is
 * authenticated with it, so that a value copied into another person's row does not open.
 */
export function seal(key: Buffer, boundTo: string, plain: Uint8Array): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(boundTo));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), body]));
}

/** @throws if the key is another, the binding is another, or a bit was changed */
export function unseal(key: Buffer, boundTo: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== version) throw new Error(`Sealed in a form this version does not know: ${bytes[0]}.`);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + ivLength));
  decipher.setAAD(Buffer.from(boundTo));
  decipher.setAuthTag(bytes.subarray(1 + ivLength, headerLength));
  return Buffer.concat([decipher.update(bytes.subarray(headerLength)), decipher.final()]);
}
