import { pictureOf } from '../../api/console/policy/picture';
import { listOf, type PlayedItem } from '../../api/console/policy/played-moments';
import { rehearsalOf, storyNames } from '../../api/console/policy/stories';
import { oddities, warningsOf } from '../../api/console/policy/warnings';
import { urgentCarePolicy } from '../../api/contract/policy';
import { valid } from '../../api/http/validate';
import { defaultPolicy } from '../../workflows/urgent-care/policy';
import { immediacies } from '../../workflows/urgent-care/words';

/** A rehearsal as the console draws it: time goes down, and each person has a lane. */

const { version: _version, ...policy } = defaultPolicy;

const goes = (
  after: string,
  to: NonNullable<PlayedItem['message']>['to'],
  text: string,
  channel: NonNullable<PlayedItem['message']>['channel'] = 'sms',
): PlayedItem => ({
  after,
  kind: 'staff.asked-for-decision',
  text,
  message: { to, channel },
});
const does = (after: string, who: PlayedItem['who'], kind: string, text: string): PlayedItem => ({
  after,
  kind,
  text,
  who,
});
const raised: PlayedItem = { after: 'PT0S', kind: 'concern.raised', text: 'A concern is raised.' };

describe('the lanes', () => {
  test.each<[string, readonly PlayedItem[], Parameters<typeof pictureOf>[1], readonly string[]]>([
    ['of an empty story are those of the client and the owner', [raised], [], ['client', 'owner']],
    [
      'of whom the policy would tell are there, told or not',
      [raised],
      ['gp', 'contact-1'],
      ['client', 'owner', 'contact-1', 'gp'],
    ],
    [
      'of whoever is asked or acts are there too, always in the same order',
      [
        raised,
        does('PT1M', 'police', 'recipient.acting', 'The police is acting.'),
        goes('PT1M', 'supervisor', 'A supervisor is asked.'),
      ],
      [],
      ['client', 'owner', 'supervisor', 'police'],
    ],
  ])('%s', (_what, items, always, lanes) => {
    const picture = pictureOf(items, always);
    expect(picture.lanes.map(({ who }) => who)).toEqual(lanes);
    const xs = picture.lanes.map(({ x }) => x);
    expect(xs).toEqual([...xs].sort((one, other) => one - other));
    expect(xs.every((x) => x > picture.from && x < picture.to && picture.to < picture.width)).toBe(true);
  });
});

