import path from 'node:path';
import pg from 'pg';
import { createIdentityProvider } from '../../../local/identity/create-identity-provider';
import { generateIdentityKeys } from '../../../local/identity/keys';
import { mintToken } from '../../../local/identity/mint-token';
import { freePort } from '../../../local/ports';
import type { DatabaseUrls } from '../../../local/postgres/roles';
import { workflowBundle } from '../../../local/workflow-bundle';
import { createRecords } from '../../../records/records';
import { keyRing } from '../../../runtime/config';
import { projectRoot } from '../../../runtime/project-root';
import type { Queue } from '../../../worker/queues';
import type { BenchStack, ProcessOrder } from '../../stack';
import { benchNumbers, newcomerOf } from '../../story/people';
import type { PersonsPart } from '../../story/story';
import { vendorCredentials } from '../../vendor/credentials';
import type { Arm, RunningArm } from '../arm';
import { createPoster } from '../posting';
import { type ArmProcesses, processesOf } from '../processes';
import { createHeedDatabases } from './databases';
import { type Feature, withoutVariable } from './features';
import { addPeople, clientId, dutyClinicianId, organisationId, practitionerId, supervisorId } from './people';
import { plainerRecords } from './plainer-records';
import { withoutPolicies } from './without-tenancy';

/** A Heed that runs, and what more of it can be looked at. */
export interface RunningHeed extends RunningArm {
  /** Of its API, and of its console if it has one. */
  readonly url: string;
  readonly databases: DatabaseUrls;
  readonly namespace: string;
  /** The id under which Heed knows the case. @throws if it was not posted */
  caseId(caseNumber: number): string;
  /** Signs up somebody whom nobody knows yet. */
  register(newcomer: number): Promise<void>;
  /** Writes to all who have agreed to this topic. */
  mailAll(topic: string): Promise<void>;
  /** How many of these messages have gone. */
  mailed(): Promise<number>;
  /** Of how much Temporal has yet to be told. */
  untold(): Promise<number>;
}

export interface HeedArm extends Arm {
  start(stack: BenchStack): Promise<RunningHeed>;
}

export interface HeedOrder {
  /** Of its databases and its Temporal namespace. */
  readonly name: string;
  /** Clients to write beforehand: one for each case that will be posted. */
  readonly cases: number;
  /**
   * Undefined: Heed's own processes, as `npm start` runs them. Otherwise processes that are put together like them, less
   * these features: for comparison among themselves, with none taken away as the baseline.
   */
  readonly without?: readonly Feature[];
  /** Whose workers run; without it, that of urgent care alone. None: cases begin, and wait. */
  readonly queues?: readonly Queue[];
  /** Who raises the concerns; without it, the platform. */
  readonly raisedBy?: 'platform' | 'duty-clinician';
  /** Whether people can sign in to its console: the first practitioner, and a supervisor. */
  readonly hasConsole?: true;
  /** Profiles its processes into the folders `api` and `worker` below this one. */
  readonly profilesIn?: string;
}

/** Heed: its API and its urgent worker, on databases of their own. */
export const heedArm = (order: HeedOrder): HeedArm => ({
  name: 'Heed',
  start: async (stack) => {
    const namespace = order.name;
    const [databases, bundle] = await Promise.all([
      createHeedDatabases(stack, order.name.replaceAll('-', '_')),
      workflowBundle(path.join(projectRoot, 'dist/workflows/index.js'), path.join(stack.folder, 'heed-bundle')),
      stack.createNamespace(namespace),
    ]);
    await writePeople(stack, databases, order);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const identity = await startIdentity(order, url);
    const environment = {
      ...environmentOf(stack, databases, port),
      ...(order.hasConsole && consoleEnvironment),
      TEMPORAL_NAMESPACE: namespace,
      WORKFLOW_BUNDLE: bundle,
      OIDC_ISSUER: identity.issuer,
      ...withoutVariable(order.without ?? []),
    };
    const processes = await processesOf(stack, ordersOf(order, environment));
    const stop = async (): Promise<void> => {
      await processes.stop();
      await identity.close();
    };
    return {
      ...(await running(url, identity, processes, databases, stop)),
      url,
      databases,
      namespace,
    };
  },
});

