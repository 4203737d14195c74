import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { climb, fetchedEarlier, namedBy, onThePath, type Rung } from '../../local/ladder';
import { cliFromGo, installedByGo } from '../../local/temporal/go-install';
import { fetchedByMaven, testServerFromMaven } from '../../local/temporal/maven-artifact';
import { findDevServer, findTimeSkippingServer } from '../../local/temporal/servers';
import { findSchemathesis } from '../fuzz/schemathesis';

let folder: string;
let said: string[];
const say = (line: string) => void said.push(line);

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'heed-ladder-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const rung = (name: string, found: string | undefined, onlyLooks = false): Rung => ({
  name,
  onlyLooks,
  find: async () => (found ? { path: found } : { missing: `no ${name}` }),
});

/** A folder of programs, each a shell script, beside the few that scripts themselves need. */
function programs(scripts: Record<string, string>): string {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(scripts)) program(path.join(bin, name), script);
  return bin;
}

function program(file: string, script = 'exit 0'): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('climbing', () => {
  test('takes the first way that leads there and does not try the rest', async () => {
    const never: Rung = { name: 'never', find: () => Promise.reject(new Error('was tried')) };
    await expect(climb('x', [rung('a', undefined), rung('b', '/b'), never], '', say)).resolves.toBe('/b');
  });

  test('says why a way that takes effort did not do, and what comes next; is silent about looking', async () => {
    await climb(
      'a server',
      [rung('looking', undefined, true), rung('loading', undefined), rung('making', '/m')],
      '',
      say,
    );
    expect(said).toEqual(['  No way to a server by loading (no loading); trying making.']);
  });

  test('ends with one sentence that names every way tried', async () => {
    const climbing = climb('a server', [rung('a', undefined, true), rung('b', undefined)], 'Do this.', say);
    await expect(climbing).rejects.toThrow('There is no way to a server here (a: no a; b: no b). Do this.');
  });
});

describe('where a program may be', () => {
  test('a variable that names one counts; one that names nothing runnable is told at once', async () => {
    const found = program(path.join(folder, 'temporal'));
    await expect(namedBy('X', { X: found }).find()).resolves.toEqual({ path: found });
    await expect(namedBy('X', {}).find()).resolves.toEqual({ missing: 'not set' });
    await expect(namedBy('X', { X: '/nowhere' }).find()).rejects.toThrow('X is /nowhere, which is not a program');
  });

  test('the PATH is searched in order, for programs only', async () => {
    const found = program(path.join(folder, 'two/temporal'));
    mkdirSync(path.join(folder, 'one/temporal'), { recursive: true });
    const PATH = ['one', 'two'].map((name) => path.join(folder, name)).join(path.delimiter);
    await expect(onThePath('temporal', { PATH }).find()).resolves.toEqual({ path: found });
    await expect(onThePath('temporal', { PATH: folder }).find()).resolves.toEqual({ missing: 'not there' });
  });

  test('what an earlier start fetched is used again', async () => {
    const found = program(path.join(folder, 'kept'));
    await expect(fetchedEarlier([path.join(folder, 'gone'), found]).find()).resolves.toEqual({ path: found });
  });
});

describe('the development server', () => {
  test('is the one that TEMPORAL_CLI_PATH names, before the one on the PATH, before the one in the cache', async () => {
    const named = program(path.join(folder, 'named'));
    const PATH = programs({ temporal: 'exit 0' });
    const cached = program(cliFromGo(path.join(folder, 'heed')));
    const environment = { XDG_CACHE_HOME: folder };
    await expect(findDevServer({ ...environment, PATH, TEMPORAL_CLI_PATH: named }, say)).resolves.toBe(named);
    await expect(findDevServer({ ...environment, PATH }, say)).resolves.toBe(path.join(PATH, 'temporal'));
    await expect(findDevServer({ ...environment, PATH: '' }, say)).resolves.toBe(cached);
  });

  test('is built by Go into the cache, whole or not at all', async () => {
    const PATH = programs({ go: 'echo "$@" > "$GOBIN/../asked"\n: > "$GOBIN/temporal"\nchmod 755 "$GOBIN/temporal"' });
    symlinkSync('/bin/chmod', path.join(PATH, 'chmod'));
    const cache = path.join(folder, 'cache');
    const found = await installedByGo(cache, { PATH }, say).find();
    expect(found).toEqual({ path: cliFromGo(cache) });
    expect(existsSync(cliFromGo(cache))).toBe(true);
    expect(readFileSync(path.join(cache, 'temporal-cli/asked'), 'utf8')).toContain('cmd/temporal@v1.5.1');
    expect(said[0]).toMatch(/three or four minutes/);
  });

  test('where Go fails or is missing, the reason is its own last line or plain', async () => {
    const cache = path.join(folder, 'cache');
    const PATH = programs({ go: 'echo "go: no route to the module" >&2; exit 1' });
    await expect(installedByGo(cache, { PATH }, say).find()).resolves.toEqual({
      missing: 'go: no route to the module',
    });
    await expect(installedByGo(cache, { PATH: '' }, say).find()).resolves.toEqual({ missing: 'Go is not installed' });
    expect(existsSync(cliFromGo(cache))).toBe(false);
  });
});

