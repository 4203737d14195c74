/**
 * The process with the provider sandbox and the identity provider, both on loopback at fixed ports, so that their
 * addresses stay the same when the process is restarted. Sends its parent 'ready' once both listen, and ends on SIGTERM
 * or when the parent is gone.
 *
 * - HEED_DATA_DIR: messages are kept in `sandbox/messages.jsonl` below it
 * - SANDBOX_PORT
 * - ADDRESS_BOOK_FILE: JSON of `AddressBook`, whose names the inbox shows; absent means numbers and addresses alone
 * - HEED_URL: where Heed's API is reached; PUBLIC_URL: what Heed calls itself, if that differs
 * - TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, SENDGRID_API_KEY: the credentials that Heed uses
 * - OPT_OUT_WEBHOOK_SECRET: of the webhooks to the platform; absent means that it believes nobody
 * - SENDGRID_SIGNING_KEY: ECDSA P-256 private key, PEM or base64 of PKCS#8 DER
 * - IDENTITY_PORT: absent means no identity provider
 * - IDENTITY_KEYS_FILE: JSON of `generateIdentityKeys()`; IDENTITY_PARTIES_FILE: JSON of `Parties`
 * - OIDC_AUDIENCE: default `heed`
 */
import { once } from 'node:events';
import { createIdentityProvider } from '../identity/create-identity-provider';
import { createSandbox } from './create-sandbox';
import { readSettings } from './settings';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const sandbox = await createSandbox({ ...settings.sandbox, log: (sentence) => console.error(sentence) });
  const identity = settings.identity && (await createIdentityProvider(settings.identity));

  process.send?.('ready');

  // Without its parent nobody would end this process, and it would hold the ports of the next one.
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT'), once(process, 'disconnect')]);
  await Promise.all([sandbox.close(), identity?.close()]);
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
