import type { Client } from '@temporalio/client';
import express, { type Express, json, type RequestHandler } from 'express';
import type { Records } from '../records/records';
import type { Clock } from '../runtime/clock';
import type { Log } from '../runtime/log';
import type { WebhookTargets } from '../runtime/public-targets';
import { type ConsoleSettings, consolePages } from './console/console';
import { authenticate } from './http/authenticate';
import type { Edge } from './http/edge';
import { secureHeaders } from './http/page-headers';
import type { ApiDeps } from './http/perform';
import { notFoundHandler, problemHandler } from './http/problems';
import { requestId } from './http/request-id';
import { requireJson } from './http/require-json';
import { watchRequests } from './http/watch-requests';
import type { ApiMetrics } from './metrics/api-metrics';
import type { Teller } from './outbox/tell';
import { pages } from './pages/pages';
import { allocationRoutes } from './routes/allocations';
import { assessmentRoutes } from './routes/assessments';
import { bookingRoutes } from './routes/bookings';
import { caseRoutes } from './routes/cases';
import { clientEventRoutes } from './routes/client-events';
import { clientRoutes } from './routes/clients';
import { consentFormRoutes, consentFormVersionRoutes, documentBody } from './routes/consent-forms';
import { contactNoticeRoutes, openNoticeRoutes } from './routes/contact-notices';
import { deadlineRoutes } from './routes/deadlines';
import { docsRoutes } from './routes/docs';
import { enrolmentRoutes } from './routes/enrolments';
import { erasureRoutes } from './routes/erasures';
import { healthRoutes } from './routes/health';
import { inboundMessageRoutes } from './routes/inbound-messages';
import { interestRoutes } from './routes/interests';
import { mandateRoutes } from './routes/mandates';
import { marketingRoutes } from './routes/marketing';
import { marketingMessageRoutes } from './routes/marketing-messages';
import { planNeedRoutes } from './routes/plan-needs';
import { policyRoutes } from './routes/policy';
import { clientsPractitionerRoutes, practitionerRoutes } from './routes/practitioners';
import { reachabilityRoutes } from './routes/reachability';
import { retentionRoutes } from './routes/retention';
import { rotaRoutes } from './routes/rota';
import { safetyRoutes } from './routes/safety';
import { signUpRoutes } from './routes/sign-ups';
import { urgentCarePlanRoutes } from './routes/urgent-care-plan';
import { webhookEndpointRoutes } from './routes/webhook-endpoints';
import { sendGridWebhooks } from './webhooks/sendgrid';
import { stripeWebhooks } from './webhooks/stripe';
import { twilioWebhooks } from './webhooks/twilio';

export interface AppDeps {
  readonly records: Records;
  readonly client: Client;
  readonly clock: Clock;
  readonly tell: Teller;
  readonly log: Log;
  readonly metrics: ApiMetrics;
  readonly edge: Edge;
  /** How many proxies stand in front of us, each of which says for whom it asks; 0: whoever connects asks for themselves. */
  readonly trustedProxies: number;
  readonly publicUrl: string;
  readonly twilioAuthToken: string;
  readonly sendGridPublicKey: string;
  /** Where the webhooks of an organisation's lists may stand. */
  readonly webhookTargets: WebhookTargets;
  /** null: no marketing goes out by email. */
  readonly marketingEmailFrom: string | null;
  /** null: no payments are taken by Stripe. */
  readonly stripeWebhookSecret: string | null;
  /** Where people sign in; null: nobody does, and there is the API alone. */
  readonly console: ConsoleSettings | null;
  /** Aborted once the process is told to end. */
  readonly closing?: AbortSignal;
}

/** What is mounted, in the order in which a request meets it. */
export function createApp(deps: AppDeps): Express {
  const { records, clock, tell, publicUrl } = deps;
  const { identify, limits, permit } = deps.edge;
  const api: ApiDeps = { records, clock, tell, permit };
  const watch = { log: deps.log, metrics: deps.metrics };
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', deps.trustedProxies);
  app.use(requestId, watchRequests(deps));
  app.use(secureHeaders());

  app.use(healthRoutes(deps));
  app.use(docsRoutes());
  app.use('/webhooks/twilio', twilioWebhooks({ ...api, ...watch, publicUrl, authToken: deps.twilioAuthToken }));
  app.use('/webhooks/sendgrid', sendGridWebhooks({ ...api, ...watch, publicKey: deps.sendGridPublicKey }));
  app.use('/webhooks/stripe', stripeWebhooks({ ...api, log: deps.log, secret: deps.stripeWebhookSecret }));
  app.use(pages(api, limits.ofLinks));
  const { ofCredentials, ofFailedSignIns } = limits;
  app.use('/v1', keptByNobody, authenticate(identify, ofFailedSignIns), ofCredentials);
  // Before the body is read as JSON: a safety answer is found even in what is none.
  app.use(assessmentRoutes(api));
  app.use('/v1', requireJson);
  // The one route that takes a file; whatever was read here is not read again.
  app.put('/v1/clients/:id/consent-form', json({ limit: documentBody }));
  app.use('/v1', json({ limit: '100kb' }));
  app.use(caseRoutes(api), inboundMessageRoutes(api), mandateRoutes(api), policyRoutes(api), rotaRoutes(api));
  app.use(reachabilityRoutes(api), urgentCarePlanRoutes(api), contactNoticeRoutes(api), openNoticeRoutes(api));
  app.use(interestRoutes(api), signUpRoutes(api), consentFormRoutes(api), consentFormVersionRoutes(api));
  app.use(safetyRoutes(api), planNeedRoutes(api), allocationRoutes(api));
  app.use(practitionerRoutes(api), clientsPractitionerRoutes(api), enrolmentRoutes(api));
  app.use(clientRoutes(api), clientEventRoutes(api), bookingRoutes(api));
  app.use(marketingRoutes({ ...api, webhookTargets: deps.webhookTargets }));
  app.use(marketingMessageRoutes({ ...api, sendsEmail: deps.marketingEmailFrom !== null }));
  app.use(retentionRoutes(api), erasureRoutes(api), deadlineRoutes(api));
  app.use(webhookEndpointRoutes({ ...api, webhookTargets: deps.webhookTargets }));

  // An address of the API that leads nowhere is no page.
  app.use('/v1', notFoundHandler);
  if (deps.console) app.use(consolePages({ ...deps, ...deps.console, permit, limits }));

  app.use(notFoundHandler);
  app.use(problemHandler(deps.log));
  return app;
}

/** What is answered is about people: neither a browser nor whatever is on the way keeps it. RFC 9111 §5.2.2.5 */
const keptByNobody: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
