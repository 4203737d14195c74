import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type RequestHandler, Router, raw } from 'express';
import { z } from 'zod';
import { lookUp } from '../../records/directory';
import { forbidden } from '../../records/errors';
import { takeEmail } from '../../records/marketing/take-email';
import { optOutByVendor } from '../../records/marketing/vendor-opt-outs';
import { saysOptOut, statusOfSendGrid } from '../../records/urgent-care/vendor-codes';
import type { Clock } from '../../runtime/clock';
import { fieldsOf } from '../http/multipart';
import type { ApiDeps } from '../http/perform';
import { countedReports, type ReportWatch } from '../metrics/counted-reports';
import { emailIn } from './inbound-email';

export interface SendGridWebhookDeps extends Omit<ApiDeps, 'permit'>, ReportWatch {
  /** Base64 of the DER public key, as SendGrid shows it. */
  readonly publicKey: string;
}

const oldestMs = 10 * 60_000;

const event = z.object({
  event: z.string(),
  organisationId: z.uuid(),
  dispatchId: z.uuid(),
  sg_message_id: z.string().optional(),
  status: z.string().optional(),
  /** Seconds since 1970. */
  timestamp: z.number().optional(),
});
const events = z.array(z.unknown()).max(10_000);

/** As much as SendGrid takes of an email with its attachments: what is refused here, nobody ever reads. */
const largestEmail = '31mb';

/** `/webhooks/sendgrid`: what became of emails, and emails that come in. Signed over timestamp and raw body. */
export function sendGridWebhooks(deps: SendGridWebhookDeps): Router {
  const { records, clock, tell, log } = deps;
  const reports = countedReports(records, 'sendgrid', deps);
  const router = Router();
  const key = createPublicKey({ key: Buffer.from(deps.publicKey, 'base64'), format: 'der', type: 'spki' });

  const takeEvent = async (told: z.infer<typeof event>): Promise<void> => {
    const { organisationId, dispatchId, sg_message_id: vendorId = null, status: errorCode = null } = told;
    const at = clock();
    const status = statusOfSendGrid(told.event);
    if (status) tell(await reports.take(organisationId, at, { dispatchId, status, errorCode, vendorId }));
    if (!saysOptOut(told.event)) return;
    const receivedAt = told.timestamp === undefined ? at : new Date(told.timestamp * 1_000);
    const untold = await records.withOrganisation(organisationId, at, async (work) => {
      await optOutByVendor(work, { dispatchId, receivedAt });
      return work.untold;
    });
    tell(untold);
  };

  router.post(
    '/events',
    raw({ type: '*/*', limit: '5mb' }),
    signedBySendGrid(key, clock),
    async (request, response) => {
      for (const item of parsed(request.body)) {
        const known = event.safeParse(item);
        if (known.success) await takeEvent(known.data);
        else reports.countUnknown();
      }
      response.status(200).end();
    },
  );
  router.post(
    '/inbound',
    raw({ type: '*/*', limit: largestEmail }),
    signedBySendGrid(key, clock),
    async (request, response) => {
      const body: unknown = request.body;
      const parsedEmail = emailIn(await fieldsOf(request.get('content-type') ?? '', bytesOf(body)));
      const organisationId = parsedEmail && (await organisationWrittenTo(parsedEmail.writtenTo));
      if (parsedEmail && organisationId !== null) {
        tell(
          await records.withOrganisation(organisationId, clock(), async (work) => {
            await takeEmail(work, parsedEmail.email);
            return work.untold;
          }),
        );
      } else {
        log.warn(
          { hasSender: parsedEmail !== null, recipients: parsedEmail?.writtenTo.length ?? 0 },
          'an email for nobody here',
        );
      }
      // What is for nobody here is answered too, or it comes again and again.
      response.status(200).end();
    },
  );
  return router;

  async function organisationWrittenTo(addresses: readonly string[]): Promise<string | null> {
    for (const address of addresses) {
      const found = await lookUp(records, 'email-address', address);
      if (found !== null) return found;
    }
    return null;
  }
}

const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

function signedBySendGrid(key: KeyObject, clock: Clock): RequestHandler {
  return (request, _response, next) => {
    const timestamp = request.get('x-twilio-email-event-webhook-timestamp') ?? '';
    const signature = Buffer.from(request.get('x-twilio-email-event-webhook-signature') ?? '', 'base64');
    const signed = Buffer.concat([Buffer.from(timestamp), bytesOf(request.body)]);
    if (!verify('sha256', signed, key, signature)) {
      next(forbidden('This is not signed by SendGrid.'));
    } else if (!(Math.abs(clock().getTime() - Number(timestamp) * 1000) <= oldestMs)) {
      next(forbidden('This was signed too long ago.'));
    } else {
      next();
    }
  };
}

function parsed(body: Buffer): readonly unknown[] {
  try {
    return events.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return [];
  }
}
