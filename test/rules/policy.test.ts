import fc from 'fast-check';
import { defaultPolicy, durationMs, durationText, pinPolicy } from '../../workflows/urgent-care/policy';
import { policyOfTheContract } from '../support/policy-of-the-contract';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('a duration', () => {
  test.each([
    ['PT1S', 1_000],
    ['PT1.5S', 1_500],
    ['PT0S', 0],
    ['PT10M', 10 * minute],
    ['PT90M', 90 * minute],
    ['PT72H', 72 * hour],
    ['PT1H30M', 90 * minute],
    ['P2D', 2 * day],
    ['P1DT12H', 36 * hour],
    ['P2W', 14 * day],
    ['P1W2DT3H4M5S', 9 * day + 3 * hour + 4 * minute + 5_000],
  ])('%s', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  test.each(['', 'P', 'PT', 'P1DT', '10', '10M', 'PT', 'P10M', 'PT10', 'PT1D', '-PT10M', 'PT-10M', 'pt10m', 'PT1,5S'])(
    '"%s" is none',
    (text) => expect(() => durationMs(text)).toThrow(RangeError),
  );

  test.each(['P1M', 'P1Y', 'P1Y2M3D'])('%s is refused: months and years have no length of their own', (text) => {
    expect(() => durationMs(text)).toThrow(RangeError);
  });

  test.each([' PT10M', 'PT10M ', 'PT10M\n', 'PT١٠M', 'PT1H 30M'])('%j is not read as something like it', (text) => {
    expect(() => durationMs(text)).toThrow(RangeError);
  });

  test.each([
    [0, 'PT0S'],
    [1_500, 'PT1.5S'],
    [10 * minute, 'PT10M'],
    [90 * minute, 'PT1H30M'],
    [day, 'P1D'],
    [day + hour + minute + 1_000, 'P1DT1H1M1S'],
    [28 * day, 'P28D'],
  ])('of %d ms is written %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  test('is read as it was written', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 30 * day }), (ms) => durationMs(durationText(ms)) === ms));
  });

  test('the error names the text', () => {
    expect(() => durationMs('soon')).toThrow(/"soon".*PT10M/);
  });
});

describe('the policy that a case keeps', () => {
  test("is the saved one in milliseconds, with the step's own times", () => {
    expect(pinPolicy(defaultPolicy)).toEqual({
      version: 1,
      clientWindowMs: { immediate: 10 * minute, significant: hour, watchful: 2 * day },
      secondApproval: { nextSupervisorAfterMs: 10 * minute, immediateMayProceedAfterMs: 20 * minute },
      decision: { remindAfterMs: 5 * minute, nextPersonAfterMs: 15 * minute },
      steps: [
        {
          recipients: ['contact-1', 'contact-2'],
          channels: ['sms', 'voice', 'email'],
          voice: true,
          attempts: 3,
          everyMs: 5 * minute,
          acknowledgeWithinMs: 15 * minute,
          actWithinMs: 30 * minute,
          stopAfter: 'first-acting',
        },
        {
          recipients: ['gp'],
          channels: ['email', 'sms'],
          voice: true,
          attempts: 3,
          everyMs: 5 * minute,
          acknowledgeWithinMs: 15 * minute,
          actWithinMs: 30 * minute,
          stopAfter: 'first-acting',
        },
      ],
      gpIsTelephoned: true,
      climbsOnSilence: true,
      nobodyActing: { pageEveryMs: 15 * minute },
      newsTogetherMs: minute,
      aftercare: { tellClientWithinMs: 4 * hour, reviewOverrideWithinMs: 72 * hour, askClientAfterMs: 3 * day },
    });
  });

  test('takes each time from the step that names it', () => {
    const [pinned] = pinPolicy({
      ...defaultPolicy,
      steps: [
        {
          recipients: ['gp'],
          channels: ['sms'],
          attempts: 1,
          every: 'PT1M',
          acknowledgeWithin: 'PT2M',
          actWithin: 'PT3M',
          stopAfter: 'all',
        },
      ],
    }).steps;

    expect(pinned).toEqual({
      recipients: ['gp'],
      channels: ['sms'],
      voice: true,
      attempts: 1,
      everyMs: minute,
      acknowledgeWithinMs: 2 * minute,
      actWithinMs: 3 * minute,
      stopAfter: 'all',
    });
  });

  test('is refused whole if one of its times is none', () => {
    expect(() => pinPolicy({ ...defaultPolicy, nobodyActing: { pageEvery: 'often' } })).toThrow(/"often"/);
  });

  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(pinPolicy(defaultPolicy)))).toEqual(pinPolicy(defaultPolicy));
  });
});

test('a new organisation starts with the policy of the contract', () => {
  expect(defaultPolicy).toEqual(policyOfTheContract);
});
