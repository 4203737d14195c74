import sharedClient from '@sendgrid/client';
import sharedMail from '@sendgrid/mail';

export interface SendGridAccount {
  readonly apiKey: string;
  /** Another origin than SendGrid's own. */
  readonly baseUrl?: string | undefined;
}

export interface SendGridClients {
  readonly client: typeof sharedClient;
  readonly mail: typeof sharedMail;
}

/** The official clients, in instances of their own: the packages' defaults are one for the whole process. */
export function sendGridClients({ apiKey, baseUrl }: SendGridAccount, timeoutMs: number): SendGridClients {
  const client = new (sharedClient.constructor as new () => typeof sharedClient)();
  const mail = new (sharedMail.constructor as new () => typeof sharedMail)();
  client.setApiKey(apiKey);
  if (baseUrl) client.setDefaultRequest('baseUrl', baseUrl);
  mail.setClient(client);
  // For whatever the client asks: only the mail service has a way to say it.
  mail.setTimeout(timeoutMs);
  return { client, mail };
}
