import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** A failure that is told to the person as it stands: one sentence, no stack. */
export class PlainSentence extends Error {}

export function hashOf(...texts) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex');
}

/** What an earlier run noted as done, or undefined. */
export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

export function writeStamp(file, stamp) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${stamp}\n`);
}

/** Runs a command with this terminal's streams, and resolves to its exit code. */
export function runToEnd(command, args, environment = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectRoot, stdio: 'inherit', env: environment });
    // The terminal sends Ctrl-C to the child as well; whoever is last to speak should be the child.
    const forward = (signal) => child.kill(signal);
    const ignore = () => undefined;
    process.on('SIGTERM', forward).on('SIGINT', ignore);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGTERM', forward).off('SIGINT', ignore);
      resolve(code ?? 1);
    });
  });
}

/**
 * Runs a command quietly, says every ten seconds that it still runs, and resolves to its output.
 * Fails with a sentence that ends in the last lines the command said.
 */
export async function runQuietly(
  say,
  { what, command, args, folder = projectRoot, environment = process.env, shell = false },
) {
  const startedAt = Date.now();
  const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(1);
  say(`${what} …`);
  const stillRunning = setInterval(() => say(`${what} … ${Math.round(seconds())} s so far`), 10_000);
  try {
    const { code, output } = await outputOf(command, args, { folder, environment, shell });
    if (code !== 0) throw new PlainSentence(`${what} failed (exit code ${code}):\n${lastLines(output)}`);
    say(`${what}: done in ${seconds()} s`);
    return output;
  } finally {
    clearInterval(stillRunning);
  }
}

function outputOf(command, args, { folder, environment, shell }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: folder,
      env: environment,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => reject(new PlainSentence(`${command} could not be run: ${error.message}`)));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function lastLines(output) {
  return output.trimEnd().split('\n').slice(-15).join('\n');
}
