/**
 * The first thing that `npm start`, `npm test` and the other commands run, before anything is installed: plain Node,
 * no dependency. Sets up what is missing or stale, then goes on with the command: `node local/bootstrap.mjs start`.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from './bootstrap/compile.mjs';
import { installDependencies } from './bootstrap/dependencies.mjs';
import { generatePrismaClient } from './bootstrap/prisma-client.mjs';
import { aloneInThisProject } from './bootstrap/setup-lock.mjs';
import { PlainSentence, projectRoot, runToEnd } from './bootstrap/steps.mjs';

const oldestNode = [20, 19];
/** Compiled modules with a `main`. */
const programs = {
  start: 'local/start.js',
  demo: 'local/demo/demo.js',
  history: 'local/history.js',
  'audit-verify': 'local/audit-verify.js',
  outbox: 'local/outbox.js',
  'erasure-replay': 'local/erasure-replay.js',
  'rotate-keys': 'local/rotate-keys.js',
  screenshots: 'local/screenshots/take.js',
  bench: 'bench/main.js',
};
/** What jest is told besides the person's own words. */
const testRuns = {
  test: [],
  'test-faults': ['--config', 'jest.faults.config.js', '--runInBand'],
  'test-fuzz': ['--config', 'jest.fuzz.config.js', '--runInBand'],
  'test-deep': ['--config', 'jest.deep.config.js', '--runInBand'],
  'record-history': ['--config', 'jest.record.config.js', '--runInBand'],
};
/** Tools of others, each with what it is told besides. */
const tools = { 'test-mutants': ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', 'stryker.config.mjs'] };
/** `prepare` only sets up. */
const commands = ['prepare', ...Object.keys(programs), ...Object.keys(testRuns), ...Object.keys(tools)];

async function main([command, ...rest]) {
  refuseOldNode();
  // A script's standard output is its answer (JSON, for one), so setting up speaks on the other stream.
  const speaksFreely = [
    'prepare',
    'start',
    'screenshots',
    'bench',
    ...Object.keys(testRuns),
    ...Object.keys(tools),
  ].includes(command);
  const say = (line) => (speaksFreely ? process.stdout : process.stderr).write(`${line}\n`);
  if (!commands.includes(command)) throw new PlainSentence(`Usage: node local/bootstrap.mjs ${commands.join(' | ')}`);
  await prepare(say, { compiled: command !== 'prepare' });
  if (command === 'prepare') return undefined;
  if (command in testRuns) return runNode(['node_modules/jest/bin/jest.js', ...testRuns[command], ...rest]);
  if (command in tools) return runNode([...tools[command], ...rest]);
  return runCompiled(command, rest);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new PlainSentence(`Heed needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`);
}

/** Two starts from one clone would otherwise install over each other. */
async function prepare(say, { compiled }) {
  try {
    await aloneInThisProject(say, async () => {
      await installDependencies(say);
      await generatePrismaClient(say);
      if (compiled) await compile(say);
    });
  } catch (error) {
    throw error instanceof PlainSentence ? error : new PlainSentence(`Heed could not be set up: ${error.message}`);
  }
}

/** In this very process, so that a signal for the stack reaches it and not a middleman. */
async function runCompiled(command, args) {
  const file = path.join(projectRoot, 'dist', programs[command]);
  process.argv = [process.argv[0], file, ...args];
  const { main: run } = await import(pathToFileURL(file).href);
  await run();
}

async function runNode(args) {
  process.exitCode = await runToEnd(process.execPath, args);
}

main(process.argv.slice(2)).catch((error) => {
  // The compiled modules' own kind of failure with a sentence; its class cannot be imported before it is compiled.
  const isPlain = error instanceof PlainSentence || error?.name === 'PlainFailure';
  process.stderr.write(`${isPlain ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
});
