import { generateKeyPairSync } from 'node:crypto';
import { replayLedger } from '../../activities/erasure/replay';
import { serve } from '../../api/serve';
import { freePort } from '../../local/ports';
import { createRecords } from '../../records/records';
import type { ApiConfig } from '../../runtime/config';
import { casesOnRecord } from '../support/case-on-record';
import { erasureCarriedOut, erasureDeps, erasureOrdered } from '../support/erased-on-record';
import { createRecordsUnderTest } from '../support/records';
import { until } from '../support/until';
import { closedOnRecord, wholeClient } from '../support/whole-client';

test('an API on a restored backup serves nobody until the ledger is replayed, and then by itself', async () => {
  const underTest = await createRecordsUnderTest();
  const here = casesOnRecord(underTest.records, underTest.demo.organisation);
  const client = await wholeClient(here, 1);
  await closedOnRecord(underTest, client);
  const backup = await underTest.database.backUp();
  await erasureCarriedOut(underTest.records, await erasureOrdered(here, client.id));
  const ways = { ...underTest.config, DATABASE_URL: backup.databaseUrl };
  const restored = underTest.openWith({ DATABASE_URL: backup.databaseUrl });
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const config: ApiConfig = {
    ...ways,
    HOST: '127.0.0.1',
    SHUTDOWN_NOTICE_SECONDS: 0,
    PORT: await freePort(),
    LOG_LEVEL: 'silent',
    METRICS_HOST: '127.0.0.1',
    WEBHOOK_TARGETS: 'public',
    PUBLIC_URL: 'http://127.0.0.1',
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    TEMPORAL_NAMESPACE: 'default',
    OIDC_ISSUER: 'http://127.0.0.1:1',
    OIDC_AUDIENCE: 'heed',
    OIDC_ORGANISATION_CLAIM: 'organisation',
    OIDC_ROLES_CLAIM: 'roles',
    RATE_LIMIT_PER_CREDENTIAL: 100,
    RATE_LIMIT_PER_LINK: 100,
    RATE_LIMIT_WRONG_LINKS: 100,
    RATE_LIMIT_FAILED_SIGN_INS: 100,
    SESSION_IDLE_MINUTES: 30,
    SESSION_HOURS: 12,
    TRUSTED_PROXIES: 0,
    TWILIO_AUTH_TOKEN: 'none',
    SENDGRID_WEBHOOK_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
  const stop = await serve(config, createRecords(config, 5), {});
  const ask = async (path: string): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${config.PORT}${path}`);
    return `${response.status} ${/erasures-to-replay/.exec(await response.text())?.[0] ?? ''}`.trim();
  };
  expect(await ask('/livez')).toBe('200');
  for (const path of ['/readyz', '/v1/clients', '/u/token']) expect(await ask(path)).toBe('503 erasures-to-replay');
  await replayLedger(erasureDeps(restored));
  await until('the API serves', async () => (await ask('/v1/clients')) === '401', 10_000);
  await stop();
  await underTest.stop();
  await backup.drop();
}, 60_000);
