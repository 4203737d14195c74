import { createHmac } from 'node:crypto';
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
  const hash = (key: Buffer, organisationId: string, address: string): Uint8Array<ArrayBuffer> =>
    new Uint8Array(
      createHmac('sha256', key)
        .update(`${apart}${organisationId}\n${normalised(address)}`)
        .digest(),
    );
  return {
    of: (organisationId, address) => hash(current.key, organisationId, address),
    allOf: (organisationId, address) => ring.map(({ key }) => hash(key, organisationId, address)),
  };
}

/** Numbers are E.164 already; an email address is one whatever its case. */
const normalised = (address: string): string => address.trim().toLowerCase();
