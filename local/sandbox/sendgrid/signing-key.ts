import { createPrivateKey, type KeyObject, sign } from 'node:crypto';

/**
 * Reads the ECDSA P-256 private key that webhooks are signed with: PEM, or base64 of its PKCS#8 DER.
 * Throws a sentence when it is not one.
 */
export function readSigningKey(text: string): KeyObject {
  const key = text.includes('-----BEGIN') ? createPrivateKey(text) : fromBase64(text);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Error('The SendGrid signing key is not an ECDSA key on the curve P-256.');
  }
  return key;
}

/** SendGrid's signature headers over the time and the exact bytes of the body. */
export function signatureHeaders(key: KeyObject, at: Date, body: Buffer): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = sign('sha256', Buffer.concat([Buffer.from(timestamp), body]), key).toString('base64');
  return {
    'x-twilio-email-event-webhook-timestamp': timestamp,
    'x-twilio-email-event-webhook-signature': signature,
  };
}

function fromBase64(text: string): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
  } catch (error) {
    throw new Error('The SendGrid signing key is neither PEM nor base64 of PKCS#8 DER.', { cause: error });
  }
}