async function writePeople(
  stack: BenchStack,
  databases: DatabaseUrls,
  { cases, without = [] }: HeedOrder,
): Promise<void> {
  const records = createRecords({
    DATABASE_URL: databases.databaseUrl,
    KEYS_DATABASE_URL: databases.keysDatabaseUrl,
    ENCRYPTION_KEYS: keyRing.parse(stack.secrets.encryptionKeys),
    INDEX_KEYS: keyRing.parse(stack.secrets.indexKeys),
    PHONE_ALLOW_LIST: [benchNumbers],
  });
  try {
    await addPeople(plainerRecords(records, new Set(without)), cases);
  } finally {
    await records.close();
  }
  if (without.includes('row-level security')) await withoutPolicies(databases.ownerUrl);
}

/** As `npm start` tells them (local/environment.ts), with the benchmark's vendor. */
function environmentOf(stack: BenchStack, databases: DatabaseUrls, port: number): Readonly<Record<string, string>> {
  const { encryptionKeys, indexKeys, sendgrid } = stack.secrets;
  return {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: databases.databaseUrl,
    KEYS_DATABASE_URL: databases.keysDatabaseUrl,
    ENCRYPTION_KEYS: encryptionKeys,
    INDEX_KEYS: indexKeys,
    PHONE_ALLOW_LIST: benchNumbers,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    OIDC_AUDIENCE: audience,
    TWILIO_ACCOUNT_SID: vendorCredentials.accountSid,
    TWILIO_AUTH_TOKEN: vendorCredentials.authToken,
    TWILIO_API_BASE_URL: stack.vendor.url,
    SENDGRID_API_KEY: vendorCredentials.apiKey,
    SENDGRID_API_BASE_URL: stack.vendor.url,
    SENDGRID_WEBHOOK_PUBLIC_KEY: sendgrid.eventPublicKey,
    EMAIL_FROM: vendorCredentials.from,
    MARKETING_EMAIL_FROM: vendorCredentials.marketingFrom,
    LOG_LEVEL: 'info',
  };
}

