import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { readApiConfig, readMigrationConfig, readWorkerConfig } from '../../runtime/config';
import { projectRoot } from '../../runtime/project-root';

/** The image and the services that are made of it, held against the project: no container is needed for that. */

const inProject = (file: string): string => path.join(projectRoot, file);
const text = (file: string): string => readFileSync(inProject(file), 'utf8');
const { scripts, devDependencies } = JSON.parse(text('package.json')) as {
  scripts: Readonly<Record<string, string>>;
  devDependencies: Readonly<Record<string, string>>;
};
/** What a compiled program is compiled from. */
const isCompiled = (program: string): boolean =>
  program.startsWith('dist/') && existsSync(inProject(program.replace(/^dist\//, '').replace(/\.js$/, '.ts')));

interface Stage {
  readonly from: string;
  readonly name: string;
  readonly lines: readonly string[];
}

const stages: readonly Stage[] = text('Dockerfile')
  .split(/^FROM /m)
  .slice(1)
  .map((stage) => {
    const [first = '', ...lines] = stage.split('\n');
    const [from = '', , name = ''] = first.split(' ');
    return { from, name, lines };
  });
const stage = (name: string): readonly string[] => stages.find((one) => one.name === name)?.lines ?? [];

describe('the image', () => {
  test('runs every script and every program by a name that exists', () => {
    const run = [...text('Dockerfile').matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script);
    expect(run).toEqual(['build', 'build:workflows']);
    expect(run.filter((script) => scripts[script] === undefined)).toEqual([]);
    const programs = [...text('Dockerfile').matchAll(/"(dist\/[^"]+\.js)"/g)].map(([, program = '']) => program);
    expect(programs).toContain('dist/api/server.js');
    expect(programs.filter((program) => !isCompiled(program))).toEqual([]);
  });

  test('takes the bundle from where it was written, and starts workers on it', () => {
    const [, written] = /bundle-workflows\.js (\S+)/.exec(scripts['build:workflows'] ?? '') ?? [];
    expect(stage('run').join('\n')).toContain(`WORKFLOW_BUNDLE=/heed/${written}`);
  });

  test('takes only what is there, and no source but what is read when it runs', () => {
    const copied = stages.flatMap(({ lines }) =>
      lines.filter((line) => line.startsWith('COPY ') && !line.includes('--from=')).map((line) => line.split(' ')),
    );
    const files = copied.flatMap((words) => words.slice(1, -1));
    expect(files.filter((file) => !existsSync(inProject(file)))).toEqual([]);
    const fromBuild = stage('run').flatMap((line) => /--from=build \/heed\/(\S+)/.exec(line)?.[1] ?? []);
    expect(fromBuild.filter((file) => file !== 'dist' && !existsSync(inProject(file)))).toEqual([]);
    expect(stage('run').filter((line) => /^COPY \. /.test(line))).toEqual([]);
    // Whatever a program reads from the project's folder at run time.
    const read = ['api', 'records', 'activities', 'worker', 'workflows', 'prisma', 'runtime'].flatMap((room) =>
      readdirSync(inProject(room), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
        .flatMap((file) => [...text(path.join(room, file)).matchAll(/path\.join\(projectRoot, '([^']+)'/g)])
        .map(([, where = '']) => where),
    );
    expect(read).toContain('api/pages/templates');
    const isThere = (where: string): boolean =>
      fromBuild.some((file) => file.startsWith(where) || where.startsWith(file));
    expect(read.filter((where) => !isThere(where))).toEqual([]);
  });

  test('has no tool of development in it, and nobody who runs it may write to it', () => {
    expect(stage('dependencies').join('\n')).toMatch(/npm ci --omit=dev --ignore-scripts/);
    expect(stage('run').filter((line) => line.includes('node_modules'))).toEqual([
      'COPY --from=dependencies /heed/node_modules node_modules',
    ]);
    const last = stage('run').findLastIndex((line) => /^(COPY|RUN) /.test(line));
    expect(stage('run').indexOf('USER node')).toBeGreaterThan(last);
    expect(stages.map(({ from }) => from)).toEqual(['node:20-slim', 'base', 'base', 'base']);
  });

  test('imports nothing when it runs that is only there in development', () => {
    const rooms = ['api', 'records', 'activities', 'worker', 'workflows', 'runtime'];
    const imported = rooms.flatMap((room) =>
      readdirSync(inProject(room), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
        .flatMap((file) => [...text(path.join(room, file)).matchAll(/^import (?!type ).* from '([^.][^']*)';$/gm)])
        .map(([, module = '']) => module),
    );
    expect(imported).toContain('express');
    expect(imported.filter((module) => devDependencies[module] !== undefined)).toEqual([]);
  });

  test('is built without secrets, data, or what was built and installed here', () => {
    const ignored = text('.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.git', '.env', 'secrets', '.heed', 'node_modules', 'dist']));
    expect(text('.gitignore').split('\n')).toEqual(expect.arrayContaining(['.env', 'secrets/']));
  });
});

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
}

describe('the services', () => {
  const compose = parse(text('docker-compose.yml'), { merge: true }) as {
    readonly services: Readonly<Record<string, Service>>;
    readonly volumes: Readonly<Record<string, null>>;
    readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  };
  const services = Object.entries(compose.services);
  const ours = services.filter(([, { build }]) => build !== undefined);

  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'heed-compose-'));
    execFileSync('sh', [inProject('deploy/create-secrets.sh'), path.join(folder, 'secrets')]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const secret = (name: string): string => path.join(folder, 'secrets', name);

  test('are two of the API, one worker for each queue, and databases that are backed up apart', () => {
    expect(services.map(([name]) => name)).toEqual([
      'postgres',
      'postgres-keys',
      'postgres-temporal',
      'temporal',
      'temporal-ui',
      'migrations',
      'api-1',
      'api-2',
      'worker-urgent',
      'worker-standard',
      'worker-bulk',
    ]);
    for (const [name, { command }] of ours.filter(([service]) => service.startsWith('worker-'))) {
      expect(command?.slice(-2)).toEqual(['dist/worker/main.js', name.slice('worker-'.length)]);
    }
    const data = services.flatMap(([, { volumes = [] }]) => volumes.filter((volume) => volume.includes('postgresql')));
    expect(data.map((volume) => volume.slice(0, volume.indexOf(':'))).sort()).toEqual(
      Object.keys(compose.volumes).sort(),
    );
    expect(new Set(data).size).toBe(data.length);
  });

  test('run programs that exist, are asked how they are, and start when what they need is well', () => {
    const programs = ours.flatMap(([, { command = [], healthcheck }]) => [...command, ...(healthcheck?.test ?? [])]);
    expect(programs.filter((word) => word.startsWith('dist/') && !isCompiled(word))).toEqual([]);
    for (const [name, { depends_on: needs = {}, healthcheck }] of ours) {
      const isAsked = name.startsWith('api-') ? healthcheck === undefined : healthcheck !== undefined;
      expect({ name, isAsked }).toEqual({ name, isAsked: true });
      expect(Object.values(needs).map(({ condition }) => condition)).not.toContain('service_started');
      if (name === 'migrations') continue;
      expect(needs).toMatchObject({
        migrations: { condition: 'service_completed_successfully' },
        temporal: { condition: 'service_healthy', required: false },
      });
    }
    const asked = services.filter(([name]) => /^postgres|^temporal$/.test(name));
    expect(asked.filter(([, { healthcheck }]) => healthcheck?.test === undefined)).toEqual([]);
  });

  test('show their ports to nobody else: the API, and Temporal’s page on this machine', () => {
    const ports = services.flatMap(([name, { ports: of = [] }]) => of.map((port) => `${name} ${port}`));
    expect(ports).toEqual([
      'temporal-ui 127.0.0.1:8080:8080',
      expect.stringMatching(/^api-1 \$\{API_1_PORT:-3000\}:3000$/),
      expect.stringMatching(/^api-2 \$\{API_2_PORT:-3001\}:3000$/),
    ]);
  });

  test('get their secrets as files, each of which the script makes, and none stands in the environment', () => {
    const used = new Set(services.flatMap(([, { secrets = [] }]) => secrets));
    expect([...used].sort()).toEqual(Object.keys(compose.secrets).sort());
    const made = readdirSync(path.join(folder, 'secrets'));
    const files = Object.values(compose.secrets).map(({ file }) => path.basename(file));
    expect(files.filter((file) => !made.includes(file))).toEqual([]);
    for (const [name, { environment = {}, secrets = [] }] of services) {
      const named = Object.values(environment).flatMap((value) => /^\/run\/secrets\/(\w+)$/.exec(value)?.[1] ?? []);
      expect({ name, missing: named.filter((one) => !secrets.includes(one)) }).toEqual({ name, missing: [] });
      const inClear = Object.entries(environment).filter(([key]) =>
        /PASSWORD$|TOKEN$|_KEYS$|SECRET$|API_KEY$/.test(key),
      );
      expect({ name, inClear }).toEqual({ name, inClear: [] });
    }
  });

  test('the script keeps what it has made before', () => {
    const before = readFileSync(secret('encryption_keys'), 'utf8');
    execFileSync('sh', [inProject('deploy/create-secrets.sh'), path.join(folder, 'secrets')]);
    expect(readFileSync(secret('encryption_keys'), 'utf8')).toBe(before);
  });

  /** As compose would hand it over: `.env.example` for what is asked for, and the script's files for its secrets. */
  function environmentOf(name: string, besides: Readonly<Record<string, string>>): Record<string, string> {
    const settings: Record<string, string> = {
      ...Object.fromEntries(
        text('.env.example')
          .split('\n')
          .filter((line) => /^\w+=/.test(line))
          .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      ),
      ...besides,
    };
    const filled = (value: string): string =>
      String(value)
        .replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, key: string, kind: string, other: string) => {
          const given = settings[key] || (kind === '-' ? other : undefined);
          if (given === undefined) throw new Error(`.env.example lacks ${key}.`);
          return given;
        })
        .replace(/^\/run\/secrets\//, `${path.join(folder, 'secrets')}/`);
    const { environment = {} } = compose.services[name] ?? {};
    return Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filled(value)]));
  }

  /** @param besides what `.env` says more than the example */
  function configured<T>(name: string, read: () => T, besides: Readonly<Record<string, string>> = {}): T {
    const replaced = jest.replaceProperty(process, 'env', environmentOf(name, besides));
    try {
      return read();
    } finally {
      replaced.restore();
    }
  }

  /** As whoever has the vendors' secrets does. */
  function fillIn(): void {
    for (const vendors of [
      'twilio_auth_token',
      'sendgrid_api_key',
      'sendgrid_webhook_public_key',
      'oidc_client_secret',
    ]) {
      rmSync(secret(vendors));
      writeFileSync(secret(vendors), `${vendors}\n`);
    }
  }

  test('are configured by it, once the vendors’ secrets are filled in', () => {
    expect(() => configured('api-1', readApiConfig)).toThrow(/TWILIO_AUTH_TOKEN is not set/);
    fillIn();
    for (const api of ['api-1', 'api-2']) {
      expect(configured(api, readApiConfig)).toMatchObject({
        PORT: 3000,
        DATABASE_URL: expect.stringMatching(/^postgresql:\/\/heed_app:.{32}@postgres:5432\/heed$/),
        SHUTDOWN_NOTICE_SECONDS: 10,
        OIDC_CLIENT_SECRET: 'oidc_client_secret',
        SESSION_SECRET: expect.stringMatching(/^.{44}$/),
        ENCRYPTION_KEYS: [{ id: expect.stringMatching(/^ring-/) }],
      });
    }
    for (const [worker] of ours.filter(([name]) => name.startsWith('worker-'))) {
      expect(configured(worker, readWorkerConfig)).toMatchObject({
        TEMPORAL_ADDRESS: 'temporal:7233',
        SENDGRID_API_KEY: 'sendgrid_api_key',
        INDEX_KEYS: [{ id: expect.stringMatching(/^index-/) }],
      });
    }
    const urls = configured('migrations', readMigrationConfig);
    expect(new URL(urls.MIGRATION_DATABASE_URL).host).toBe('postgres:5432');
    expect(new URL(urls.KEYS_MIGRATION_DATABASE_URL).host).toBe('postgres-keys:5432');
  });

  test('hand on what is set for metrics and traces, which are otherwise told to nobody', () => {
    fillIn();
    for (const [name] of ours.filter(([service]) => service !== 'migrations')) {
      const read = (): object => (name.startsWith('api-') ? readApiConfig() : readWorkerConfig());
      expect(configured(name, read)).not.toHaveProperty('METRICS_PORT');
      const told = {
        METRICS_PORT: '9464',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
        OTEL_SERVICE_NAME: name,
      };
      expect(configured(name, read, told)).toMatchObject({ ...told, METRICS_HOST: '0.0.0.0', METRICS_PORT: 9464 });
    }
  });

  test('of somebody who made their secrets before there was a console get what they lack, and keep the rest', () => {
    fillIn();
    for (const since of ['session_secret', 'oidc_client_secret']) rmSync(secret(since), { force: true });
    const before = readFileSync(secret('index_keys'), 'utf8');
    execFileSync('sh', [inProject('deploy/create-secrets.sh'), path.join(folder, 'secrets')]);
    expect(readFileSync(secret('index_keys'), 'utf8')).toBe(before);
    const withoutConsole = configured('api-1', readApiConfig, { OIDC_CLIENT_ID: '' });
    expect(withoutConsole).not.toHaveProperty('OIDC_CLIENT_SECRET');
    expect(withoutConsole.SESSION_SECRET).toMatch(/^.{44}$/);
    expect(() => configured('api-1', readApiConfig)).toThrow(/OIDC_CLIENT_SECRET/);
  });

  test('are what docker compose takes them for, where there is one', () => {
    const ways = [['docker', 'compose'] as const, ['docker-compose'] as const];
    const way = ways.find(([program, ...args]) => spawnSync(program, [...args, 'version']).status === 0);
    if (!way) {
      process.stdout.write('compose is not on this machine: docker-compose.yml is checked by its content alone.\n');
      return;
    }
    const [program, ...args] = way;
    const asked = spawnSync(program, [...args, '--env-file', '.env.example', 'config', '--quiet'], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    expect({ status: asked.status, said: asked.stderr }).toEqual({ status: 0, said: '' });
  });
});
