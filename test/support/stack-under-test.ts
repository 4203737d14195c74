import { policyOfTests } from './save-policy';
import { peopleOf, type StackPeople } from './stack-people';
import { recordOf, type StackRecord } from './stack-record';
import { type StartedStack, startStack } from './started-stack';

/** A whole stack of real processes with its people and its record, for the tests of one file. */
export interface StackUnderTest {
  readonly stack: StartedStack;
  readonly people: StackPeople;
  readonly record: StackRecord;
}

/** @param settings for `npm start`, as a person would set them */
export async function startStackUnderTest(settings: NodeJS.ProcessEnv = {}): Promise<StackUnderTest> {
  const stack = await startStack(settings);
  const people = peopleOf(stack);
  await people.save(policyOfTests);
  return { stack, people, record: recordOf(stack) };
}