function ordersOf(
  { name, without, profilesIn, queues = ['urgent'] }: HeedOrder,
  environment: Readonly<Record<string, string>>,
): readonly ProcessOrder[] {
  const own = without === undefined;
  const nodeFlags = (process: string): readonly string[] =>
    profilesIn === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.join(profilesIn, process)}`];
  return [
    {
      name: `${name}-api`,
      entry: [own ? 'api/server.js' : 'bench/arms/heed/plainer-api.js'],
      environment,
      nodeFlags: nodeFlags('api'),
    },
    ...queues.map(
      (queue): ProcessOrder => ({
        name: queue === 'urgent' ? `${name}-worker` : `${name}-worker-${queue}`,
        entry: own ? ['worker/main.js', queue] : ['bench/arms/heed/plainer-worker.js'],
        environment,
        nodeFlags: nodeFlags('worker'),
      }),
    ),
  ];
}

const audience = 'heed';

interface Identity {
  readonly issuer: string;
  readonly platformToken: string;
  readonly clinicianToken: string;
  /** One of the two. */
  readonly raiserToken: string;
  close(): Promise<void>;
}

const consoleEnvironment = {
  OIDC_CLIENT_ID: 'console',
  OIDC_CLIENT_SECRET: 'the secret of the console',
  SESSION_SECRET: 'signs the cookies of the benchmark',
};

async function startIdentity({ raisedBy = 'platform' }: HeedOrder, url: string): Promise<Identity> {
  const keys = await generateIdentityKeys();
  const organisation = { id: organisationId, name: 'Riverside Talking Practice' };
  const accounts = [
    { id: practitionerId(0), name: 'Practitioner 0', organisation, roles: ['practitioner'] },
    { id: supervisorId, name: 'Supervisor', organisation, roles: ['supervisor'] },
  ];
  const console = {
    clientId: consoleEnvironment.OIDC_CLIENT_ID,
    clientSecret: consoleEnvironment.OIDC_CLIENT_SECRET,
    redirectUris: [`${url}/login/callback`],
    postLogoutRedirectUris: [`${url}/`],
  };
  const provider = await createIdentityProvider({ audience, keys, accounts, clients: [], console });
  const { issuer } = provider;
  const token = (subject: string, role: string): Promise<string> =>
    mintToken({
      keys,
      issuer,
      audience,
      subject,
      organisation: organisationId,
      roles: [role],
      lifetimeSeconds: 24 * 60 * 60,
    });
  const platformToken = await token('platform', 'platform');
  const clinicianToken = await token(dutyClinicianId, 'duty-clinician');
  return {
    issuer,
    platformToken,
    clinicianToken,
    raiserToken: raisedBy === 'platform' ? platformToken : clinicianToken,
    close: () => provider.close(),
  };
}

async function running(
  url: string,
  { platformToken, clinicianToken, raiserToken }: Identity,
  processes: ArmProcesses,
  { ownerUrl }: DatabaseUrls,
  stop: () => Promise<void>,
): Promise<Omit<RunningHeed, 'url' | 'databases' | 'namespace'>> {
  const poster = createPoster(url);
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  owner.on('error', () => undefined);
  const ids = new Map<number, string>();
  const caseId = (caseNumber: number): string => {
    const id = ids.get(caseNumber);
    if (id === undefined) throw new Error(`Case ${caseNumber} was not posted.`);
    return id;
  };
  const platform = { authorization: `Bearer ${platformToken}` };
  const clinician = { authorization: `Bearer ${clinicianToken}` };
  const raiser = { authorization: `Bearer ${raiserToken}` };

  const parts: Readonly<Record<PersonsPart, { path: string; body: object; as: typeof platform }>> = {
    'client-answered': {
      path: 'client-answers',
      body: { answers: [{ recipient: 'contact-1', answer: 'agree', tier: 'concern' }], via: 'phone' },
      as: platform,
    },
    decided: {
      path: 'decisions',
      body: { kind: 'proceed', recipients: ['contact-1'], note: 'Within what was agreed.' },
      as: clinician,
    },
    acknowledged: { path: 'acknowledgements', body: { recipient: 'contact-1', answer: 'acting' }, as: platform },
    'outcome-recorded': {
      path: 'human-outcomes',
      body: { kind: 'someone-acting', note: 'The contact is there and stays the night.' },
      as: clinician,
    },
  };

  return {
    name: 'Heed',
    processes: () => processes.running(),
    caseId,
    post: async (caseNumber) => {
      const concern = {
        clientId: clientId(caseNumber),
        concern: 'Said goodbye in an odd way at the end of the session, and does not answer calls since.',
        immediacy: 'significant',
      };
      const answer = await poster.post('/v1/urgent-care/cases', concern, raiser);
      ids.set(caseNumber, (answer as { id: string }).id);
    },
    register: async (newcomer) => {
      const person = { firstName: 'Robin', birthDate: '1990-05-17', country: 'GB', ...newcomerOf(newcomer) };
      await poster.post('/v1/sign-ups', { person }, platform);
    },
    mailAll: async (topic) => {
      const message = { topic, subject: 'What is new', text: 'New evening hours.', audience: 'all-consented' };
      await poster.post('/v1/marketing/messages', message, platform);
    },
    mailed: async () => {
      const { rows } = await owner.query<{ gone: number }>(
        `SELECT count(*)::int AS gone FROM dispatches WHERE purpose = 'marketing' AND vendor_id IS NOT NULL`,
      );
      return rows[0]?.gone ?? 0;
    },
    untold: async () => {
      const { rows } = await owner.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM outbox_entries WHERE delivered_at IS NULL`,
      );
      return rows[0]?.waiting ?? 0;
    },
    tell: async (caseNumber, part) => {
      const { path: action, body, as } = parts[part];
      await poster.post(`/v1/urgent-care/cases/${caseId(caseNumber)}/${action}`, body, as);
    },
    // What is left then is days away: the client is asked how it was.
    closedCases: async () => {
      const { rows } = await owner.query<{ closed: number }>(
        `SELECT count(*)::int AS closed FROM cases WHERE outcome_kind IS NOT NULL`,
      );
      return rows[0]?.closed ?? 0;
    },
    stop: async () => {
      poster.close();
      await owner.end();
      await stop();
    },
  };
}