describe('the time-skipping server', () => {
  test('is the one that TEMPORAL_TEST_SERVER_PATH names, or the one in the cache', async () => {
    const named = program(path.join(folder, 'named'));
    const cached = program(testServerFromMaven(path.join(folder, 'heed')));
    const environment = { XDG_CACHE_HOME: folder };
    await expect(findTimeSkippingServer({ ...environment, TEMPORAL_TEST_SERVER_PATH: named }, say)).resolves.toBe(
      named,
    );
    await expect(findTimeSkippingServer(environment, say)).resolves.toBe(cached);
  });

  test('is fetched by Maven with a script that starts it', async () => {
    const PATH = programs({ java: 'exit 0', mvn: 'exit 0' });
    const cache = path.join(folder, 'cache');
    await expect(fetchedByMaven(cache, { PATH }, say).find()).resolves.toEqual({ path: testServerFromMaven(cache) });
    expect(readFileSync(testServerFromMaven(cache), 'utf8')).toContain('io.temporal.testserver.TestServer "$@"');
  });

  test('without Java or Maven says which is missing', async () => {
    const noJava = fetchedByMaven(folder, { PATH: '' }, say).find();
    await expect(noJava).resolves.toEqual({ missing: '`java` is not installed' });
    const noMaven = fetchedByMaven(folder, { PATH: programs({ java: 'exit 0' }) }, say).find();
    await expect(noMaven).resolves.toEqual({ missing: '`mvn` is not installed' });
  });
});

describe('the fuzzer', () => {
  const environment = (scripts: Record<string, string>, others = ''): NodeJS.ProcessEnv => ({
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    PATH: programs(scripts) + others,
  });
  /** Makes a folder of its own with a pip, as `python3 -m venv --clear FOLDER` does. */
  const python = (pip: string): string => `
    [ "$1" = -c ] && exit 0
    mkdir -p "$4/bin" && printf '%s\\n' '#!/bin/sh' '${pip}' > "$4/bin/pip" && chmod 755 "$4/bin/pip"`;
  const systems = `${path.delimiter}/usr/bin${path.delimiter}/bin`;

  test('is the one that SCHEMATHESIS_PATH names, and never one of any version that is on the PATH', async () => {
    const named = program(path.join(folder, 'named'));
    await expect(findSchemathesis({ SCHEMATHESIS_PATH: named }, say)).resolves.toBe(named);
    await expect(findSchemathesis(environment({ schemathesis: 'exit 0' }), say)).rejects.toThrow(/no way to/);
  });

  test('is installed by pip, everything in the version that stands in the project, and used again', async () => {
    const pip = 'echo "$@" > "$0.asked"; cp /bin/sh "$(dirname "$0")/schemathesis"';
    const found = await findSchemathesis(environment({ python3: python(pip) }, systems), say);
    expect(path.relative(folder, found)).toMatch(/^cache\/heed\/schemathesis\/[0-9a-f]{16}\/bin\/schemathesis$/);
    const asked = readFileSync(path.join(path.dirname(found), 'pip.asked'), 'utf8');
    const [, requirements = ''] = /^install .*--requirement (\S+)$/m.exec(asked) ?? [];
    const lines = readFileSync(requirements, 'utf8').trim().split('\n').slice(1);
    expect(lines).toContainEqual(expect.stringMatching(/^schemathesis==/));
    expect(lines.filter((line) => !/^[a-z0-9-]+==[\d.]+$/.test(line))).toEqual([]);
    await expect(findSchemathesis(environment({}), say)).resolves.toBe(found);
  });

  test.each([
    [
      'Python',
      {},
      '(SCHEMATHESIS_PATH: not set; fetched by an earlier start: nothing yet; pip: python3 is not installed)',
    ],
    ['venv', { python3: 'echo "python3 has no venv" >&2; exit 1' }, 'pip: python3 has no venv)'],
    [
      'a registry',
      { python3: python('echo "WARNING: Retrying"; echo "ERROR: No route" >&2; exit 1') },
      'pip: ERROR: No route)',
    ],
  ])('without %s says so in one sentence, and what to do', async (_what, scripts, said) => {
    const finding = findSchemathesis(environment(scripts, 'python3' in scripts ? systems : ''), say);
    await expect(finding).rejects.toThrow(`There is no way to Schemathesis here`);
    await expect(finding).rejects.toThrow(`${said}. Set SCHEMATHESIS_PATH to the program, or install Python 3.11`);
  });
});
