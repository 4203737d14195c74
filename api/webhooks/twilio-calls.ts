import { type Response, Router } from 'express';
import { z } from 'zod';
import { callScript, lastWords, timesSaid } from '../../records/urgent-care/call-script';
import { type KeyTaken, takeKey } from '../../records/urgent-care/take-key';
import { twilioReportsTo } from '../../records/urgent-care/twilio-addresses';
import { statusOfCall } from '../../records/urgent-care/vendor-codes';
import { assertNever } from '../../workflows/shared/assert-never';
import type { CountedReports } from '../metrics/counted-reports';
import { spokenThanks } from './reply-texts';
import type { TwilioWebhookDeps } from './twilio';

const ofMessage = z.object({ organisation: z.uuid(), dispatch: z.uuid() });
const statusCallback = z.object({
  CallSid: z.string().min(1),
  CallStatus: z.string().min(1),
  SipResponseCode: z.string().optional(),
});
const keyQuery = ofMessage.extend({ said: z.coerce.number().int().min(1).max(timesSaid) });
const pressed = z.object({ Digits: z.string() });

/** `/webhooks/twilio/calls`, behind the signature: what became of a call, and keys that were pressed on it. */
export function callWebhooks({ records, clock, tell, publicUrl }: TwilioWebhookDeps, reports: CountedReports): Router {
  const router = Router();

  router.post('/status', async (request, response) => {
    const query = ofMessage.safeParse(request.query);
    const callback = statusCallback.safeParse(request.body);
    if (query.success && callback.success) {
      const { CallStatus, SipResponseCode = null, CallSid } = callback.data;
      const status = statusOfCall(CallStatus, SipResponseCode);
      const { organisation, dispatch: dispatchId } = query.data;
      const report = { dispatchId, errorCode: SipResponseCode, vendorId: CallSid };
      if (status) tell(await reports.take(organisation, clock(), { ...report, status }));
    } else reports.countUnknown();
    response.status(200).end();
  });

  router.post('/keys', async (request, response) => {
    const query = keyQuery.safeParse(request.query);
    const key = pressed.safeParse(request.body);
    if (!query.success || !key.success) return speak(response, lastWords(undefined));
    const { organisation, dispatch: dispatchId, said } = query.data;
    const { taken, untold } = await records.withOrganisation(organisation, clock(), async (work) => ({
      taken: await takeKey(work, { dispatchId, digits: key.data.Digits }),
      untold: work.untold,
    }));
    tell(untold);
    return speak(response, answerTo(taken, twilioReportsTo(publicUrl, 'calls/keys', organisation, dispatchId), said));
  });
  return router;
}

function answerTo(taken: KeyTaken, keysAddress: string, said: number): string {
  switch (taken.kind) {
    case 'answered':
      return lastWords(spokenThanks[taken.taken]);
    case 'no-answer':
      return callScript(taken.words, keysAddress, said);
    case 'nothing-to-say':
      return lastWords(taken.ending);
    case 'unknown':
      return lastWords(undefined);
    default:
      return assertNever(taken);
  }
}

const speak = (response: Response, twiml: string): void => void response.type('text/xml').send(twiml);
