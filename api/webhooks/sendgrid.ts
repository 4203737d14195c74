import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type RequestHandler, Router, raw } from 'express';
import { z } from 'zod';
import { forbidden } from '../../records/errors';
import { createStatusReports } from '../../records/urgent-care/status-reports';
import { statusOfSendGrid } from '../../records/urgent-care/vendor-codes';
import type { Clock } from '../../runtime/clock';
import type { ApiDeps } from '../http/perform';

export interface SendGridWebhookDeps extends ApiDeps {
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
});
const events = z.array(z.unknown()).max(10_000);

/** `/webhooks/sendgrid/events`: what became of emails. Signed over timestamp and raw body. */
export function sendGridWebhooks(deps: SendGridWebhookDeps): Router {
  const { records, clock, tell } = deps;
  const reports = createStatusReports(records);
  const router = Router();
  const key = createPublicKey({ key: Buffer.from(deps.publicKey, 'base64'), format: 'der', type: 'spki' });

  router.post(
    '/events',
    raw({ type: '*/*', limit: '5mb' }),
    signedBySendGrid(key, clock),
    async (request, response) => {
      for (const item of parsed(request.body)) {
        const known = event.safeParse(item);
        const status = known.success ? statusOfSendGrid(known.data.event) : null;
        if (!known.success || !status) continue;
        const { organisationId, dispatchId, sg_message_id: vendorId = null, status: errorCode = null } = known.data;
        tell(await reports.take(organisationId, clock(), { dispatchId, status, errorCode, vendorId }));
      }
      response.status(200).end();
    },
  );
  return router;
}

function signedBySendGrid(key: KeyObject, clock: Clock): RequestHandler {
  return (request, _response, next) => {
    const timestamp = request.get('x-twilio-email-event-webhook-timestamp') ?? '';
    const signature = Buffer.from(request.get('x-twilio-email-event-webhook-signature') ?? '', 'base64');
    const body: unknown = request.body;
    const signed = Buffer.concat([Buffer.from(timestamp), Buffer.isBuffer(body) ? body : Buffer.alloc(0)]);
    if (!verify('sha256', signed, key, signature)) {
      next(forbidden('These events are not signed by SendGrid.'));
    } else if (!(Math.abs(clock().getTime() - Number(timestamp) * 1000) <= oldestMs)) {
      next(forbidden('These events were signed too long ago.'));
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
