import { generateKeyPairSync } from 'node:crypto';
import sgClient from '@sendgrid/client';
import sgMail from '@sendgrid/mail';
import twilio from 'twilio';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../local/sandbox/create-sandbox';

/** The type of the client, which its package does not offer by name. */
export type MailService = typeof sgMail;
export type MailData = Exclude<Parameters<MailService['send']>[0], unknown[]>;

export const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
export const credentials = { accountSid: `AC${'a'.repeat(32)}`, authToken: 'twilio-secret' };
export const sendgridKey = 'SG.key';
export const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** A sandbox in a hurry: statuses follow within milliseconds. */
export function createQuickSandbox(
  options: Partial<SandboxOptions> & Pick<SandboxOptions, 'heedUrl'>,
): Promise<Sandbox> {
  return createSandbox({
    twilio: credentials,
    sendgrid: { apiKey: sendgridKey, signingKey },
    pace: { firstAfterMs: 1, nextAfterMs: 1 },
    retryDelaysMs: [5, 10, 20],
    slowAnswerMs: 50,
    ...options,
  });
}

/** Longer than any answer takes on a busy machine: only who waits for no answer at all waits for less. */
const patientMs = 20_000;
export const impatientMs = 100;

/** The official client, told to go to the sandbox. */
export function twilioAt(url: string, { accountSid, authToken } = credentials, timeoutMs = patientMs): twilio.Twilio {
  const httpClient = new twilio.RequestClient({ timeout: timeoutMs, autoRetry: false });
  const send = httpClient.request.bind(httpClient);
  httpClient.request = (options) => {
    const { pathname, search } = new URL(options.uri);
    return send({ ...options, uri: `${url}${pathname}${search}` });
  };
  return twilio(accountSid, authToken, { httpClient });
}

/** The official client in an instance of its own, told to go to the sandbox. */
export function sendgridAt(url: string, apiKey = sendgridKey, timeoutMs = patientMs): MailService {
  const client = new (sgClient.constructor as new () => typeof sgClient)();
  const mail = new (sgMail.constructor as new () => MailService)();
  client.setApiKey(apiKey);
  client.setDefaultRequest('baseUrl', url);
  mail.setClient(client);
  mail.setTimeout(timeoutMs);
  return mail;
}

export async function putJson(url: string, body: unknown, method = 'PUT'): Promise<Response> {
  return fetch(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

export function postJson(url: string, body: unknown): Promise<Response> {
  return putJson(url, body, 'POST');
}

/** JSON whose shape the test knows. */
export async function jsonOf<Shape>(response: Response): Promise<Shape> {
  return (await response.json()) as Shape;
}
