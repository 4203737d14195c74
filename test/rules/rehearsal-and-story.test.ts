import fc from 'fast-check';
import { type Played, play, type Rehearsal } from '../../workflows/urgent-care/rehearsal/play';
import type { ScriptedAct } from '../../workflows/urgent-care/rehearsal/script';
import type { Instant, PlanRecipient, RecipientName } from '../../workflows/urgent-care/words';
import { planRecipients } from '../../workflows/urgent-care/words';
import { startOnPaper } from '../support/workflow-on-paper';
import { anyImmediacy, anyPolicy } from './arbitraries';
import { activitiesAsScripted, actsIn, type Noted, rehearsedSteps } from './as-scripted';
import { everythingOpen } from './every-pattern';
import { anyScript } from './scripts';

/**
 * A rehearsal is believed, so it must not differ from the night itself: the real story, told the same acts at the same
 * moments, takes the same steps.
 */

const anyRehearsal: fc.Arbitrary<Rehearsal> = fc.record({
  policy: anyPolicy,
  immediacy: anyImmediacy,
  script: anyScript,
  rules: fc.constant(everythingOpen),
  planPermits: fc.subarray<PlanRecipient>([...planRecipients]),
  startsAt: fc.constant(0),
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
        if (scene.kind !== 'disclosure' || scene.result === 'withheld') continue;
        const before = scenes.slice(0, index).flatMap((one) => (one.kind === 'act' ? [one.act] : []));
        const said = before.flatMap((act) => saidOf(act, scene.due.recipient));
        expect(before.filter(({ kind }) => kind === 'stand-down' || kind === 'human-outcome')).toEqual([]);
        expect(said.at(-1)).not.toBe('no');
        expect(said.at(-1) === 'yes' || rehearsal.planPermits.some((name) => name === scene.due.recipient)).toBe(true);
      }
    }),
    { seed: 13, numRuns: 400 },
  );
});

/** What the client has said of this recipient by this act, if anything. */
function saidOf(act: ScriptedAct, whom: RecipientName): readonly ('yes' | 'no')[] {
  if (act.kind === 'withdrawal') return act.recipients === 'all' || act.recipients.includes(whom) ? ['no'] : [];
  if (act.kind !== 'client-answers') return [];
  const answer = act.answers.findLast(({ recipient }) => recipient === whom)?.answer;
  if (answer === undefined || answer === 'silence') return [];
  return [answer === 'agree' ? 'yes' : 'no'];
}
