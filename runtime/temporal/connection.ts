import { readFileSync } from 'node:fs';
import type { TemporalConfig } from '../config';

interface TemporalAddress {
  readonly address: string;
  readonly tls?: TlsSettings | true;
  readonly apiKey?: string;
  readonly metadata?: Record<string, string>;
}

interface TlsSettings {
  readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer };
  readonly serverRootCACertificate?: Buffer;
}

/**
 * How a client or a worker reaches the Temporal server: plain, by API key, or by mutual TLS; TEMPORAL_TLS_CA is for a
 * server whose certificate no public authority has signed. Certificates and keys are in PEM: the names of their files, or
 * what stands in them, as TEMPORAL_TLS_KEY_FILE gives it.
 */
export function connectionOptions(config: TemporalConfig): TemporalAddress {
  const { TEMPORAL_API_KEY: apiKey, TEMPORAL_TLS_CERT: crt, TEMPORAL_TLS_KEY: key, TEMPORAL_TLS_CA: ca } = config;
  const tls: TlsSettings = {
    ...(crt && key ? { clientCertPair: { crt: pem(crt), key: pem(key) } } : {}),
    ...(ca ? { serverRootCACertificate: pem(ca) } : {}),
  };
  const isPlain = !apiKey && Object.keys(tls).length === 0;
  return {
    address: config.TEMPORAL_ADDRESS,
    ...(isPlain ? {} : { tls: Object.keys(tls).length > 0 ? tls : true }),
    ...(apiKey ? { apiKey, metadata: { 'temporal-namespace': config.TEMPORAL_NAMESPACE } } : {}),
  };
}

/** What is no name of a file must not be looked for as one: the failure would print it. */
const pem = (given: string): Buffer => (given.startsWith('-----BEGIN ') ? Buffer.from(given) : readFileSync(given));
