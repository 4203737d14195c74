import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { endsWithUs } from '../helper-process';
import type { Found, Rung } from '../ladder';
import type { Say } from '../say';

/** Server 1.29. Later tags of the CLI have a `replace` directive and cannot be installed this way. */
const version = '1.5.1';

/** How many packages the CLI is made of, to say how far the work is. */
const packageCount = 1_300;

export function cliFromGo(cache: string): string {
  return path.join(cache, 'temporal-cli', version, process.platform === 'win32' ? 'temporal.exe' : 'temporal');
}

/** Compiles Temporal's command line tool from its public source, once per user. */
export function installedByGo(cache: string, environment: NodeJS.ProcessEnv, say: Say): Rung {
  return {
    name: `building it by \`go install\` (v${version})`,
    async find(): Promise<Found> {
      const program = cliFromGo(cache);
      const unfinished = `${path.dirname(program)}.${process.pid}`;
      mkdirSync(unfinished, { recursive: true });
      try {
        const failure = await goInstall({ ...environment, GOBIN: unfinished }, say);
        if (failure) return { missing: failure };
        mkdirSync(path.dirname(program), { recursive: true });
        renameSync(path.join(unfinished, path.basename(program)), program);
        return { path: program };
      } finally {
        rmSync(unfinished, { recursive: true, force: true });
      }
    },
  };
}

/** Resolves to why it failed, or to undefined. */
function goInstall(environment: NodeJS.ProcessEnv, say: Say): Promise<string | undefined> {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    const seconds = () => Math.round((Date.now() - startedAt) / 1000);
    const child = endsWithUs(
      spawn('go', ['install', '-v', `github.com/temporalio/cli/cmd/temporal@v${version}`], {
        env: environment,
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    );
    let compiled = 0;
    let lastLine = '';
    child.stderr.on('data', (chunk: Buffer) => {
      const lines = chunk.toString().split('\n').filter(Boolean);
      compiled += lines.filter((line) => !line.startsWith('go: ')).length;
      lastLine = lines.at(-1) ?? lastLine;
    });
    const report = setInterval(() => {
      const share = Math.min(99, Math.floor((100 * compiled) / packageCount));
      say(`  … building the Temporal server: ${share} % of its packages, ${seconds()} s so far`);
    }, 10_000);
    const end = (failure?: string) => {
      clearInterval(report);
      resolve(failure);
    };
    child.once('spawn', () =>
      say('  Building the Temporal server from its source with Go: three or four minutes, this once for this user.'),
    );
    child.once('error', () => end('Go is not installed'));
    child.once('close', (code) => end(code === 0 ? undefined : lastLine || `exit code ${code}`));
  });
}
