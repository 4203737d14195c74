import path from 'node:path';
import { demoMobiles } from '../prisma/demo-data';
import { type DemoDescription, seedDemo } from '../prisma/seed';
import type { NewList } from '../records/marketing/lists';
import { keyRing } from '../runtime/config';
import { projectRoot } from '../runtime/project-root';
import { addressBookOf } from './address-book';
import type { DataDirectory } from './data-directory';
import { type FirstDecision, leaveFirstDecision, whyNoDecision } from './demo/first-decision';
import { minting, partiesOf, tokensFor } from './demo-people';
import {
  foreignDatabases,
  mayLeaveFirstDecision,
  type Ports,
  portNames,
  portOf,
  type Settled,
  sandboxEnvironment,
  serviceEnvironment,
  withOwnMetricsPort,
} from './environment';
import { generateIdentityKeys, type IdentityKeys, identityKeysSchema } from './identity/keys';
import { readJsonFile, writeJsonFile } from './json-file';
import { embeddedDatabases, migrated } from './local-databases';
import { ourPlan, temporalPlan } from './plans';
import { rememberedPorts } from './ports';
import { sandboxGroup } from './sandbox/sendgrid/suppression-groups';
import { type Say, withProgress } from './say';
import { secretsIn } from './secrets';
import { type RunningStack, workerNames } from './stack';
import { createStackClient } from './stack-client';
import type { Stack } from './stack-file';
import { requireTemporalAt } from './temporal/dev-server';
import { findDevServer } from './temporal/servers';
import { welcome } from './welcome';
import { workflowBundle } from './workflow-bundle';

/** Starts everything, each thing as soon as what it needs is there, and says when and how it can be used. */
export async function bringUp(
  stack: RunningStack,
  data: DataDirectory,
  person: NodeJS.ProcessEnv,
  say: Say,
): Promise<void> {
  const port = portOf(person);
  const leavesDecision = mayLeaveFirstDecision(person);
  const secrets = secretsIn(data.secrets);
  const foreign = foreignDatabases(person);
  const ports = await rememberedPorts(data.ports, portNames);
  // Before anything is started: to come by it may take minutes once, and without it the rest is in vain.
  const program = await temporalProgram(person, say);

  const [urls, bundle] = await Promise.all([
    foreign
      ? migrated(foreign, say)
      : embeddedDatabases(stack, { dataFolder: data.postgres, port: ports.postgres, secrets, person }, say),
    withProgress(say, 'Workflow bundle', () =>
      workflowBundle(path.join(projectRoot, 'dist/workflows/index.js'), data.workflowBundles),
    ),
    program && startTemporal(stack, program, { data, ports, person }, say),
  ]);

  const settled: Settled = { port, ports, secrets, databases: urls, workflowBundle: bundle };
  const service = serviceEnvironment(settled, person);
  // Whoever is started again goes by the secrets as they are then: so keys are exchanged while the stack goes on.
  const ofService = (nth: number): NodeJS.ProcessEnv =>
    withOwnMetricsPort(serviceEnvironment({ ...settled, secrets: secretsIn(data.secrets) }, person), nth);
  const identityKeys = await identityKeysIn(data.identityKeys);
  const [demo] = await Promise.all([
    seeded(settled, service, say).then(async (description) => {
      writeJsonFile(data.parties, partiesOf(description, { secrets, publicUrl: service.PUBLIC_URL, leavesDecision }));
      writeJsonFile(data.addressBook, addressBookOf(description));
      await withProgress(say, 'Provider sandbox and sign-in', () =>
        stack.start(
          ourPlan('sandbox', ['local/sandbox/main.js'], () => sandboxEnvironment(service, settled, data, person)),
        ),
      );
      return description;
    }),
    withProgress(say, 'API', () => stack.start(ourPlan('api', ['api/server.js'], () => ofService(0)))),
    withProgress(say, 'Workers', () =>
      Promise.all(
        workerNames.map((name, index) =>
          stack.start(ourPlan(name, ['worker/main.js', name.slice('worker-'.length)], () => ofService(index + 1))),
        ),
      ),
    ),
  ]);

  const description = await stackDescription(demo, { service, settled, identityKeys, person });
  const firstDecision = leavesDecision ? await decisionLeft(description, say) : null;
  const writeStackFile = () => writeJsonFile(data.stack, { ...description, processes: stack.pids() });
  stack.whenRestarted(writeStackFile);
  writeStackFile();
  say(welcome(description, { stackFile: data.stack, firstDecision, seconds: performance.now() / 1000 }));
}

