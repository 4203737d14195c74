import fc from 'fast-check';
import { applyAct } from '../../workflows/urgent-care/after-act';
import { clientInformed } from '../../workflows/urgent-care/after-step';
import type { Act, UrgentCareActivities } from '../../workflows/urgent-care/contract';
import { defaultPolicy, pinPolicy } from '../../workflows/urgent-care/policy';
import { type CaseState, openingState } from '../../workflows/urgent-care/state';
import { startOnPaper } from '../support/workflow-on-paper';
import { inOrder } from './acts-in-order';
import { anythingHappens } from './arbitraries';

const opening = openingState({ policy: pinPolicy(defaultPolicy), immediacy: 'immediate' });

test('whatever has happened, a case is plain JSON: a new run goes on with just that', () => {
  fc.assert(
    fc.property(fc.array(anythingHappens, { maxLength: 12 }), (happenings) => {
      const state = inOrder(happenings).reduce(applyAct, clientInformed(opening, 0));

      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('signals that come in any order, and more than once, lead to the same case as each once and in order', async () => {
  const delivery = fc.array(anythingHappens, { minLength: 1, maxLength: 8 }).chain((happenings) => {
    const acts = inOrder(happenings);
    const repeated = fc.array(fc.constantFrom(...acts), { maxLength: 6 });
    const delivered = repeated.chain((again) =>
      fc.shuffledSubarray([...acts, ...again], { minLength: acts.length + again.length }),
    );
    return fc.record({ acts: fc.constant(acts), delivered });
  });

  await fc.assert(
    fc.asyncProperty(delivery, async ({ acts, delivered }) => {
      expect(await caseAfter(delivered)).toEqual(await caseAfter(acts));
      expect((await caseAfter(delivered)).actsSeen).toBe(acts.length);
    }),
    { seed: 2, numRuns: 300 },
  );
});

test('an act that is missing holds back those after it until it comes', async () => {
  const [first, second, third] = inOrder([
    { kind: 'news-for-owner' },
    { kind: 'client-answered' },
    { kind: 'proceed-decided', recipients: ['gp'] },
  ]) as [Act, Act, Act];

  expect(await caseAfter([first, third])).toMatchObject({ actsSeen: 1, decided: false });
  expect(await caseAfter([third, first, second])).toMatchObject({ actsSeen: 3, decided: true });
});

/** The case as the story itself keeps it, after these signals came in at one moment while the client was waited for. */
function caseAfter(signals: readonly Act[]): Promise<CaseState> {
  return new Promise((resolve, reject) => {
    let isTired = false;
    // The story goes on in a new run before it takes another step, and the new run gets nowhere.
    const carryOut = async () => (isTired ? new Promise(() => undefined) : { kind: 'client-informed' });
    const activities = new Proxy({} as UrgentCareActivities, { get: () => carryOut });
    const story = startOnPaper(
      { caseId: 'case', organisationId: 'organisation', immediacy: 'immediate', policy: opening.policy },
      { activities, now: () => 0, isTired: () => isTired, goesOnWith: resolve },
    );
    const tell = async (): Promise<void> => {
      await story.rest();
      isTired = true;
      signals.forEach(story.tell);
      await story.rest();
      throw new Error('The story did not go on in a new run.');
    };
    tell().catch(reject);
  });
}
