import { applyAct } from '../../workflows/urgent-care/after-act';
import { defaultPolicy, pinPolicy } from '../../workflows/urgent-care/policy';
import { openingState } from '../../workflows/urgent-care/state';
import { openTasks } from '../../workflows/urgent-care/tasks';
import {
  type CaseOnPaper,
  type Circumstances,
  caseOnPaper,
  clientAnswers,
  overrideApproved,
  overrideProceeded,
  overrideProposed,
  says,
  stoodDown,
} from './case-on-paper';

/** An override is reviewed by a supervisor within 72 hours. domain.md §3.11 */

const reviewed = { kind: 'task-done', task: 'override-review' } as const;
const hours = (count: number): number => count * 60;

async function overridden(circumstances: Circumstances = {}): Promise<CaseOnPaper> {
  const theCase = await caseOnPaper(circumstances);
  await theCase.hears(clientAnswers);
  await theCase.hears(overrideApproved('gp'));
  return theCase;
}
const reviews = (sentences: readonly string[]): readonly string[] =>
  sentences.filter((sentence) => sentence.endsWith('to review the override'));

describe('a review', () => {
  test('is asked of a supervisor as soon as the emergency is over, and the case closes with it', async () => {
    const theCase = await overridden();
    await theCase.after('PT2H');

    expect(reviews(await theCase.hears(stoodDown('client-safe')))).toEqual([
      '120: a supervisor is asked to review the override',
    ]);
    expect(await theCase.during('PT24H')).toEqual([]);
    expect(theCase.hasEnded).toBe(false);
    expect(await theCase.hears(reviewed)).toEqual([`${hours(26)}: the case is closed`]);
  });

  test('is asked of nobody while the emergency lasts, until 72 hours are over', async () => {
    const theCase = await overridden();

    expect(reviews(await theCase.during('PT71H59M59.999S'))).toEqual([]);
    expect(reviews(await theCase.during('PT0.001S'))).toEqual([
      `${hours(72)}: a supervisor is asked to review the override`,
    ]);
  });

  test('that was asked for while the emergency lasted is asked for on, up the rota', async () => {
    const theCase = await overridden();
    await theCase.after('PT72H');
    await theCase.hears(stoodDown('client-safe'));

    expect(reviews(await theCase.during('PT30M'))).toEqual([
      `${hours(72) + 15}: another supervisor is asked to review the override`,
      `${hours(72) + 30}: a supervisor is asked to review the override`,
    ]);
  });

  test('is due 72 hours from when the first override came into force, whatever came after', async () => {
    const theCase = await overridden();
    await theCase.after('PT10H');
    await theCase.hears(overrideProposed());
    await theCase.hears(overrideProceeded('police'));

    expect(reviews(await theCase.during('PT62H'))).toEqual([
      `${hours(72)}: a supervisor is asked to review the override`,
    ]);
  });

  test('that was made while the emergency lasted is not asked for again', async () => {
    const theCase = await overridden();
    await theCase.hears(reviewed);

    expect(reviews(await theCase.hears(says('gp', 'acting')))).toEqual([]);
    expect((await theCase.hears(stoodDown('client-safe'))).at(-1)).toBe('0: the case is closed');
  });

  test('holds up nobody else’s task: whichever is due first is asked for first', async () => {
    const theCase = await overridden({ clientOutOfReachAfterwards: true });
    await theCase.hears(stoodDown('client-safe'));
    expect(await theCase.hears({ kind: 'outcome-recorded', outcome: 'client-safe' })).toEqual([
      '0: the client cannot be asked how it was',
      '0: the owner is asked to ask the client how it was',
    ]);

    expect(await theCase.during('PT15M')).toEqual(['15: the duty clinician is asked to ask the client how it was']);
  });
});

test('a review is somebody’s task from then on when it is asked for, and not a millisecond before', () => {
  const act = { id: 'act', seq: 1, at: 0, ...overrideApproved('gp') };
  const state = applyAct(openingState({ policy: pinPolicy(defaultPolicy), immediacy: 'immediate' }), act);
  const dueAt = 72 * 60 * 60_000;

  expect(openTasks(state, dueAt - 1)).toEqual([]);
  expect(openTasks(state, dueAt)).toEqual([{ kind: 'override-review', since: dueAt, dueAt }]);
});
