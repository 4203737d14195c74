import { setMaxListeners } from 'node:events';
import { Connection } from '@temporalio/client';
import { temporalServer } from '../../support/infrastructure';
import { type Boundary, boundaries, isWithinOneTransaction } from '../support/boundaries';
import { createLanes } from '../support/lanes';
import { type Story, stories, transactionsOf } from '../support/stories';
import { type ToldStory, tell } from '../support/told-story';

/**
 * `kill -9` of the worker at every boundary of every activity. The production worker works on whole cases and is killed in
 * each of their steps; its replacement carries the step on. What is left must be what an undisturbed worker leaves.
 */

/** Each death costs the 20 s after which Temporal gives a step up, so that many cases die side by side. */
const lanes = createLanes(8);
const told = new Map<string, Promise<ToldStory>>();
const nameOf = (story: Story, boundary: Boundary | null): string => `${boundary?.name ?? 'undisturbed'}: ${story.name}`;

const patienceMs = 600_000;

let connection: Connection;
beforeAll(async () => {
  // Each worker ends with this process, and says so to it.
  setMaxListeners(100, process);
  connection = await Connection.connect(temporalServer());
  for (const story of stories) {
    for (const boundary of [null, ...boundaries]) {
      const namespace = `deaths-${told.size}`;
      const telling = lanes(() => tell(story, boundary, { connection, namespace }));
      // Whichever test awaits it hears of a failure.
      telling.catch(() => undefined);
      told.set(nameOf(story, boundary), telling);
    }
  }
});
afterAll(async () => {
  await Promise.allSettled(told.values());
  await connection?.close();
}, patienceMs);

const asTold = async (story: Story, boundary: Boundary | null): Promise<ToldStory> => {
  const found = await told.get(nameOf(story, boundary));
  if (!found) throw new Error(`Nobody tells ${nameOf(story, boundary)}.`);
  return found;
};

test('a worker dies in every activity', () => {
  const dyingIn = stories.flatMap(({ steps, spared }) => steps.slice(spared));
  expect(new Set(dyingIn)).toEqual(new Set(Object.keys(transactionsOf)));
});

test.each(stories)(
  'undisturbed: $name',
  async (story) => {
    const left = await asTold(story, null);
    expect(left).toMatchObject({ deaths: [], possibleDuplicates: [], unsent: 0, auditHolds: true });
    expect(left.case).toMatchObject({ status: 'closed', outcome: { kind: story.outcome } });
    expect(thirdPartiesIn(left)).toEqual([story.tells]);
  },
  patienceMs,
);

describe.each(boundaries)('killed $name of each step', (boundary) => {
  test.each(stories)(
    '$name',
    async (story) => {
      const undisturbed = await asTold(story, null);
      const left = await asTold(story, boundary);

      expect(left.deaths).toEqual(stepsWith(boundary, story));
      expect(left.case).toMatchObject({ status: 'closed', outcome: { kind: story.outcome } });
      // Nothing is lost, and nothing is told twice.
      expect(left.timeline).toEqual(undisturbed.timeline);
      expect(left.unsent).toBe(0);
      expect(left.auditHolds).toBe(true);
      // Nobody gets a message twice, but for what nobody can tell: that is sent again, and says so.
      const emails = undisturbed.inbox.filter(isEmail).slice(story.spared);
      const again = boundary.emails === 'twice, marked' ? emails : [];
      expect(left.possibleDuplicates.toSorted()).toEqual(boundary.emails === 'once' ? [] : emails.toSorted());
      expect(left.inbox.toSorted()).toEqual([...undisturbed.inbox, ...again].toSorted());
    },
    patienceMs,
  );
});

const stepsWith = (boundary: Boundary, { steps, spared }: Story) =>
  steps.slice(spared).filter((step) => isWithinOneTransaction(boundary) || transactionsOf[step] === 2);

const isEmail = (line: string): boolean => line.includes(' by email: ');

const thirdPartiesIn = ({ inbox }: ToldStory): readonly string[] => [
  ...new Set(inbox.map((line) => line.split(' ')[0] ?? '').filter((name) => /^(gp|contact|\+|.*@)/.test(name))),
];
