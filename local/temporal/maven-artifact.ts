import { execFile, spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { endsWithUs } from '../helper-process';
import type { Found, Rung } from '../ladder';
import { freePort, isFree } from '../ports';
import { type Say, withProgress } from '../say';

const execute = promisify(execFile);
const version = '1.38.0';
/** Another one where what stands beside the libraries has changed. */
const edition = 3;

export function testServerFromMaven(cache: string): string {
  return path.join(cache, 'temporal-test-server', `${version}-${edition}`, 'temporal-test-server');
}

/** Temporal's time-skipping server is a Java program; its published library starts it as well as the native build. */
export function fetchedByMaven(cache: string, environment: NodeJS.ProcessEnv, say: Say): Rung {
  return {
    name: `Maven (io.temporal:temporal-test-server:${version})`,
    async find(): Promise<Found> {
      const program = testServerFromMaven(cache);
      const folder = path.dirname(program);
      const unfinished = `${folder}.${process.pid}`;
      mkdirSync(unfinished, { recursive: true });
      try {
        await execute('java', ['-version'], { env: environment });
        await withProgress(say, "Fetching Temporal's time-skipping server by Maven", () =>
          fetchLibraries(unfinished, environment),
        );
        writeFileSync(path.join(unfinished, path.basename(program)), starter, { mode: 0o755 });
        rmSync(folder, { recursive: true, force: true });
        renameSync(unfinished, folder);
        await keepLoadedClasses(folder, environment);
        return { path: program };
      } catch (error) {
        return { missing: reasonOf(error) };
      } finally {
        rmSync(unfinished, { recursive: true, force: true });
      }
    },
  };
}

const mainClass = 'io.temporal.testserver.TestServer';
/** What Java has loaded once: with it the server is there in well under a second, and not after the SDK has lost patience. */
const loadedClasses = 'classes.jsa';

/** Short-lived: quick to start matters more than quick in the long run. Without the archive it starts all the same. */
const starter = `#!/bin/sh
folder="$(dirname "$0")"
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:cds=off -Xlog:cds+dynamic=off \\
  -XX:SharedArchiveFile="$folder/${loadedClasses}" -cp "$folder/lib/*" ${mainClass} "$@"
`;

/** Lets the server run once and note what it loaded. The archive holds for this very folder; failing that, none is kept. */
async function keepLoadedClasses(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const archive = path.join(folder, loadedClasses);
  const port = await freePort();
  const options = ['-XX:+UseSerialGC', `-XX:ArchiveClassesAtExit=${archive}`, '-cp', path.join(folder, 'lib/*')];
  const server = endsWithUs(
    spawn('java', [...options, mainClass, String(port)], { env: environment, stdio: 'ignore' }),
  );
  const ended = new Promise<number | null>((resolve) => server.once('close', resolve).once('error', () => resolve(1)));
  for (let looks = 0; looks < 300 && server.exitCode === null && (await isFree(port)); looks += 1) await pause(50);
  server.kill('SIGTERM');
  await ended;
}

async function fetchLibraries(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  writeFileSync(path.join(folder, 'pom.xml'), project);
  const output = `-DoutputDirectory=${path.join(folder, 'lib')}`;
  const running = execute('mvn', ['--batch-mode', '--quiet', 'dependency:copy-dependencies', output], {
    cwd: folder,
    env: environment,
  });
  endsWithUs(running.child);
  await running;
}

const project = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>heed</groupId>
  <artifactId>time-skipping-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${version}</version>
    </dependency>
    <!-- Its logging façade complains on every start that there is nothing behind it. -->
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;

function reasonOf(error: unknown): string {
  const { code, path: program, stdout } = error as { code?: unknown; path?: string; stdout?: string };
  if (code === 'ENOENT') return `\`${program}\` is not installed`;
  return (
    stdout
      ?.split('\n')
      .find((line) => line.startsWith('[ERROR]'))
      ?.slice('[ERROR] '.length) ?? 'it failed'
  );
}
