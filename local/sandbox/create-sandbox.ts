import { once, setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { AddressBook } from '../address-book';
import { controlRoutes } from './control-routes';
import { createDeliveries, type Pace } from './deliveries';
import { createFaults, type FaultRule } from './faults';
import { createHeed, type HeedAnswer } from './heed';
import { createInbox, type MessageFilter } from './inbox';
import { createFileJournal, createForgetfulJournal } from './journal';
import type { InboxMessage, Message, Status } from './message';
import { createPlatform, type Platform, type PlatformCredentials } from './platform/platform';
import { platformControl, platformWebhook } from './platform/routes';
import { answerNotFound, answerProblem } from './problem';
import { refuseInProduction } from './refuse-in-production';
import { sendGridApi } from './sendgrid/api';
import { createEmailOutbox } from './sendgrid/outbox';
import { createSpamReports } from './sendgrid/spam-reports';
import { createSuppressionGroups } from './sendgrid/suppression-groups';
import { createSendGridWebhooks } from './sendgrid/webhooks';
import { twilioApi } from './twilio/api';
import { createCallOutbox } from './twilio/call-outbox';
import { createSmsOutbox } from './twilio/outbox';
import { createTwilioWebhooks, type TwilioCredentials } from './twilio/webhooks';

export interface SandboxOptions {
  /** Default 0: a free one. */
  readonly port?: number;
  /** Where messages are kept over restarts; without it they end with the sandbox. */
  readonly dataFile?: string;
  readonly twilio: TwilioCredentials;
  /** `signingKey`: ECDSA P-256 private key, PEM or base64 of PKCS#8 DER. */
  readonly sendgrid: { readonly apiKey: string; readonly signingKey: string };
  /** Of the platform that stands for those of an organisation; without them it believes nobody and confirms nothing. */
  readonly platform?: PlatformCredentials;
  /** Whose names the inbox page shows; without it numbers and addresses alone. */
  readonly addressBook?: AddressBook;
  /** Where Heed is reached; a function where that is known only later. */
  readonly heedUrl: string | (() => string);
  /** What Heed calls itself, if not that: webhooks to its own paths are signed over this address. */
  readonly publicUrl?: string;
  readonly pace?: Pace;
  /** Waits before each further try of a callback. */
  readonly retryDelaysMs?: readonly number[];
  /** How long the fault `slow` holds back the answer. Default 3 s. */
  readonly slowAnswerMs?: number;
  /** Tests that skip time give the sandbox the same clock as Heed. */
  readonly now?: () => Date;
  /** Told a sentence when a callback was given up. */
  readonly log?: (sentence: string) => void;
}

export interface Sandbox {
  readonly url: string;
  /** Oldest first. */
  messages(filter?: MessageFilter): InboxMessage[];
  /** As `PUT /sandbox/faults`. */
  setFaults(rules: readonly FaultRule[]): void;
  readonly platform: Platform;
  /** Resolves when every message has come to its end and no callback is under way. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const defaults = {
  pace: { firstAfterMs: 50, nextAfterMs: 150 },
  retryDelaysMs: [200, 500, 1_000, 2_000, 4_000, 8_000],
  slowAnswerMs: 3_000,
};

/**
 * Twilio, SendGrid and everybody's inbox, over HTTP on loopback. Messages that had not come to their end when an
 * earlier process with the same data file died are taken up again, so Heed may be told a status twice.
 */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  refuseInProduction('The sandbox');
  const { heedUrl, twilio, sendgrid, dataFile } = options;
  const { pace, retryDelaysMs, slowAnswerMs } = { ...defaults, ...options };
  const now = options.now ?? (() => new Date());
  const stopping = new AbortController();
  const stop = stopping.signal;
  // Every message that is under way listens, however many there are.
  setMaxListeners(0, stop);

  const journal = dataFile ? createFileJournal(dataFile) : createForgetfulJournal();
  const inbox = createInbox({ journal, now });
  const groups = createSuppressionGroups(journal);
  const spamReports = createSpamReports(journal);
  const faults = createFaults();
  const whereHeedIs = typeof heedUrl === 'string' ? () => heedUrl : heedUrl;
  const heed = createHeed({
    heedUrl: whereHeedIs,
    publicUrl: () => options.publicUrl ?? whereHeedIs(),
    retryDelaysMs,
    log: options.log ?? (() => undefined),
    stop,
  });
  const twilioWebhooks = createTwilioWebhooks({ heed, credentials: twilio, now });
  const platform = createPlatform({ journal, heed, now, stop, credentials: options.platform ?? null });
  const sendGridWebhooks = createSendGridWebhooks({ heed, signingKey: sendgrid.signingKey, now });

  function tell(
    message: Message,
    status: Status,
    errorCode: string | null,
    eventId: string,
  ): Promise<HeedAnswer | undefined> {
    switch (message.vendor) {
      case 'twilio':
        return twilioWebhooks.tellStatus(message, status, errorCode);
      case 'twilio-voice':
        return twilioWebhooks.tellCallStatus(message, status, errorCode);
      case 'sendgrid':
        return sendGridWebhooks.tellEvent(message, status, errorCode, eventId);
    }
  }

  const deliveries = createDeliveries({ inbox, tell, pace, stop });
  const smsOutbox = createSmsOutbox({ inbox, deliveries, now });
  const callOutbox = createCallOutbox({ inbox, deliveries, now });
  const emailOutbox = createEmailOutbox({ inbox, deliveries, groups, spamReports, now });

  const app = express();
  app.disable('x-powered-by');
  app.use(
    '/2010-04-01/Accounts',
    twilioApi({ credentials: twilio, inbox, smsOutbox, callOutbox, faults, slowAnswerMs, stop }),
  );
  app.use('/v3', sendGridApi({ apiKey: sendgrid.apiKey, outbox: emailOutbox, groups, faults, slowAnswerMs, stop }));
  app.use('/platform', platformWebhook(platform));
  app.use('/sandbox/platform', platformControl(platform));
  app.use(
    '/sandbox',
    controlRoutes({
      inbox,
      faults,
      smsOutbox,
      twilio: twilioWebhooks,
      sendgrid: sendGridWebhooks,
      groups,
      spamReports,
      addressBook: options.addressBook ?? {},
      tell,
    }),
  );
  app.use(answerNotFound);
  app.use(answerProblem);

  const server = createServer(app).listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  for (const message of inbox.all()) {
    if (!inbox.fateEnded(message.inbox.id)) deliveries.begin(message);
  }

  return {
    url: `http://127.0.0.1:${port}`,
    messages: (filter) => inbox.messages(filter),
    setFaults: (rules) => faults.replace(rules),
    platform,
    settle: async () => {
      await deliveries.settle();
      await platform.settle();
    },
    async close() {
      stopping.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await deliveries.settle();
      await platform.settle();
      inbox.close();
    },
  };
}
