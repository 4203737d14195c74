import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { projectRoot } from '../../runtime/project-root';
import { personalWordsOf } from '../support/personal-words';
import type { StackPeople } from '../support/stack-people';
import type { StackRecord } from '../support/stack-record';
import { startStackUnderTest } from '../support/stack-under-test';
import type { StartedStack } from '../support/started-stack';

/** `npm run demo -- --story …` as a newcomer runs it: each story ends as it should, and its timeline tells why. */

let stack: StartedStack;
let people: StackPeople;
let record: StackRecord;
beforeAll(async () => {
  ({ stack, people, record } = await startStackUnderTest({ LOG_LEVEL: 'debug' }));
}, 180_000);
afterAll(() => stack?.stop(), 120_000);

async function play(story: string): Promise<{ readonly said: string; readonly exitCode: unknown }> {
  const demo = spawn(process.execPath, ['local/bootstrap.mjs', 'demo', '--story', story], {
    cwd: projectRoot,
    env: { ...process.env, HEED_DATA_DIR: stack.data.folder },
  });
  let said = '';
  for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [exitCode] = await once(demo, 'close');
  return { said, exitCode };
}

interface Ending {
  readonly story: string;
  readonly outcome: string;
  /** Who was told in the case, and by which row of the table. */
  readonly told: readonly string[];
  /** What the timeline says of who decided what, and on which basis. */
  readonly timeline: readonly RegExp[];
}

const endings: readonly Ending[] = [
  {
    story: 'refusal',
    outcome: 'client-safe',
    told: [],
    timeline: [/The client refuses/, /The client asks to be called/, /The client was called back/, /Stood down/],
  },
  {
    story: 'silence',
    outcome: 'someone-acting',
    told: ['contact-1 by row 2'],
    timeline: [/Decided to tell the first contact .*row 2/, /The first contact is acting/],
  },
  {
    story: 'override',
    outcome: 'emergency-services',
    told: ['contact-2 by row 3'],
    timeline: [/row 3/, /[Aa]pproved/, /The override was reviewed/],
  },
  {
    story: 'withdrawal',
    outcome: 'client-safe',
    told: ['contact-1 by row 1'],
    timeline: [/The client withdraws/, /your first contact had been told/, /Stood down/],
  },
  {
    story: 'nobody',
    outcome: 'emergency-services',
    told: ['contact-1 by row 2'],
    timeline: [/999 was called/, /were paged: nobody is acting/, /The outcome, emergency-services/],
  },
  {
    story: 'coercion',
    outcome: 'someone-acting',
    told: ['contact-2 by row 1'],
    timeline: [/wrong answer/, /counts as silence/, /in-person/, /A person told the client what was shared/],
  },
];

test.each(endings)('$story ends as $outcome', async ({ story, outcome, told, timeline }) => {
  const { said, exitCode } = await play(story);
  if (exitCode !== 0) throw new Error(`The story ended early: ${said}`);

  const caseId = /Case ([\w-]{36})/.exec(said)?.[1] ?? '';
  expect(await record.asOwner('SELECT status, outcome_kind FROM cases WHERE id = $1', [caseId])).toEqual([
    { status: 'closed', outcome_kind: outcome },
  ]);
  const disclosed = await record.asOwner<{ to: string; row: number }>(
    `SELECT DISTINCT d.recipient AS to, m.row FROM dispatches d JOIN mandates m ON m.id = d.mandate_id
     WHERE d.case_id = $1 AND d.template = 'disclosure'`,
    [caseId],
  );
  expect(disclosed.map(({ to, row }) => `${to} by row ${row}`)).toEqual(told);
  const read = said.slice(said.indexOf('The timeline of the case'));
  for (const line of timeline) expect(read).toMatch(line);
});

test('sign-up ends with a first session, and nothing went on before the client was phoned', async () => {
  const { said, exitCode } = await play('sign-up');
  if (exitCode !== 0) throw new Error(`The story ended early: ${said}`);

  const signUpId = /Sign-up ([\w-]{36})/.exec(said)?.[1] ?? '';
  const signUps = await record.asOwner(
    `SELECT s.status, e.started_at > now() AS begins FROM sign_ups s JOIN enrolments e ON e.sign_up_id = s.id
     WHERE s.id = $1`,
    [signUpId],
  );
  expect(signUps).toEqual([{ status: 'enrolled', begins: true }]);
  const acts = await record.asOwner<{ kind: string }>(
    `SELECT what->>'kind' AS kind FROM sign_up_acts WHERE sign_up_id = $1 ORDER BY seq`,
    [signUpId],
  );
  const kinds = acts.map(({ kind }) => kind);
  expect(kinds.indexOf('safety-judged')).toBeGreaterThan(kinds.indexOf('safety-raised'));
  expect(kinds.indexOf('allocation-proposed')).toBeGreaterThan(kinds.indexOf('safety-judged'));
  expect(said).toContain('is paged within seconds');
});

