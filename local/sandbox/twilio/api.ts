import { setTimeout as pause } from 'node:timers/promises';
import express, { type RequestHandler, type Response, type Router } from 'express';
import type { Fault, Faults } from '../faults';
import type { Inbox } from '../inbox';
import type { Sms } from '../message';
import { answerWith, type TwilioError, twilioErrors } from './errors';
import { listMessages } from './list';
import { readSmsOrder } from './order';
import type { SmsOutbox } from './outbox';
import { messageResource } from './resource';
import type { TwilioCredentials } from './webhooks';

interface Deps {
  credentials: TwilioCredentials;
  inbox: Inbox;
  outbox: SmsOutbox;
  faults: Faults;
  slowAnswerMs: number;
  stop: AbortSignal;
}

const refusals: Partial<Record<Fault, TwilioError>> = {
  '429': twilioErrors.tooManyRequests,
  '500': twilioErrors.internal,
  '21610': twilioErrors.unsubscribed,
};

/** Twilio's Messages resource, below `/2010-04-01/Accounts`. */
export function twilioApi({ credentials, inbox, outbox, faults, slowAnswerMs, stop }: Deps): Router {
  const router = express.Router();
  const { accountSid } = credentials;
  const messages = `/${accountSid}/Messages.json`;
  const sent = (): Sms[] => inbox.all().filter((message) => message.vendor === 'twilio');

  router.use(requireCredentials(credentials));

  router.post(messages, express.urlencoded({ extended: false }), async (request, response) => {
    const read = readSmsOrder(request.body);
    if ('error' in read) return answerWith(response, read.error);

    const fault = faults.take('twilio', [read.order.to]);
    // A request that gets no answer was not accepted either: nothing will arrive.
    if (fault === 'timeout') return;
    const refusal = fault && refusals[fault];
    if (refusal) return refuse(response, refusal);

    const sms = outbox.accept(read.order, { fault, direction: 'outbound-api' });
    if (fault === 'slow') await pause(slowAnswerMs, undefined, { signal: stop });
    response.status(201).json(messageResource(accountSid, sms));
  });

  router.get(messages, (request, response) => {
    const listed = listMessages({ accountSid, messages: sent(), query: request.query });
    if ('wrong' in listed) return answerWith(response, twilioErrors.invalidParameter(listed.wrong));
    response.json(listed.page);
  });

  router.get(`/${accountSid}/Messages/:sid.json`, (request, response) => {
    const message = inbox.find(request.params.sid);
    if (message?.vendor !== 'twilio') return answerWith(response, twilioErrors.notFound(request.originalUrl));
    response.json(messageResource(accountSid, message));
  });

  router.use((request, response) => answerWith(response, twilioErrors.notFound(request.originalUrl)));
  return router;
}

function requireCredentials({ accountSid, authToken }: TwilioCredentials): RequestHandler {
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return (request, response, next) => {
    if (request.get('authorization') === expected) return next();
    response.set('WWW-Authenticate', 'Basic realm="Twilio API"');
    answerWith(response, twilioErrors.notAuthenticated);
  };
}

function refuse(response: Response, refusal: TwilioError): void {
  if (refusal.status === 429) response.set('Retry-After', '1');
  answerWith(response, refusal);
}
