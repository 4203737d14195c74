import { setTimeout as pause } from 'node:timers/promises';
import express, { type RequestHandler, type Response, type Router } from 'express';
import { befallsCalls, befallsSms, type Fault, type Faults } from '../faults';
import type { Inbox } from '../inbox';
import type { Message } from '../message';
import { readCallOrder } from './call-order';
import type { CallOutbox } from './call-outbox';
import { callResource } from './call-resource';
import { answerWith, type TwilioError, twilioErrors } from './errors';
import { type Listing, listPage } from './list';
import { readSmsOrder } from './order';
import type { SmsOutbox } from './outbox';
import { messageResource } from './resource';
import type { TwilioCredentials } from './webhooks';

interface Deps {
  credentials: TwilioCredentials;
  inbox: Inbox;
  smsOutbox: SmsOutbox;
  callOutbox: CallOutbox;
  faults: Faults;
  slowAnswerMs: number;
  stop: AbortSignal;
}

const refusals: Partial<Record<Fault, TwilioError>> = {
  '429': twilioErrors.tooManyRequests,
  '500': twilioErrors.internal,
  '21610': twilioErrors.unsubscribed,
};

/** One of Twilio's resources: what it is asked to send, and what it has sent. */
interface Resource<Item extends Message, Order extends { readonly to: string }> extends Listing<Item> {
  readonly folder: 'Messages' | 'Calls';
  readonly isOne: (message: Message | undefined) => message is Item;
  readonly read: (body: unknown) => { order: Order } | { error: TwilioError };
  readonly canBefall: (fault: Fault) => boolean;
  /** Whether the recipient wants nothing more from this sender. */
  readonly isUnwanted: (order: Order) => boolean;
  readonly accept: (order: Order, fault: Fault | undefined) => Item;
}

/** Twilio's Messages and Calls, below `/2010-04-01/Accounts`. */
export function twilioApi({ credentials, inbox, smsOutbox, callOutbox, faults, slowAnswerMs, stop }: Deps): Router {
  const router = express.Router();
  const { accountSid } = credentials;
  const account = `/2010-04-01/Accounts/${accountSid}`;

  function serve<Item extends Message, Order extends { readonly to: string }>(resource: Resource<Item, Order>): void {
    const list = `/${accountSid}/${resource.folder}.json`;

    router.post(list, express.urlencoded({ extended: false }), async (request, response) => {
      const read = resource.read(request.body);
      if ('error' in read) return answerWith(response, read.error);

      if (resource.isUnwanted(read.order)) return answerWith(response, twilioErrors.unsubscribed);
      const fault = faults.take('twilio', [read.order.to], resource.canBefall);
      // A request that gets no answer was not accepted either: nothing will arrive.
      if (fault === 'timeout') return;
      const refusal = fault && refusals[fault];
      if (refusal) return refuse(response, refusal);

      const accepted = resource.accept(read.order, fault);
      if (fault === 'slow') await pause(slowAnswerMs, undefined, { signal: stop });
      response.status(201).json(resource.resource(accepted));
    });

    router.get(list, (request, response) => {
      const items = inbox.all().filter((message) => resource.isOne(message));
      const listed = listPage(resource, { items, query: request.query });
      if ('wrong' in listed) return answerWith(response, twilioErrors.invalidParameter(listed.wrong));
      response.json(listed.page);
    });

    router.get(`/${accountSid}/${resource.folder}/:sid.json`, (request, response) => {
      const found = inbox.find(request.params['sid'] ?? '');
      if (!resource.isOne(found)) return answerWith(response, twilioErrors.notFound(request.originalUrl));
      response.json(resource.resource(found));
    });
  }

  router.use(requireCredentials(credentials));
  serve({
    name: 'messages',
    folder: 'Messages',
    path: `${account}/Messages.json`,
    time: 'DateSent',
    isOne: (message) => message?.vendor === 'twilio',
    read: readSmsOrder,
    canBefall: befallsSms,
    isUnwanted: ({ to, from }) => inbox.hasOptedOut(to, from),
    accept: (order, fault) => smsOutbox.accept(order, { fault, direction: 'outbound-api' }),
    resource: (sms) => messageResource(accountSid, sms),
  });
  serve({
    name: 'calls',
    folder: 'Calls',
    path: `${account}/Calls.json`,
    time: 'StartTime',
    isOne: (message) => message?.vendor === 'twilio-voice',
    read: readCallOrder,
    canBefall: befallsCalls,
    // STOP is of SMS.
    isUnwanted: () => false,
    accept: (order, fault) => callOutbox.accept(order, fault),
    resource: (call) => callResource(accountSid, call),
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
