import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { Registry } from 'prom-client';
import { createApp } from '../../api/app';
import { createEdge } from '../../api/http/edge';
import type { LimitSettings } from '../../api/http/limits';
import { type ApiMetrics, createApiMetrics } from '../../api/metrics/api-metrics';
import { tellOfRecords } from '../../api/metrics/records-gauges';
import { generateIdentityKeys, type IdentityKeys } from '../../local/identity/keys';
import { mintToken, type TokenOrder } from '../../local/identity/mint-token';
import type { StaffKey } from '../../prisma/demo-data';
import type { DescribedOrganisation } from '../../prisma/seed';
import { createCounters } from '../../records/counters';
import { readings } from '../../records/watch';
import { createLog, type Log } from '../../runtime/log';
import type { WebhookTargets } from '../../runtime/public-targets';
import { credentials, publicKey } from '../local/sandbox-for-test';
import { watchAnswers } from './about-whom';
import { type CasesOnRecord, casesOnRecord } from './case-on-record';
import { requireAsDescribed } from './contract';
import { createRecordsUnderTest, type RecordsUnderTest } from './records';
import { stripeWebhookSecret } from './stripe-vendor';

/** The API over real records, before any workflow: what it answers and what it saves, and nothing that happens after. */
export interface ApiUnderTest extends RecordsUnderTest {
  readonly url: string;
  readonly issuer: string;
  readonly identityKeys: IdentityKeys;
  readonly cases: CasesOnRecord;
  /** What the API tells Prometheus. */
  readonly registry: Registry;
  readonly metrics: ApiMetrics;
  /** Business time runs on from here. */
  setClock(lead: { readonly ms: number }): void;
  call(token: Token, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** For `call`: one of the demo's staff, the platform, somebody of the other organisation, or nobody. */
  token(who: Who): Promise<string>;
  /** A token as the identity provider signs it, but for these changes. */
  tokenWith(changes: Partial<TokenOrder>): Promise<string>;
}

export type Who = StaffKey | 'platform' | `${StaffKey}Elsewhere`;
/** A `Who` by name, or a token as it is. */
type Token = string | Promise<string> | null;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export const audience = 'heed';

const asMuchAsOneLikes: LimitSettings = {
  perCredential: 1_000_000,
  perLink: 1_000_000,
  wrongLinksPerAddress: 1_000_000,
  failedSignInsPerAddress: 1_000_000,
};

/**
 * @param limits how much anybody may ask in a minute; absent: as much as a test likes
 * @param targets where webhooks may stand: on this machine too, unless a test is of just that
 */
export async function createApiUnderTest({
  limits,
  targets = 'any',
  log = createLog('test', 'silent'),
}: {
  readonly limits?: Partial<LimitSettings>;
  readonly targets?: WebhookTargets;
  readonly log?: Log;
} = {}): Promise<ApiUnderTest> {
  const underTest = await createRecordsUnderTest();
  const { demo } = underTest;
  const answers = watchAnswers(underTest);
  const { records } = answers;
  const identityKeys = await generateIdentityKeys();
  const identity = await publishKeys(identityKeys);
  let leadMs = 0;
  const clock = (): Date => new Date(Date.now() + leadMs);

  const counters = createCounters(underTest.config);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const registry = new Registry();
  const metrics = createApiMetrics(registry);
  tellOfRecords(registry, () => readings(records, clock()));
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  server.on(
    'request',
    answers.serving(
      createApp({
        records,
        client: new Client({ connection }),
        clock,
        // Temporal is told nothing: what would be told stays in the outbox, to be seen there.
        tell: () => undefined,
        log,
        metrics,
        edge: createEdge({
          records,
          counters,
          identity: { issuer: identity.issuer, audience, organisationClaim: 'organisation', rolesClaim: 'roles' },
          limits: { ...asMuchAsOneLikes, ...limits },
        }),
        trustedProxies: 1,
        publicUrl: url,
        twilioAuthToken: credentials.authToken,
        sendGridPublicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
        webhookTargets: targets,
        marketingEmailFrom: 'news@heed.example',
        stripeWebhookSecret,
        console: null,
      }),
    ),
  );

  const tokenWith = (changes: Partial<TokenOrder>): Promise<string> =>
    mintToken({
      keys: identityKeys,
      issuer: identity.issuer,
      audience,
      ...staffClaims(demo.organisation, 'supervisor'),
      lifetimeSeconds: 3_600,
      ...changes,
    });
  const token = (who: Who): Promise<string> => {
    if (who === 'platform') return tokenWith({ subject: 'platform-client', roles: ['platform'] });
    const organisation = who.endsWith(elsewhere) ? demo.otherOrganisation : demo.organisation;
    return tokenWith(staffClaims(organisation, staffKeyOf(who)));
  };
  const isWho = (given: string): given is Who => given === 'platform' || staffKeyOf(given) in demo.organisation.staff;

  return {
    ...underTest,
    url,
    issuer: identity.issuer,
    identityKeys,
    registry,
    metrics,
    cases: casesOnRecord(records, demo.organisation, clock),
    setClock: ({ ms }) => {
      leadMs = ms;
    },
    token,
    tokenWith,
    call: async (given, method, path, body, headers = {}) => {
      const bearer = await (typeof given === 'string' && isWho(given) ? token(given) : given);
      const response = await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: {
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { 'content-type': contentTypeOf(body) }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: rawOf(body) }),
      });
      const reply = await replyOf(response);
      requireAsDescribed(method, path, reply);
      await answers.check({ method, path, body }, reply);
      return reply;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      identity.close();
      await connection.close();
      await counters.close();
      await underTest.stop();
    },
  };
}

/** As much of an identity provider as verifying its tokens needs: discovery, and the public half of its keys. */
async function publishKeys({ kty, kid, alg, use, n, e }: IdentityKeys): Promise<{ issuer: string; close(): void }> {
  const server = createServer((request, response) => {
    const document =
      request.url === '/jwks' ? { keys: [{ kty, kid, alg, use, n, e }] } : { issuer, jwks_uri: `${issuer}/jwks` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const elsewhere = 'Elsewhere';
const staffKeyOf = (who: string): StaffKey => who.replace(elsewhere, '') as StaffKey;

const staffClaims = ({ id: organisation, staff }: DescribedOrganisation, key: StaffKey) => ({
  subject: staff[key].id,
  organisation,
  roles: staff[key].roles,
});

/** Text is sent as it is, so that it may be malformed; a form is sent as a form; the rest as JSON. */
const rawOf = (body: unknown): string | URLSearchParams =>
  typeof body === 'string' || body instanceof URLSearchParams ? body : JSON.stringify(body);
const contentTypeOf = (body: unknown): string =>
  body instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : 'application/json';

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : {},
    text,
  };
}
