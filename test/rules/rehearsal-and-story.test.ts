import fc from 'fast-check';
import { type Played, play, type Rehearsal } from '../../workflows/urgent-care/rehearsal/play';
import type { ScriptedAct } from '../../workflows/urgent-care/rehearsal/script';
import type { Instant, PlanRecipient, RecipientName } from '../../workflows/urgent-care/words';
import { planRecipients, recipientNames } from '../../workflows/urgent-care/words';
import { startOnPaper } from '../support/workflow-on-paper';
import { anyImmediacy, anyPolicy } from './arbitraries';
import { activitiesAsScripted, actsIn, type Noted, rehearsedSteps } from './as-scripted';
import { everythingOpen } from './every-pattern';
import { anyScript } from './scripts';

/**
 * A rehearsal is believed, so it must not differ from the night itself: the real story, told the same acts at the same
 * moments, takes the same steps.
 */

const alwaysOpen = (): null => null;

const anyRehearsal: fc.Arbitrary<Rehearsal> = fc.record({
  policy: anyPolicy,
  immediacy: anyImmediacy,
  script: anyScript,
  rules: fc.constant(everythingOpen),
  planPermits: fc.subarray<PlanRecipient>([...planRecipients]),
  startsAt: fc.constant(0),
  gpOpensAt: fc.constantFrom(alwaysOpen, (at: number) => (at < 60 * 60_000 ? 60 * 60_000 : null)),
  untilMs: fc.constant(3 * 60 * 60_000),
});

/** The real story, told these acts at their moments; its steps until then. */
async function storySteps(rehearsal: Rehearsal, played: Played, most: number): Promise<readonly Noted[]> {
  const { policy, immediacy, startsAt, untilMs } = rehearsal;
  const acts = actsIn(played);
  const steps: Noted[] = [];
  let now = startsAt;
  const activities = activitiesAsScripted(rehearsal, played, steps);
  const input = { caseId: 'case', organisationId: 'organisation', immediacy, policy };
  const story = startOnPaper(input, { activities, now: () => now });
  await story.rest();

  const passUntil = async (moment: Instant, isBefore: (at: Instant) => boolean): Promise<void> => {
    while (!story.ended && isBefore(story.wakesAt) && steps.length < most) {
      now = story.wakesAt;
      story.wake();
      await story.rest();
    }
    now = moment;
  };
  for (const at of new Set(acts.map((act) => act.at))) {
    await passUntil(at, (wakesAt) => wakesAt < at);
    for (const act of acts.filter((one) => one.at === at)) story.tell(act);
    await story.rest();
  }
  await passUntil(startsAt + untilMs, (wakesAt) => wakesAt <= startsAt + untilMs);
  return steps.slice(0, most);
}

test('the same script makes the same steps in a rehearsal and in the story', async () => {
  let lives = 0;
  await fc.assert(
    fc.asyncProperty(anyRehearsal, async (rehearsal) => {
      const played = play(rehearsal);
      const rehearsed = rehearsedSteps(played);
      expect(await storySteps(rehearsal, played, rehearsed.length)).toEqual(rehearsed);
      if (rehearsed.some(({ what }) => what.startsWith('disclose'))) lives += 1;
    }),
    { seed: 12, numRuns: 400 },
  );
  // Not all scripts may be of those in which nobody is ever told.
  expect(lives).toBeGreaterThan(100);
});

test('in a rehearsal, too, nobody is told who was refused or taken back, and nobody after the end', () => {
  fc.assert(
    fc.property(anyRehearsal, (rehearsal) => {
      const { scenes } = play(rehearsal);
      for (const [index, scene] of scenes.entries()) {
        if (scene.kind !== 'disclosure' || scene.result.kind === 'withheld') continue;
        const before = scenes.slice(0, index).flatMap((one) => (one.kind === 'act' ? [one.act] : []));
        const { recipient } = scene.due;
        expect(before.filter(({ kind }) => kind === 'stand-down' || kind === 'human-outcome')).toEqual([]);
        const byThePlan = rehearsal.planPermits.some((name) => name === recipient) ? 'yes' : 'no';
        expect(mayBeTold(before)[recipient] ?? byThePlan).toBe('yes');
      }
    }),
    { seed: 13, numRuns: 400 },
  );
});

type May = Partial<Record<RecipientName, 'yes' | 'no'>>;

/** Of whom the client has said so, or a second person in their place. */
function mayBeTold(acts: readonly ScriptedAct[]): May {
  let proposed: readonly RecipientName[] = [];
  const may: May = {};
  const say = (names: readonly RecipientName[], word: 'yes' | 'no'): void => {
    for (const name of names) may[name] = word;
  };
  for (const act of acts) {
    if (act.kind === 'withdrawal') say(act.recipients === 'all' ? recipientNames : act.recipients, 'no');
    if (act.kind === 'propose-override') proposed = act.recipients;
    if (act.kind === 'proceed-unapproved' || (act.kind === 'approval' && act.answer === 'approve'))
      say(proposed, 'yes');
    if (act.kind !== 'client-answers') continue;
    for (const { recipient, answer } of act.answers) {
      if (answer !== 'silence') say([recipient], answer === 'agree' ? 'yes' : 'no');
    }
  }
  return may;
}
