import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { endsWithUs } from '../helper-process';
import { type Say, withProgress } from '../say';
import type { Found, Rung } from './ladder';

const execute = promisify(execFile);
const version = '1.38.0';

export function testServerFromMaven(cache: string): string {
  return path.join(cache, 'temporal-test-server', version, 'temporal-test-server');
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
        return { path: program };
      } catch (error) {
        return { missing: reasonOf(error) };
      } finally {
        rmSync(unfinished, { recursive: true, force: true });
      }
    },
  };
}

const starter = `#!/bin/sh
exec java -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"
`;

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
