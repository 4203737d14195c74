import { readFileSync } from 'node:fs';
import type { TemporalConfig } from '../config';

interface TemporalAddress {
  readonly address: string;
  readonly tls?: boolean | { readonly clientCertPair: { readonly crt: Buffer; readonly key: Buffer } };
  readonly apiKey?: string;
  readonly metadata?: Record<string, string>;
}

/** How a client or a worker reaches the Temporal server: plain, by API key, or by mutual TLS. */
export function connectionOptions(config: TemporalConfig): TemporalAddress {
  const { TEMPORAL_TLS_CERT: cert, TEMPORAL_TLS_KEY: key, TEMPORAL_API_KEY: apiKey } = config;
  const clientCertPair = cert && key ? { crt: readFileSync(cert), key: readFileSync(key) } : undefined;
  return {
    address: config.TEMPORAL_ADDRESS,
    ...(clientCertPair ? { tls: { clientCertPair } } : apiKey ? { tls: true } : {}),
    ...(apiKey ? { apiKey, metadata: { 'temporal-namespace': config.TEMPORAL_NAMESPACE } } : {}),
  };
}
