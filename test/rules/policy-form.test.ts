import { refusalOf } from '../../api/console/frame/refusal';
import { durationIn, formIn, formOf, policyIn, writtenOf } from '../../api/console/policy/policy-form';
import { differences, type PolicyBody } from '../../api/console/policy/reading';
import { policyForms } from '../../api/console/policy/words';
import { refusalWords } from '../../api/console/words';
import { policyBody } from '../../api/contract/policy';
import { problemOf } from '../../api/http/problems';
import { valid } from '../../api/http/validate';
import { defaultPolicy, durationMs, pinPolicy } from '../../workflows/urgent-care/policy';

/** The policy as the console's form shows and sends it. */

const { version: _version, ...policy } = defaultPolicy;

/** What a browser sends of a form in which nothing was changed. */
function sent(body: PolicyBody, go = 'rehearse'): Record<string, string | string[]> {
  const { timed, steps, gpHours } = formOf(body);
  const fields: Record<string, string | string[]> = { go };
  const write = (path: string, { amount, unit }: { amount: string; unit: string }): void => {
    fields[path] = amount;
    fields[`${path}/unit`] = unit;
  };
  for (const [path, written] of Object.entries(timed)) write(path, written);
  for (const [at, { every, acknowledgeWithin, actWithin, recipients, channels, ...step }] of steps.entries()) {
    write(`steps/${at}/every`, every);
    write(`steps/${at}/acknowledgeWithin`, acknowledgeWithin);
    write(`steps/${at}/actWithin`, actWithin);
    fields[`steps/${at}/recipients`] = [...recipients];
    fields[`steps/${at}/channels`] = [...channels, ''];
    for (const [name, value] of Object.entries(step)) fields[`steps/${at}/${name}`] = value;
  }
  for (const [name, value] of Object.entries(gpHours)) {
    fields[`gpHours/${name}`] = typeof value === 'string' ? value : [...value];
  }
  return fields;
}

test.each<[string, PolicyBody]>([
  ['what new organisations start with', policy],
  ['a practice around the clock', { ...policy, gpHours: { ...policy.gpHours, from: '00:00', to: '24:00' } }],
  ['windows of seconds', { ...policy, nobodyActing: { pageEvery: 'PT90S' } }],
])('what nobody changed means what it meant: %s', (_what, body) => {
  const again = valid(policyBody, policyIn(formIn(sent(body))));
  expect(pinPolicy({ version: 0, ...again })).toEqual(pinPolicy({ version: 0, ...body }));
  expect(again.gpHours).toEqual(body.gpHours);
  expect(differences(body, again)).toEqual([]);
});

test.each([
  ['PT10M', '10', 'minutes'],
  ['PT72H', '3', 'days'],
  ['PT90M', '90', 'minutes'],
  ['PT36H', '36', 'hours'],
  ['PT1S', '1', 'seconds'],
])('%s is written as %s %s, and read as long', (iso, amount, unit) => {
  expect(writtenOf(durationMs(iso))).toEqual({ amount, unit });
  expect(durationMs(durationIn({ amount, unit }))).toBe(durationMs(iso));
});

test.each([
  [{ amount: '1.5', unit: 'hours' }, 'PT1H30M'],
  [{ amount: ' 1,5 ', unit: 'hours' }, 'PT1H30M'],
  [{ amount: '0', unit: 'minutes' }, 'PT0S'],
])('%j is %s', (written, iso) => {
  expect(durationIn(written)).toBe(iso);
});

describe('what is filled in wrongly is said of its own field, in words', () => {
  const inList = (path: string): string => path;
  test.each<[string, Record<string, string | string[]>, string, string]>([
    ['no number', { 'decision/remindAfter': 'soon' }, 'decision/remindAfter', 'a number and its unit'],
    ['a duration of programs', { 'decision/remindAfter': 'PT5M' }, 'decision/remindAfter', 'a number and its unit'],
    ['nothing', { 'aftercare/askClientAfter': '' }, 'aftercare/askClientAfter', 'a number and its unit'],
    ['a unit of nobody', { 'nobodyActing/pageEvery/unit': 'moons' }, 'nobodyActing/pageEvery', 'a number and its unit'],
    ['too long', { 'clientWindow/watchful': '29' }, 'clientWindow/watchful', 'must be from 1 second to 28 days.'],
    ['no way', { 'steps/1/channels': '' }, 'steps/1/channels', 'Step 2, ways: must be at least one.'],
    ['a way twice', { 'steps/0/channels': ['sms', 'sms'] }, 'steps/0/channels', 'Step 1, ways: names one twice.'],
    ['too many tries', { 'steps/0/attempts': '11' }, 'steps/0/attempts', 'how many tries: must be at most 10.'],
    [
      'somebody in two steps',
      { 'steps/1/recipients': 'contact-1' },
      'steps/1/recipients',
      'Step 2, who is told: the first contact stands in an earlier step, and would never be told in this one.',
    ],
    [
      'a GP who closes before they open',
      { 'gpHours/to': '07:00' },
      'gpHours/to',
      'the GP would close before they open.',
    ],
  ])('%s', (_what, changes, field, words) => {
    const refused = () => valid(policyBody, policyIn(formIn({ ...sent(policy), ...changes })));
    expect(refused).toThrow();
    try {
      refused();
    } catch (error) {
      const { list } = refusalOf(problemOf(error), refusalWords(policyForms), inList);
      expect(list[0]?.text).toContain(words);
      expect(new Set(list.map(({ href }) => href))).toEqual(new Set([`#${field}`]));
    }
  });
});

test.each<[string, readonly string[]]>([
  ['write', ['contact-1', 'gp']],
  ['remove/0', ['gp']],
  ['remove/9', ['contact-1', 'gp']],
  ['earlier/1', ['gp', 'contact-1']],
  ['earlier/0', ['contact-1', 'gp']],
])('the button %s leaves these steps', (go, first) => {
  expect(formIn(sent(policy, go)).steps.map(({ recipients }) => recipients[0])).toEqual(first);
});

test('a step that is added means what one means that leaves everything out', () => {
  const added = formIn(sent(policy, 'add')).steps.at(-1);
  expect(added).toMatchObject({ recipients: [], channels: [], attempts: '3', every: { amount: '5', unit: 'minutes' } });
});

test('what changes is named line by line, also where one is new or gone', () => {
  const fewer = { ...policy, steps: policy.steps.slice(0, 1), nobodyActing: { pageEvery: 'PT30M' } };
  expect(differences(policy, fewer)).toEqual([
    { part: 'Who is told, in which order', name: 'Step 2', before: expect.stringMatching(/^The GP/), after: null },
    {
      part: 'Nobody acts',
      name: 'Duty clinician and supervisor are paged every',
      before: '15 minutes',
      after: '30 minutes',
    },
  ]);
});