describe('the rows', () => {
  const laneOf = (picture: ReturnType<typeof pictureOf>, x: number) => picture.lanes.find((lane) => lane.x === x)?.who;
  const drawn = (items: readonly PlayedItem[]) => {
    const picture = pictureOf(items, ['contact-1']);
    return picture.rows.map(({ after, mark, xs, lines }) => [
      after,
      mark,
      xs.map((x) => laneOf(picture, x)).join('+'),
      lines.join(' '),
    ]);
  };

  test('one message by two ways is one row; the time stands beside the first row of a moment', () => {
    const items = [
      raised,
      goes('PT10M', 'owner', 'The owner is asked.'),
      goes('PT10M', 'owner', 'The owner is asked.', 'email'),
      does('PT10M', 'client', 'client.answered', 'The client agrees.'),
      does('PT1H5M', 'contact-1', 'disclosure.failed', 'No message reaches them.'),
    ];
    expect(drawn(items)).toEqual([
      ['0 min', 'case', '', 'A concern is raised.'],
      ['10 min', 'message', 'owner', 'The owner is asked (text message, email).'],
      [null, 'act', 'client', 'The client agrees.'],
      ['1 h 5 min', 'failure', 'contact-1', 'No message reaches them.'],
    ]);
  });

  test.each([
    ['every quarter of an hour', 1, 5, ['15 min', null], 'This comes again 4 times, the last one after 1 h 15 min.'],
    ['in a round of two', 2, 4, ['15 min', '30 min', null], 'These 2 come again 3 times, the last one after 2 h.'],
  ])('what comes %s is drawn once', (_what, round, rounds, times, said) => {
    const items = Array.from({ length: round * rounds }, (_none, index) =>
      goes(`PT${(index + 1) * 15}M`, 'owner', `Page ${index % round}.`),
    );
    const rows = drawn(items);
    expect(rows.map(([after]) => after)).toEqual(times);
    expect(rows.at(-1)).toEqual([null, 'again', '', said]);
    expect(listOf(items).at(-1)).toMatchObject({ again: said, lines: [] });
  });

  test('twice is no round', () => {
    expect(drawn([goes('PT1M', 'owner', 'Page.'), goes('PT2M', 'owner', 'Page.')])).toHaveLength(2);
  });

  test('none lies over another, a longer wait is a longer way, and none is longer than a hand', () => {
    const gaps = ['PT1M', 'PT2M', 'PT1H2M', 'P3D'].map((after) => goes(after, 'owner', `At ${after}.`));
    const { rows, height } = pictureOf(gaps, []);
    const ways = rows.slice(1).map(({ y }, index) => y - rows[index]!.y - rows[index]!.height);
    expect(ways[0]).toBeGreaterThan(0);
    expect(ways[1]).toBeGreaterThan(ways[0]!);
    expect(ways.every((way) => way <= 40)).toBe(true);
    expect(height).toBeGreaterThan(rows.at(-1)!.y + rows.at(-1)!.height);
  });

  test('a long sentence goes over as many lines as it needs', () => {
    const text = 'The client agrees that the first contact is told that there is concern for their wellbeing.';
    const [row] = pictureOf([does('PT1M', 'client', 'client.answered', text)], []).rows;
    expect(row!.lines.join(' ')).toBe(text);
    expect(row!.lines.every((line) => line.length <= 42)).toBe(true);
    expect(row!.height).toBeGreaterThanOrEqual(row!.lines.length * 18);
  });
});

test.each(storyNames.flatMap((story) => immediacies.map((immediacy) => [story, immediacy] as const)))(
  'the contract takes the story %s at %s',
  (story, immediacy) => {
    const body = valid(urgentCarePolicy.endpoints.rehearsePolicy.body, rehearsalOf(policy, story, immediacy));
    const times = body.script.map(({ afterMs }) => afterMs);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times.every((ms) => ms <= body.untilMs)).toBe(true);
  },
);

describe('what somebody should know', () => {
  const bounds = { until: 'PT4H', steps: 500 };

  test('of a rehearsal that ends well is nothing', () => {
    expect(warningsOf({ items: [raised], ends: 'closed', stoppedBy: 'closed', bounds }, [])).toEqual([]);
  });

  test('is where it is left, who is not there, and what did not come about: each once', () => {
    const failed = does('PT5M', 'gp', 'disclosure.closed', 'The GP is closed, and is told when they open.');
    expect(
      warningsOf({ items: [raised, failed, failed], ends: 'nobody-acting', stoppedBy: 'until', bounds }, [
        'supervisor',
      ]),
    ).toEqual([
      expect.stringMatching(/^The case is not closed .* Nobody who was told is acting\. .* looked at for 4 hours\.$/),
      'Nobody is on duty now as supervisor, so none of them is asked here.',
      'After 5 minutes: The GP is closed, and is told when they open.',
    ]);
  });

  test.each([
    ['one that new organisations start with', policy, []],
    [
      'one that reminds too late',
      { ...policy, decision: { remindAfter: 'PT15M', nextPersonAfter: 'PT15M' } },
      ['reminded'],
    ],
    [
      'one that goes ahead before a second supervisor',
      { ...policy, secondApproval: { nextSupervisorAfter: 'PT20M', immediateMayProceedAfter: 'PT20M' } },
      ['only one supervisor'],
    ],
    ['one without the GP', { ...policy, steps: policy.steps.slice(0, 1) }, ['The GP']],
    ['one without contacts', { ...policy, steps: policy.steps.slice(1) }, ['Neither contact']],
  ])('of a policy: %s', (_what, body, said) => {
    expect(oddities(body)).toEqual(said.map((words) => expect.stringContaining(words)));
  });
});
