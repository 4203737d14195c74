import { HeedProblem } from '../../client/heed-client';
import { dataDirectoryOf } from '../data-directory';
import { readJsonFile } from '../json-file';
import { startSkippedStack } from '../one-process/skipped-stack';
import { PlainFailure } from '../plain-failure';
import { sayOnTerminal } from '../say';
import { createStackClient } from '../stack-client';
import type { Stack } from '../stack-file';
import { agreement } from './stories/agreement';
import { coercion } from './stories/coercion';
import { nobody } from './stories/nobody';
import { optOut } from './stories/opt-out';
import { override } from './stories/override';
import { refusal } from './stories/refusal';
import { retention } from './stories/retention';
import { signUp } from './stories/sign-up';
import { silence } from './stories/silence';
import { withdrawal } from './stories/withdrawal';
import type { SkippedStory, Story } from './story';
import { say } from './telling';

const stories: Readonly<Record<string, Story>> = {
  agreement,
  refusal,
  silence,
  override,
  withdrawal,
  nobody,
  coercion,
  'sign-up': signUp,
  'opt-out': optOut,
};

/** What takes a year. */
const skippedStories: Readonly<Record<string, SkippedStory>> = { retention };

/** `npm run demo -- --story NAME`: plays one story by real HTTP, and tells it. */
export async function main(args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const name = nameIn(args);
  const story = stories[name];
  if (story) return playOnRunningStack(story).catch(inPlainWords);
  const skipped = skippedStories[name];
  if (skipped) return playInSkippedTime(skipped).catch(inPlainWords);
  const known = [...Object.keys(stories), ...Object.keys(skippedStories)];
  throw new PlainFailure(`Usage: npm run demo -- --story ${known.join('|')}`);
}

/** What Heed says when it refuses is a sentence for whoever watches. */
function inPlainWords(error: unknown): never {
  throw error instanceof HeedProblem ? new PlainFailure(error.message) : error;
}

function nameIn([option, name]: readonly string[]): string {
  if (option === undefined) return 'agreement';
  return option === '--story' ? (name ?? '') : '';
}

async function playOnRunningStack(story: Story): Promise<void> {
  const stack = readJsonFile(dataDirectoryOf(process.env).stack) as Stack | undefined;
  if (!stack) throw new PlainFailure('There is no running stack: type npm start in another terminal first.');
  await story(createStackClient(stack), stack);
}

async function playInSkippedTime(story: SkippedStory): Promise<void> {
  say(
    'A year passes in this story. It plays on a small stack of its own, whose Temporal server and clocks skip the time',
    'in which nothing happens. That server cannot delete histories: they go with it when the story is over.',
  );
  const stack = await startSkippedStack(process.env, sayOnTerminal);
  try {
    await story(stack);
  } finally {
    await stack.stop();
  }
}