test('retention ends with everything gone and the key destroyed, after a hold kept what it names', async () => {
  const { said, exitCode } = await play('retention');
  if (exitCode !== 0) throw new Error(`The story ended early: ${said}`);

  expect(said).toContain('small stack of its own');
  expect(said).toMatch(/will be deleted on/);
  expect(said).toMatch(/copy\S*\.zip, \d+ bytes/);
  const [held = '', done = ''] = said.split('The hold is lifted');
  expect(held).toMatch(/status: held[\s\S]*notes: held \(hold\)[\s\S]*key destroyed: not yet/);
  expect(done).toMatch(/status: done[\s\S]*key destroyed: \d{4}-\d{2}-\d{2}T/);
  expect(done).toMatch(/as an admin: 404/);
});

test('opt-out stops marketing and nothing else, and every list confirms', async () => {
  const { said, exitCode } = await play('opt-out');
  if (exitCode !== 0) throw new Error(`The story ended early: ${said}`);

  const ids = Array.from(said.matchAll(/Opt-out ([\w-]{36}): complete/g), ([, id]) => id);
  const proofs = await record.asOwner(
    `SELECT o.source, o.channels, count(l.list_id)::int AS lists, count(l.confirmed_at)::int AS confirmed
     FROM opt_outs o JOIN opt_out_lists l ON l.opt_out_id = o.id WHERE o.id = ANY($1)
     GROUP BY o.id ORDER BY o.source`,
    [ids],
  );
  expect(proofs).toEqual([
    { source: 'inbound-sms', channels: ['sms'], lists: 1, confirmed: 1 },
    { source: 'one-click', channels: ['email', 'sms'], lists: 2, confirmed: 2 },
  ]);
  expect(said).toContain('toSend 0, sent 0, delivered 0, failed 0, unknown 0, withheld 2');
  const caseId = /Case ([\w-]{36})/.exec(said)?.[1] ?? '';
  const reached = await record.asOwner(
    `SELECT DISTINCT purpose FROM dispatches WHERE case_id = $1 AND template = 'inform-client' AND vendor_id IS NOT NULL`,
    [caseId],
  );
  expect(reached).toEqual([{ purpose: 'urgent-care' }]);
});

test('a story that nobody knows is refused, naming those there are', async () => {
  const { said, exitCode } = await play('happiness');
  expect(exitCode).toBe(1);
  expect(said).toContain('agreement|refusal|silence|override|withdrawal|nobody|coercion|sign-up');
});

test('of all that was said and done no process wrote a word of anybody', async () => {
  const { organisation, otherOrganisation } = stack.now();
  const logged = stack.logged();
  // It was all written down, or nothing is shown here.
  for (const [process, line] of [
    ['api', 'answered'],
    ['worker-urgent', 'an activity is done'],
    ['worker-standard', 'an activity is done'],
    ['worker-bulk', 'an activity is done'],
  ] as const) {
    expect(logged.get(process)).toContain(`"msg":"${line}"`);
  }

  const messages = await people.inbox();
  const secrets = Object.values(stack.secrets()).flatMap((secret) =>
    typeof secret === 'string' ? secret.split(/[,:]/) : Object.values(secret),
  );
  const tokens = messages.flatMap(({ links }) => links.map((link) => path.basename(new URL(link).pathname)));
  const personal = [
    ...personalWordsOf(organisation),
    ...personalWordsOf(otherOrganisation),
    ...messages.flatMap(({ from, to, text }) => [from, to, ...text.split('\n').filter(isLong)]),
    ...[...tokens, ...secrets].filter(isLong),
    // How every bearer token begins.
    'eyJ',
  ];
  expect(personal.length).toBeGreaterThan(500);
  for (const [process, text] of logged) {
    expect({ process, personal: personal.filter((word) => text.includes(word)) }).toEqual({ process, personal: [] });
  }
});
const isLong = (words: string): boolean => words.length > 20;
