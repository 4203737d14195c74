import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection, type DataConverter } from '@temporalio/client';
import { sealAuditChains } from '../records/audit/chain';
import { createCaseChanges } from '../records/case-changes';
import { createCounters } from '../records/counters';
import { replayed, replayIsDue } from '../records/erasure/await-replay';
import { forgetOldAnswers } from '../records/idempotency';
import { clearDelivered } from '../records/outbox';
import { clearSettledDeliveries } from '../records/platform-events/relay';
import type { Records } from '../records/records';
import { createSessions } from '../records/sessions';
import { readings } from '../records/watch';
import { systemClock } from '../runtime/clock';
import type { ApiConfig } from '../runtime/config';
import { createLog } from '../runtime/log';
import { createRegistry, serveMetrics } from '../runtime/telemetry/metrics';
import { startTracing } from '../runtime/telemetry/tracing';
import { connectionOptions } from '../runtime/temporal/connection';
import { createApp } from './app';
import { repeat } from './background';
import { drainOf } from './http/drain';
import { createEdge } from './http/edge';
import { createHttpServer } from './http/http-server';
import { createApiMetrics } from './metrics/api-metrics';
import { tellOfRecords } from './metrics/records-gauges';
import { tellingCause } from './outbox/cause-header';
import { findLostProcesses } from './outbox/lost-processes';
import { relayOnce } from './outbox/relay';
import { createTeller } from './outbox/tell';
import { createWebhookRelay } from './outbox/webhook-relay';
import { createDailySchedules } from './schedules/daily';
import { dailyProcesses } from './schedules/schedules';
import { createWaitingApp } from './waiting-app';

const hourMs = 60 * 60_000;
/** Long enough to look into what went wrong last week. */
const keepDeliveredMs = 7 * 24 * hourMs;
/** Long enough for a platform to find out that it missed something, and to have it sent again. */
const keepWebhooksMs = 30 * 24 * hourMs;

/**
 * Serves until the function that it answers with is called: HTTP in, and what goes on behind it. On a restored backup that
 * holds who was erased, both wait until the ledger of erasures is replayed. The end begins at /readyz, which says so for
 * SHUTDOWN_NOTICE_SECONDS; then nobody new is let in, and whoever is in is answered.
 * @param records closed at the end
 * @param edgeOf makes what requests have to pass
 */
export async function serve(
  config: ApiConfig,
  records: Records,
  dataConverter: DataConverter,
  edgeOf: typeof createEdge = createEdge,
): Promise<() => Promise<void>> {
  const log = createLog('api', config.LOG_LEVEL);
  const tracing = await startTracing('api', config);
  const registry = createRegistry('api');
  tellOfRecords(registry, () => readings(records, systemClock()));
  const metrics = createApiMetrics(registry);
  // Lazy: the API takes concerns in while Temporal is still away.
  const connection = Connection.lazy(connectionOptions(config));
  const interceptors = { workflow: tellingCause(config) };
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE, dataConverter, interceptors });
  const telling = { records, client, clock: systemClock, log };
  const teller = createTeller(telling);
  const counters = createCounters(config);
  const closing = new AbortController();
  const people = consoleOf(config);
  const webhooks = createWebhookRelay({ ...telling, metrics, tell: teller.tell, targets: config.WEBHOOK_TARGETS });
  const app = createApp({
    ...telling,
    closing: closing.signal,
    edge: edgeOf({
      records,
      counters,
      identity: {
        issuer: config.OIDC_ISSUER,
        audience: config.OIDC_AUDIENCE,
        organisationClaim: config.OIDC_ORGANISATION_CLAIM,
        rolesClaim: config.OIDC_ROLES_CLAIM,
      },
      limits: {
        perCredential: config.RATE_LIMIT_PER_CREDENTIAL,
        perLink: config.RATE_LIMIT_PER_LINK,
        wrongLinksPerAddress: config.RATE_LIMIT_WRONG_LINKS,
        failedSignInsPerAddress: config.RATE_LIMIT_FAILED_SIGN_INS,
      },
    }),
    trustedProxies: config.TRUSTED_PROXIES,
    tell: teller.tell,
    metrics,
    publicUrl: config.PUBLIC_URL,
    twilioAuthToken: config.TWILIO_AUTH_TOKEN,
    sendGridPublicKey: config.SENDGRID_WEBHOOK_PUBLIC_KEY,
    webhookTargets: config.WEBHOOK_TARGETS,
    marketingEmailFrom: config.MARKETING_EMAIL_FROM ?? null,
    stripeWebhookSecret: config.STRIPE_WEBHOOK_SECRET ?? null,
    console: people,
  });
  const waits = await replayIsDue(records);
  const waitingApp = createWaitingApp(telling);
  const server = createHttpServer();
  server.on('request', waits ? waitingApp : app);
  const drain = drainOf(server);
  const metricsServer = await serveMetrics(registry, config);
  if (metricsServer) log.info({ port: metricsServer.port }, 'metrics are served');
  server.listen(config.PORT, config.HOST);
  await once(server, 'listening');

  const watch = { log, metrics };
  const begin = () => [
    repeat('outbox-relay', watch, 500, () => relayOnce(telling)),
    repeat('webhooks', watch, 500, webhooks.turn),
    repeat('webhook-clearing', watch, hourMs, () => clearSettledDeliveries(records, keepWebhooksMs)),
    repeat('outbox-clearing', watch, hourMs, () => clearDelivered(records, keepDeliveredMs)),
    repeat('old-answers', watch, hourMs, () => forgetOldAnswers(records)),
    repeat('lost-processes', watch, 60_000, () => findLostProcesses(telling)),
    repeat('daily-schedules', watch, 60_000, createDailySchedules(telling, dailyProcesses)),
    repeat('audit-sealer', watch, 1_000, () => sealAuditChains(records, systemClock())),
  ];
  const openUp = async () => {
    if (!(await replayed(records, log, closing.signal))) return [];
    server.off('request', waitingApp).on('request', app);
    return begin();
  };
  const background = waits ? openUp() : Promise.resolve(begin());

  return async () => {
    closing.abort();
    // Served all the same, until whoever asks /readyz has heard of it.
    await pause(config.SHUTDOWN_NOTICE_SECONDS * 1_000);
    await drain();
    await Promise.all((await background).map((work) => work.stop()));
    await webhooks.quiet();
    await teller.quiet();
    await metricsServer?.close();
    await tracing?.stop();
    await connection.close();
    await counters.close();
    await people?.sessions.close();
    await people?.changes.close();
    await records.close();
  };
}

/** Where people sign in, if it is set how. */
function consoleOf(config: ApiConfig) {
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, SESSION_SECRET: sessionSecret } = config;
  if (clientId === undefined || clientSecret === undefined || sessionSecret === undefined) return null;
  const mostMs = config.SESSION_HOURS * hourMs;
  return {
    issuer: config.OIDC_ISSUER,
    organisationClaim: config.OIDC_ORGANISATION_CLAIM,
    rolesClaim: config.OIDC_ROLES_CLAIM,
    clientId,
    clientSecret,
    sessionSecret,
    idleMs: config.SESSION_IDLE_MINUTES * 60_000,
    mostMs,
    sessions: createSessions(config, mostMs),
    changes: createCaseChanges(config),
  };
}
