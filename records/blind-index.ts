import { createHash, createHmac } from 'node:crypto';
import type { KeyRing } from '../runtime/config';

/** What a number or an address is found by, without being kept: a keyed hash, apart for each organisation. */
export interface BlindIndex {
  /** Under the current index key: what is written. */
  of(organisationId: string, address: string): Uint8Array<ArrayBuffer>;
  /** Under every index key still in the ring: what is looked for. */
  allOf(organisationId: string, address: string): Uint8Array<ArrayBuffer>[];
}

/** @param domain apart from the others: the same address has another hash in each */
export function createBlindIndex(ring: KeyRing, domain?: 'suppression'): BlindIndex {
  const current = ring[0];
  if (!current) throw new Error('INDEX_KEYS is empty.');
  const apart = domain === undefined ? '' : `${domain}\n`;
  const hash = ({ key }: KeyRing[number], organisationId: string, address: string): Buffer =>
    createHmac('sha256', key)
      .update(`${apart}${organisationId}\n${normalised(address)}`)
      .digest();
  const named = (key: KeyRing[number], nameless: Buffer): Uint8Array<ArrayBuffer> =>
    new Uint8Array(Buffer.concat([nameOfKey(key), nameless]));
  return {
    of: (organisationId, address) => named(current, hash(current, organisationId, address)),
    allOf: (organisationId, address) =>
      ring.flatMap((key) => {
        const nameless = hash(key, organisationId, address);
        // Hashes of before they named their key are found as well.
        return [named(key, nameless), new Uint8Array(nameless)];
      }),
  };
}

/** Bytes of a key's name at the head of each hash under it. */
export const nameLength = 4;
/** Bytes of a hash with its key's name. */
export const namedLength = nameLength + 32;

/** By which a hash tells the key that it needs: not the id itself, so that each hash has the same length. */
export const nameOfKey = ({ id }: KeyRing[number]): Buffer =>
  createHash('sha256').update(id).digest().subarray(0, nameLength);

/** Numbers are E.164 already; an email address is one whatever its case. */
const normalised = (address: string): string => address.trim().toLowerCase();
