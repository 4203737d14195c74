import { type Request, type RequestHandler, Router, urlencoded } from 'express';
import twilio from 'twilio';
import { z } from 'zod';
import { lookUp } from '../../records/directory';
import { forbidden } from '../../records/errors';
import { takeMarketingSms } from '../../records/marketing/take-sms';
import { organisationOf } from '../../records/people';
import { takeReply } from '../../records/urgent-care/take-reply';
import { statusOfTwilio } from '../../records/urgent-care/vendor-codes';
import type { ApiDeps } from '../http/perform';
import { countedReports, type ReportWatch } from '../metrics/counted-reports';
import { replyText } from './reply-texts';
import { callWebhooks } from './twilio-calls';

export interface TwilioWebhookDeps extends Omit<ApiDeps, 'permit'>, ReportWatch {
  readonly authToken: string;
  /** Signatures are over the public address, whatever a proxy makes of the request's host. */
  readonly publicUrl: string;
}

const statusCallback = z.object({
  MessageSid: z.string().min(1),
  MessageStatus: z.string().min(1),
  ErrorCode: z.string().optional(),
});
const statusQuery = z.object({ organisation: z.uuid(), dispatch: z.uuid() });
const inboundSms = z.object({
  MessageSid: z.string().min(1),
  From: z.string().min(1),
  To: z.string().min(1),
  Body: z.string(),
  NumMedia: z.coerce.number().int().min(0).catch(0),
});

/** `/webhooks/twilio`: what became of SMS and calls, SMS that come in, and keys that were pressed. */
export function twilioWebhooks(deps: TwilioWebhookDeps): Router {
  const { records, clock, tell } = deps;
  const reports = countedReports(records, 'twilio', deps);
  const router = Router();
  router.use(urlencoded({ extended: false, limit: '100kb' }), signedByTwilio(deps));

  router.use('/calls', callWebhooks(deps, reports));
  router.post('/status', async (request, response) => {
    const query = statusQuery.safeParse(request.query);
    const callback = statusCallback.safeParse(request.body);
    if (query.success && callback.success) {
      const { MessageStatus, ErrorCode, MessageSid } = callback.data;
      const status = statusOfTwilio(MessageStatus, ErrorCode);
      const { organisation, dispatch: dispatchId } = query.data;
      const report = { dispatchId, errorCode: ErrorCode ?? null, vendorId: MessageSid };
      if (status) tell(await reports.take(organisation, clock(), { ...report, status }));
    } else reports.countUnknown();
    // What is not ours to understand is answered too, or it comes again and again.
    response.status(200).end();
  });

  router.post('/inbound', async (request, response) => {
    const answer = new twilio.twiml.MessagingResponse();
    const sms = inboundSms.safeParse(request.body);
    const organisationId = sms.success ? await lookUp(records, 'sms-number', sms.data.To) : null;
    if (sms.success && organisationId !== null) {
      const { MessageSid: vendorId, From: from, To: to, Body: text, NumMedia: media } = sms.data;
      const { reply, untold } = await records.withOrganisation(organisationId, clock(), async (work) => {
        const organisation = await organisationOf(work);
        // STOP stops marketing where marketing comes from, and says nothing of anything else.
        const take = to === organisation.marketingSmsNumber ? takeMarketingSms : takeReply;
        return {
          reply: replyText(await take(work, { vendorId, from, text, media }), organisation),
          untold: work.untold,
        };
      });
      tell(untold);
      if (reply !== null) answer.message(reply);
    }
    response.type('text/xml').send(answer.toString());
  });
  return router;
}

/**
 * Twilio signs the address and the form, and no time. What is caught and sent again changes nothing: the address names the
 * message and its statuses only go forward, an SMS is taken once by its `MessageSid`, and a key says what it said before.
 */
function signedByTwilio({ authToken, publicUrl }: TwilioWebhookDeps): RequestHandler {
  return (request, _response, next) => {
    const signature = request.get('x-twilio-signature') ?? '';
    const url = publicUrl + request.originalUrl;
    if (twilio.validateRequest(authToken, signature, url, formOf(request))) next();
    else next(forbidden('This callback is not signed by Twilio for this address.'));
  };
}

const form = z.record(z.string(), z.union([z.string(), z.array(z.string())])).catch({});
const formOf = (request: Request): Record<string, string | string[]> => form.parse(request.body ?? {});
