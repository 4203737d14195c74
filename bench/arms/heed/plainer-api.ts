import { once } from 'node:events';
import { createServer } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import { createApp } from '../../../api/app';
import { repeat } from '../../../api/background';
import { relayOnce } from '../../../api/outbox/relay';
import { createTeller } from '../../../api/outbox/tell';
import { sealAuditChains } from '../../../records/audit/chain';
import { createRecords } from '../../../records/records';
import { systemClock } from '../../../runtime/clock';
import { readApiConfig } from '../../../runtime/config';
import { createLog } from '../../../runtime/log';
import { runProcess } from '../../../runtime/run-process';
import { connectionOptions } from '../../../runtime/temporal/connection';
import { createDataConverter } from '../../../runtime/temporal/payload-codec';
import { featuresTakenAway } from './features';
import { plainerRecords } from './plainer-records';
import { withoutSayingWhoseRows } from './without-tenancy';

/** api/server.ts, less the features named in its environment. With none named it is the baseline of the comparison. */
runProcess(async () => {
  const without = featuresTakenAway();
  if (without.has('row-level security')) withoutSayingWhoseRows();
  const config = readApiConfig();
  const log = createLog('api', config.LOG_LEVEL);
  const records = plainerRecords(createRecords(config, 20), without);
  const connection = Connection.lazy(connectionOptions(config));
  const client = new Client({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    ...(without.has('codec') ? {} : { dataConverter: createDataConverter(config.ENCRYPTION_KEYS) }),
  });
  const telling = { records, client, log };
  const app = createApp({
    ...telling,
    clock: systemClock,
    tell: createTeller(telling),
    identity: {
      issuer: config.OIDC_ISSUER,
      audience: config.OIDC_AUDIENCE,
      organisationClaim: config.OIDC_ORGANISATION_CLAIM,
      rolesClaim: config.OIDC_ROLES_CLAIM,
    },
    publicUrl: config.PUBLIC_URL,
    twilioAuthToken: config.TWILIO_AUTH_TOKEN,
    sendGridPublicKey: config.SENDGRID_WEBHOOK_PUBLIC_KEY,
  });
  const server = createServer(app).listen(config.PORT, config.HOST);
  await once(server, 'listening');
  const background = [
    repeat('outbox-relay', log, 500, () => relayOnce(telling)),
    ...(without.has('audit')
      ? []
      : [repeat('audit-sealer', log, 1_000, () => sealAuditChains(records, systemClock()))]),
  ];

  return async () => {
    server.close();
    server.closeAllConnections();
    await Promise.all(background.map((one) => one.stop()));
    await connection.close();
    await records.close();
  };
});
