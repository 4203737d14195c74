import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { sayOnTerminal } from '../../local/say';
import { type ApiUnderTest, createApiUnderTest, type Who } from '../support/api';
import { findSchemathesis } from './schemathesis';

/**
 * Whatever may be said to the API, and much that may not: nothing is answered by a fault of ours (5xx), nothing by what the
 * contract does not describe, and what it forbids is refused.
 */

const execute = promisify(execFile);

let api: ApiUnderTest;
let fuzzer: string;
let folder: string;
beforeAll(async () => {
  fuzzer = await findSchemathesis(process.env, sayOnTerminal);
  api = await createApiUnderTest();
  folder = mkdtempSync(path.join(os.tmpdir(), 'heed-fuzz-'));
}, 600_000);
afterAll(async () => {
  await api?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Each operation is asked so often by each of them, and in each of the fuzzer's ways. */
const asked = 10;
const everyRole: readonly Who[] = ['platform', 'practitioner', 'dutyClinician', 'supervisor', 'dpo', 'admin'];
const promised = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
];

test.each(everyRole)('what %s may say, and much that they may not', async (who) => {
  const config = path.join(folder, `${who}.toml`);
  writeFileSync(config, settings());
  const { output, failed } = await fuzz(config, [
    ...['run', `${api.url}/openapi.json`, '--header', `Authorization:Bearer ${await api.token(who)}`],
    ...['--phases', 'examples,coverage,fuzzing', '--max-examples', `${asked}`, '--checks', promised.join(',')],
    // The same in every run, whatever the machine: nothing is learned from the last one, nothing fails for being slow.
    ...['--seed', '1', '--workers', '1', '--generation-database', 'none'],
    ...['--suppress-health-check', 'all', '--request-timeout', '60', '--request-retries', '2'],
    ...['--no-color', '--continue-on-failure'],
  ]);
  if (failed) throw new Error(output);
});

async function fuzz(config: string, args: readonly string[]): Promise<{ output: string; failed: boolean }> {
  const everything = ['--config-file', config, ...args];
  try {
    const { stdout } = await execute(fuzzer, everything, { cwd: folder, maxBuffer: 1 << 28 });
    return { output: stdout, failed: false };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { output: stdout + stderr || String(error), failed: true };
  }
}

/** Random ids find nothing: most of the requests ask about somebody who is there. */
const settings = (): string => `[parameters]
"path.clientId" = "${api.cases.client(0).id}"

[cache]
enabled = false

[checks.negative_data_rejection]
# A body that is much too large is refused as such.
expected-statuses = [400, 401, 403, 404, 409, 413, 415, 422, 429]
`;
