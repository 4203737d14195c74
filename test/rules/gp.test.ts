import { type Circumstances, caseTelling, contacts, decided, gp, outcomeIs, says, withdrawn } from './case-on-paper';

/** A practice that is closed when its turn comes, and the call that goes with the letter. domain.md §3.6 */

/** Decided in minute 0, the practice opens in minute 600. */
const caseTellingGp = (recipients: Parameters<typeof decided>, circumstances: Circumstances = {}) =>
  caseTelling(recipients, { immediacy: 'significant', gpOpensAfter: 'PT600M', ...circumstances });

const notPages = (sentences: readonly string[]): readonly string[] =>
  sentences.filter((sentence) => !/everyone is paged/.test(sentence));
const pages = (sentences: readonly string[]): readonly string[] =>
  sentences.filter((sentence) => /everyone is paged/.test(sentence));

describe('a practice that is closed', () => {
  test('is skipped for now: the next recipients are told at once', async () => {
    const { atOnce } = await caseTellingGp(['gp', 'contact-1'], { policy: { steps: [gp, contacts] } });
    expect(atOnce).toEqual(['0: gp is closed', '0: contact-1 is written to by sms']);
  });

  test('and nobody else to tell: staff are paged at once, again and again, and the practice when it opens', async () => {
    const { theCase, atOnce } = await caseTellingGp(['gp']);
    expect(atOnce).toEqual(['0: gp is closed', '0: everyone is paged: nobody acts']);
    const done = await theCase.during('PT600M');
    expect(notPages(done)).toEqual(['600: gp is written to by email']);
    expect(pages(done)).toHaveLength(600 / 15);
  });

  test('is tried as it opens, and not a millisecond before', async () => {
    const { theCase } = await caseTellingGp(['gp']);
    expect(notPages(await theCase.during('PT599M59.999S'))).toEqual([]);
    expect(notPages(await theCase.during('PT0.001S'))).toEqual(['600: gp is written to by email']);
  });

  test('is told when it opens although others are being waited for, and holds up none of them', async () => {
    const slow = { ...contacts, acknowledgeWithin: 'PT40M', attempts: 3, every: 'PT10M' };
    const { theCase } = await caseTellingGp(['gp', 'contact-1'], {
      policy: { steps: [gp, slow] },
      gpOpensAfter: 'PT15M',
    });
    expect(notPages(await theCase.during('PT30M'))).toEqual([
      '10: contact-1 is written to by voice',
      '15: gp is written to by email',
      '20: contact-1 is written to by email',
      '20: gp is written to by sms',
      '25: gp is written to by email',
    ]);
  });

  test('is not told any more once somebody acts', async () => {
    const { theCase } = await caseTellingGp(['gp', 'contact-1'], { policy: { steps: [gp, contacts] } });
    await theCase.hears(says('contact-1', 'acting'));
    const done = await theCase.during('P1D');
    expect(done.filter((sentence) => /^\d+: gp/.test(sentence))).toEqual([]);
  });

  test('nor under "all", once somebody acts: no case waits for a weekend to tell one more', async () => {
    const together = { ...contacts, recipients: ['contact-1', 'gp'], stopAfter: 'all' } as const;
    const { theCase } = await caseTellingGp(['gp', 'contact-1'], { policy: { steps: [together] } });
    expect(await theCase.hears(says('contact-1', 'acting'))).toContain('0: the client is told what was shared');
    expect(await theCase.hears(outcomeIs('someone-acting'))).not.toContain('0: gp is written to by email');
  });

  test('is not told when the client took their consent back meanwhile', async () => {
    const { theCase } = await caseTellingGp(['gp']);
    await theCase.hears(withdrawn('gp'));
    const done = await theCase.during('P1D');
    expect(done.filter((sentence) => /^\d+: gp/.test(sentence))).toEqual([]);
  });

  test('has all its time to answer, from when it was told', async () => {
    const { theCase } = await caseTellingGp(['gp']);
    await theCase.after('PT600M');
    expect(notPages(await theCase.during('PT10M'))).toEqual([
      '605: gp is written to by sms',
      '610: gp is written to by email',
    ]);
  });
});

describe('for an immediate concern a person also telephones the GP', () => {
  const called = 'the owner is asked to telephone the GP';
  const immediate: Circumstances = { immediacy: 'immediate', gpIsTelephoned: true };

  test('when the letter went, once', async () => {
    const { theCase, atOnce } = await caseTellingGp(['gp'], { ...immediate, gpOpensAfter: 'PT0S' });
    expect(atOnce).toEqual(['0: gp is written to by email', `0: ${called}`]);
    expect((await theCase.during('PT2H')).filter((sentence) => sentence.endsWith(called))).toEqual([]);
  });

  test('when the practice is closed too, before anybody is paged that nobody acts', async () => {
    const { atOnce } = await caseTellingGp(['gp'], immediate);
    expect(atOnce).toEqual(['0: gp is closed', `0: ${called}`, '0: everyone is paged: nobody acts']);
  });

  test('when no letter can reach them', async () => {
    const { atOnce } = await caseTellingGp(['gp'], {
      ...immediate,
      gpOpensAfter: 'PT0S',
      tries: () => 'failed-permanent',
    });
    expect(atOnce).toContain(`0: ${called}`);
  });

  test('not before their turn has come', async () => {
    const { theCase, atOnce } = await caseTellingGp(['contact-1', 'gp'], { ...immediate, gpOpensAfter: 'PT0S' });
    expect(atOnce).toEqual(['0: contact-1 is written to by sms']);
    expect((await theCase.during('PT15M')).at(-1)).toBe(`15: ${called}`);
  });

  test.each<[string, Circumstances]>([
    ['without a mandate', { ...immediate, gpOpensAfter: 'PT0S', tries: () => 'withheld' }],
    ['when it is not immediate', { ...immediate, immediacy: 'significant' }],
    ['in a case that began before there was such a call', { ...immediate, gpIsTelephoned: false }],
  ])('not %s', async (_when, circumstances) => {
    const { theCase, atOnce } = await caseTellingGp(['gp'], circumstances);
    const done = [...atOnce, ...(await theCase.during('PT1H'))];
    expect(done.filter((sentence) => sentence.endsWith(called))).toEqual([]);
  });

  test('what the GP says on the telephone ends the escalation, though the practice is closed', async () => {
    const { theCase } = await caseTellingGp(['gp'], immediate);
    expect(await theCase.hears(says('gp', 'acting'))).toContain('0: the client is told what was shared');
  });

  test('anew for a new decision to tell them', async () => {
    const { theCase } = await caseTellingGp(['gp'], { ...immediate, gpOpensAfter: 'PT0S' });
    await theCase.hears(withdrawn('gp'));
    expect(await theCase.hears(decided('gp'))).toEqual(['0: gp is written to by email', `0: ${called}`]);
  });
});
