import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from './json-file';
import { PlainFailure } from './plain-failure';

const secretsSchema = z.object({
  encryptionKeys: z.string(),
  indexKeys: z.string(),
  sessionSecret: z.string(),
  postgres: z.object({ superuser: z.string(), owner: z.string(), app: z.string(), keysApp: z.string() }),
  twilio: z.object({ accountSid: z.string(), authToken: z.string(), messagingServiceSid: z.string() }),
  marketingMessagingServiceSid: z.string(),
  sendgrid: z.object({ apiKey: z.string(), eventPublicKey: z.string(), eventPrivateKey: z.string() }),
  stripeWebhookSecret: z.string(),
  optOutWebhookSecret: z.string(),
  oidcClientSecret: z.string(),
  platformSecrets: z.object({ organisation: z.string(), otherOrganisation: z.string() }),
});

/** What a local stack makes up for itself, once: its keys, its passwords, and its credentials at the sandbox. */
export type Secrets = z.infer<typeof secretsSchema>;

/**
 * Those of the data directory; generated on the first start, and one by one where a newer Heed needs another.
 * Fails with a sentence when the file is there but broken: with other keys the data beside it could not be read.
 */
export function secretsIn(file: string): Secrets {
  const kept = secretsSchema.partial().safeParse(existsSync(file) ? readJsonFile(file) : {});
  if (!kept.success) {
    throw new PlainFailure(
      `${file} cannot be read, and the data beside it not without it. Restore it, or remove the folder.`,
    );
  }
  const complete = secretsSchema.parse({ ...generateSecrets(), ...kept.data });
  writeJsonFile(file, complete);
  return complete;
}

export function generateSecrets(): Secrets {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return {
    encryptionKeys: keyRing(),
    indexKeys: keyRing(),
    sessionSecret: word(),
    postgres: { superuser: word(), owner: word(), app: word(), keysApp: word() },
    twilio: { accountSid: twilioSid('AC'), authToken: hex(16), messagingServiceSid: twilioSid('MG') },
    marketingMessagingServiceSid: twilioSid('MG'),
    sendgrid: {
      apiKey: `SG.${randomBytes(16).toString('base64url')}.${word()}`,
      eventPublicKey: publicKey.toString('base64'),
      eventPrivateKey: privateKey.toString('base64'),
    },
    stripeWebhookSecret: `whsec_${word()}`,
    optOutWebhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
    oidcClientSecret: word(),
    platformSecrets: { organisation: word(), otherOrganisation: word() },
  };
}

const hex = (bytes: number) => randomBytes(bytes).toString('hex');
const word = () => randomBytes(32).toString('base64url');
const keyRing = () => `local-1:${randomBytes(32).toString('base64')}`;
const twilioSid = (prefix: string) => `${prefix}${hex(16)}`;
