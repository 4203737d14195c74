import { readFileSync } from 'node:fs';
import { type ReplayResult, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { instruments } from '../../workflows/sign-up/words';
import { workflowBundleFile } from '../support/infrastructure';
import { quiet } from '../support/quiet';
import { behaviours } from './behaviours';
import { recordedHistory, recordedNames, recordedText, saidIn } from './histories';
import { signUpBehaviours } from './sign-up-behaviours';

/** Cases that run in the field go on with today's story: it makes of every recorded history what was made of it then. */

const names = recordedNames();
beforeAll(quiet);

test('every behaviour has its history', () => {
  for (const name of Object.keys({ ...behaviours, ...signUpBehaviours })) expect(names).toContain(name);
  expect(names.filter((name) => name.startsWith('goes-on-in-a-new-run')).length).toBeGreaterThan(1);
});

test('today’s story replays every history', async () => {
  const results = await replayed(readFileSync(workflowBundleFile(), 'utf8'), names);
  expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(results).toHaveLength(names.length);
}, 60_000);

/** As somebody might change the story without a thought for the cases that run. */
const changes: readonly (readonly [string, string, string, string])[] = [
  ['a step that has another name', 'activities.tellClientWhatWasShared(', 'activities.tellClientAll(', 'nobody-acts'],
  ['a step that is left out', 'state.untoldWithdrawals > 0', 'state.untoldWithdrawals > 9', 'withdrawal-in-flight'],
  ['steps in another order', 'state.newsToPassOn > 0', 'state.newsToPassOn > 0 && state.decided', 'raised-immediacy'],
  ['a wait that is left out', 'now < state.client.windowEndsAt', 'now < 0', 'consented-and-acting'],
];
test.each(changes)(
  '%s does not replay',
  async (_change, from, to, name) => {
    const code = readFileSync(workflowBundleFile(), 'utf8');
    expect(code).toContain(from);
    const [result] = await replayed(code.replaceAll(from, to), [name]);
    expect(result?.error).toBeInstanceOf(DeterminismViolationError);
  },
  60_000,
);

test.each(names)('%s says nothing of anyone: ids, enums, instants and counts', (name) => {
  const said = saidIn(recordedHistory(name));
  expect(said.length).toBeGreaterThan(0);
  expect(said.flatMap(wordsIn).filter((word) => !isId.test(word) && !isEnum(word))).toEqual([]);
  // Nor of the machine on which it was recorded.
  expect(/"identity"|lastFailure|stackTrace|@/.exec(recordedText(name))?.[0]).toBeUndefined();
});

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Kebab-case, as every value of ours but the questionnaires. A name would begin with a capital, a text would have a space. */
const isKebab = /^[a-z]+(-[a-z0-9]+)*$/;
const isEnum = (word: string): boolean => isKebab.test(word) || instruments.some((instrument) => instrument === word);

function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}

async function replayed(code: string, wanted: readonly string[]): Promise<readonly ReplayResult[]> {
  const histories = wanted.map((name) => ({ workflowId: name, history: recordedHistory(name) }));
  const results: ReplayResult[] = [];
  for await (const result of Worker.runReplayHistories({ workflowBundle: { code } }, histories)) results.push(result);
  return results;
}
