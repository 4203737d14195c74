import { dataDirectoryOf } from '../data-directory';
import { readJsonFile } from '../json-file';
import { PlainFailure } from '../plain-failure';
import { createStackClient } from '../stack-client';
import type { Stack } from '../stack-file';
import { agreement } from './stories/agreement';
import { coercion } from './stories/coercion';
import { nobody } from './stories/nobody';
import { override } from './stories/override';
import { refusal } from './stories/refusal';
import { signUp } from './stories/sign-up';
import { silence } from './stories/silence';
import { withdrawal } from './stories/withdrawal';
import type { Story } from './story';

const stories: Readonly<Record<string, Story>> = {
  agreement,
  refusal,
  silence,
  override,
  withdrawal,
  nobody,
  coercion,
  'sign-up': signUp,
};

/** `npm run demo -- --story NAME`: plays one whole case, or sign-up, by real HTTP against the running stack, and tells it. */
export async function main(args: readonly string[] = process.argv.slice(2)): Promise<void> {
  const story = storyIn(args);
  const stack = readJsonFile(dataDirectoryOf(process.env).stack) as Stack | undefined;
  if (!stack) throw new PlainFailure('There is no running stack: type npm start in another terminal first.');
  await story(createStackClient(stack), stack);
}

function storyIn(args: readonly string[]): Story {
  const [option, name] = args;
  const story = option === undefined ? agreement : stories[name ?? ''];
  if (story && (option === undefined || option === '--story')) return story;
  throw new PlainFailure(`Usage: npm run demo -- --story ${Object.keys(stories).join('|')}`);
}