/** A stack without it can be used all the same: why there is none is said, and the start goes on. */
async function decisionLeft(stack: Omit<Stack, 'processes'>, say: Say): Promise<FirstDecision | null> {
  try {
    return await withProgress(say, 'Something to decide', () => leaveFirstDecision(createStackClient(stack), stack));
  } catch (error) {
    say(`  Nothing waits to be decided: ${whyNoDecision(error)}`);
    return null;
  }
}

/** Undefined where TEMPORAL_ADDRESS names a server, which is then one that answers. */
async function temporalProgram(person: NodeJS.ProcessEnv, say: Say): Promise<string | undefined> {
  const address = person['TEMPORAL_ADDRESS'];
  if (!address) return findDevServer(person, say);
  await requireTemporalAt(address);
  return undefined;
}

async function startTemporal(
  stack: RunningStack,
  program: string,
  { data, ports, person }: { data: DataDirectory; ports: Ports; person: NodeJS.ProcessEnv },
  say: Say,
): Promise<void> {
  const server = {
    port: ports.temporal,
    httpPort: ports.temporalHttp,
    namespace: person['TEMPORAL_NAMESPACE'] || 'default',
    databaseFile: data.temporal,
  };
  await withProgress(say, 'Temporal', () => stack.start(temporalPlan(program, server, person)));
}

function seeded(settled: Settled, service: NodeJS.ProcessEnv, say: Say): Promise<DemoDescription> {
  const { databases: urls } = settled;
  const config = {
    DATABASE_URL: urls.databaseUrl,
    KEYS_DATABASE_URL: urls.keysDatabaseUrl,
    ENCRYPTION_KEYS: keyRing.parse(service['ENCRYPTION_KEYS']),
    INDEX_KEYS: keyRing.parse(service['INDEX_KEYS']),
    PHONE_ALLOW_LIST: demoMobiles,
  };
  return withProgress(say, 'Demo data', () => seedDemo(config, listsAtSandbox(settled, service)));
}

/** One of each kind; none where somebody else's SendGrid, which has no such group, stands in the sandbox's place. */
function listsAtSandbox({ ports, secrets }: Settled, service: NodeJS.ProcessEnv): readonly NewList[] {
  const sandboxUrl = `http://127.0.0.1:${ports.sandbox}`;
  if (service['SENDGRID_API_BASE_URL'] !== sandboxUrl || service['WEBHOOK_TARGETS'] !== 'any') return [];
  const webhook = {
    kind: 'webhook',
    url: `${sandboxUrl}/platform/opt-outs`,
    secret: secrets.optOutWebhookSecret,
  } as const;
  return [
    { name: sandboxGroup.name, target: { kind: 'sendgrid-group', groupId: sandboxGroup.id } },
    { name: 'The course platform', target: webhook },
  ];
}

async function identityKeysIn(file: string): Promise<IdentityKeys> {
  const kept = identityKeysSchema.safeParse(readJsonFile(file));
  if (kept.success) return kept.data;
  const generated = await generateIdentityKeys();
  writeJsonFile(file, generated);
  return generated;
}

async function stackDescription(
  demo: DemoDescription,
  context: { service: NodeJS.ProcessEnv; settled: Settled; identityKeys: IdentityKeys; person: NodeJS.ProcessEnv },
): Promise<Omit<Stack, 'processes'>> {
  const { service, settled, identityKeys, person } = context;
  const issuer = service['OIDC_ISSUER'] ?? '';
  const audience = service['OIDC_AUDIENCE'] ?? '';
  // Somebody else's identity provider signs its tokens itself.
  const withTokens = async <T extends DemoDescription['organisation']>(organisation: T) =>
    person['OIDC_ISSUER']
      ? organisation
      : { ...organisation, tokens: await tokensFor(organisation, minting({ keys: identityKeys, issuer, audience })) };
  return {
    url: `http://127.0.0.1:${settled.port}`,
    sandboxUrl: `http://127.0.0.1:${settled.ports.sandbox}`,
    issuer,
    audience,
    temporalAddress: service['TEMPORAL_ADDRESS'] ?? '',
    temporalNamespace: service['TEMPORAL_NAMESPACE'] ?? '',
    databaseUrl: settled.databases.ownerUrl,
    organisation: await withTokens(demo.organisation),
    otherOrganisation: await withTokens(demo.otherOrganisation),
  };
}
