import type { PolicyStep } from '../../workflows/urgent-care/policy';
import { type Circumstances, caseTelling, contacts, decided, fails, gp, outcomeIs, says, steps } from './case-on-paper';

/** Who is still written to, and who is not: while somebody acts already, and once a way or a word has failed. domain.md §3.6 and §3.7 */

const isOver = ['0: the client is told what was shared', '0: the owner is asked for the outcome'];
const writings = (sentences: readonly string[]): readonly string[] =>
  sentences.filter((sentence) => /is written to/.test(sentence));

/** Their messages fail for now; everybody else's arrive. */
const failsForNow = (name: string): Circumstances => ({
  tries: (recipient) => (recipient === name ? 'failed-temporary' : 'sent'),
});

describe('somebody acts, and a step stops after the first who does', () => {
  test('who could not be written to yet is not written to any more', async () => {
    const { theCase } = await caseTelling(['contact-1', 'contact-2'], failsForNow('contact-2'));

    expect(await theCase.hears(says('contact-1', 'acting'))).toEqual(isOver);
    expect(writings(await theCase.during('PT1H'))).toEqual([]);
  });
});

describe('somebody acts, and a step is for all', () => {
  const everybody = (...of: PolicyStep['recipients']): Circumstances =>
    steps({ ...contacts, recipients: of, channels: ['sms'], stopAfter: 'all' });

  test('only who was not told yet is written to, until they are', async () => {
    let gpIsReached = false;
    const { theCase } = await caseTelling(['contact-1', 'contact-2', 'gp'], {
      ...everybody('contact-1', 'contact-2', 'gp'),
      tries: (recipient) => (recipient === 'gp' && !gpIsReached ? 'failed-temporary' : 'sent'),
    });
    expect(await theCase.hears(says('contact-1', 'acting'))).toEqual([]);

    gpIsReached = true;
    expect(await theCase.during('PT5M')).toEqual([
      '5: gp is written to by sms',
      '5: the client is told what was shared',
      '5: the owner is asked for the outcome',
    ]);
  });

  test('who cannot be reached by any way is waited for no more', async () => {
    const { theCase } = await caseTelling(['contact-1', 'contact-2'], {
      ...everybody('contact-1', 'contact-2'),
      tries: (recipient) => (recipient === 'contact-2' ? 'failed-permanent' : 'sent'),
    });

    expect(await theCase.hears(says('contact-1', 'acting'))).toEqual(isOver);
  });

  test('who says that they act as well is not written to, though no message had reached them', async () => {
    const { theCase } = await caseTelling(['contact-1', 'contact-2'], {
      ...everybody('contact-1', 'contact-2'),
      ...failsForNow('contact-2'),
    });
    await theCase.hears(says('contact-1', 'acting'));

    expect(await theCase.hears(says('contact-2', 'acting'))).toEqual(isOver);
  });

  test('who was tried in vain as often as the policy says is waited for no more', async () => {
    const { theCase } = await caseTelling(['contact-1', 'contact-2'], {
      ...everybody('contact-1', 'contact-2'),
      ...failsForNow('contact-2'),
    });
    await theCase.hears(says('contact-1', 'acting'));

    expect(await theCase.during('PT10M')).toEqual([
      '5: contact-2 is written to by sms',
      '10: contact-2 is written to by sms',
      '10: the client is told what was shared',
      '10: the owner is asked for the outcome',
    ]);
  });

  test('those of a later step are not told of what somebody acts on already', async () => {
    const { theCase } = await caseTelling(
      ['contact-1', 'gp'],
      steps({ ...contacts, channels: ['sms'] }, { ...gp, stopAfter: 'all' }),
    );

    expect(await theCase.hears(says('contact-1', 'acting'))).toEqual(isOver);
  });
});

describe('"I am acting" counts, by whatever way it came', () => {
  test.each(['failed-permanent', 'withheld'] as const)('from whom no message reached: %s', async (fate) => {
    const { theCase } = await caseTelling(['gp'], { tries: () => fate });

    expect(await theCase.hears(says('gp', 'acting'))).toEqual(isOver);
  });
});

test('who is decided on once more while they are being told is told from the beginning, and once', async () => {
  const { theCase } = await caseTelling(['contact-1']);
  await theCase.hears(fails('contact-1', 'sms'));
  await theCase.after('PT2M');

  expect(await theCase.hears(decided('contact-1'))).toEqual(['2: contact-1 is written to by sms']);
  expect(writings(await theCase.during('PT5M'))).toEqual(['7: contact-1 is written to by voice']);
});

test.each([
  ['at the last moment of their time counts: they have the time to act', 'PT15M', []],
  ['a millisecond later does not', 'PT15M0.001S', ['20: gp is written to by sms']],
])('what a recipient has read %s', async (_, readAfter, then) => {
  const { theCase } = await caseTelling(['contact-1', 'gp']);
  await theCase.after(readAfter);
  await theCase.hears(says('contact-1', 'acknowledged'));

  expect(await theCase.during('PT5M')).toEqual(then);
});

describe('whom no step of the policy names', () => {
  test('is written to three times, five minutes apart, and has a quarter of an hour to answer', async () => {
    const { theCase } = await caseTelling(['police']);

    expect(await theCase.during('PT15M')).toEqual([
      '5: police is written to by sms',
      '10: police is written to by email',
      '15: everyone is paged: nobody acts',
    ]);
  });

  test('and half an hour to act, once they have read it', async () => {
    const { theCase } = await caseTelling(['police']);
    await theCase.hears(says('police', 'acknowledged'));

    expect(await theCase.during('PT35M')).toEqual([
      '30: police is written to by email',
      '35: everyone is paged: nobody acts',
    ]);
  });

  test('waits for whom the policy names, and for who comes before them', async () => {
    const { theCase } = await caseTelling(['police', 'safeguarding-authority', 'gp']);
    const done = await theCase.during('PT30M');

    expect(done.filter((sentence) => /^(0|15|30): .* is written/.test(sentence))).toEqual([
      '15: police is written to by email',
      '30: safeguarding-authority is written to by email',
    ]);
  });

  test('is not told once somebody acts', async () => {
    const { theCase } = await caseTelling(['police', 'gp']);
    await theCase.hears(says('gp', 'acting'));
    await theCase.hears(outcomeIs('someone-acting'));

    expect(await theCase.during('PT1H')).toEqual([]);
    expect(theCase.hasEnded).toBe(true);
  });
});
