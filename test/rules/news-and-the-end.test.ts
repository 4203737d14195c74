import {
  type CaseOnPaper,
  caseOnPaper,
  caseTelling,
  clientAnswers,
  outcomeIs,
  says,
  somethingIsNew,
  stoodDown,
  withdrawn,
} from './case-on-paper';

/** What the owner hears beside the story, and how a case ends. domain.md §3.10 and §3.11 */

describe('news', () => {
  test('goes to the owner before anything else, and changes nothing else', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.after('PT2M');

    expect(await theCase.hears(somethingIsNew)).toEqual(['2: the owner is told the news']);
    expect(await theCase.during('PT3M')).toEqual(['5: contact-1 is written to by voice']);
  });

  test('that comes while the owner is being told of other news is told too, a minute later', async () => {
    const theCase = await caseOnPaper();
    theCase.willHearMeanwhile(somethingIsNew);

    expect(await theCase.hears(somethingIsNew)).toEqual(['0: the owner is told the news']);
    expect(await theCase.during('PT1M')).toEqual(['1: the owner is told the news']);
  });

  test('that comes in a flood is one page at once, and one a minute for all that follows', async () => {
    const theCase = await caseOnPaper();
    const atOnce: string[] = [];
    for (let reply = 0; reply < 20; reply += 1) atOnce.push(...(await theCase.hears(somethingIsNew)));

    expect(atOnce).toEqual(['0: the owner is told the news']);
    expect(await theCase.during('PT9M')).toEqual(['1: the owner is told the news']);
    expect(await theCase.hears(somethingIsNew)).toEqual(['9: the owner is told the news']);
  });

  test('that waits its minute holds nothing up', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.after('PT4M30S');
    await theCase.hears(somethingIsNew);
    await theCase.during('PT10S');
    await theCase.hears(somethingIsNew);

    expect(await theCase.during('PT1M')).toEqual([
      '5: contact-1 is written to by voice',
      '5.5: the owner is told the news',
    ]);
  });

  test('that still waits when the case would close is told before it does', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.hears(somethingIsNew);
    await theCase.hears(somethingIsNew);
    theCase.willHearMeanwhile(outcomeIs('client-safe'));

    const done = await theCase.hears(says('contact-1', 'acting'));
    const rest = await theCase.during('P7D');
    const all = [...done, ...rest];
    expect(
      all.filter((sentence) => /told the news|closed/.test(sentence)).map((one) => one.replace(/^\d+: /, '')),
    ).toEqual(['the owner is told the news', 'the case is closed']);
  });

  test('of a case from before is passed on one by one', async () => {
    const theCase = await caseOnPaper({ fromBefore: true });
    theCase.willHearMeanwhile(somethingIsNew);

    expect(await theCase.hears(somethingIsNew)).toEqual([
      '0: the owner is told the news',
      '0: the owner is told the news',
    ]);
  });

  test("a client's answer after the decision is news", async () => {
    const { theCase } = await caseTelling(['contact-1']);

    expect(await theCase.hears(clientAnswers)).toEqual(['0: the owner is told the news']);
  });
});

describe('the end', () => {
  test('somebody acts: the client is told what was shared, and a person is asked for the outcome until one says it', async () => {
    const { theCase } = await caseTelling(['contact-1']);

    expect(await theCase.hears(says('contact-1', 'acting'))).toEqual([
      '0: the client is told what was shared',
      '0: the owner is asked for the outcome',
    ]);
    expect(await theCase.during('PT30M')).toEqual([
      '5: the owner is asked for the outcome',
      '15: the duty clinician is asked for the outcome',
      '20: the duty clinician is asked for the outcome',
      '30: a supervisor is asked for the outcome',
    ]);
    expect(theCase.hasEnded).toBe(false);
    expect(await theCase.hears(outcomeIs('someone-acting'))).toEqual([
      '30: the client is asked how it was',
      '30: the case is closed',
    ]);
    expect(theCase.hasEnded).toBe(true);
  });

  test('a person says the outcome while nobody acts: the client is told, then the case closes', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.after('PT20M');

    expect(await theCase.hears(outcomeIs('client-safe'))).toEqual([
      '20: the client is told what was shared',
      '20: the client is asked how it was',
      '20: the case is closed',
    ]);
  });

  test('standing down tells those who were told, then the client, then closes', async () => {
    const { theCase } = await caseTelling(['contact-1']);

    expect(await theCase.hears(stoodDown('client-safe'))).toEqual([
      '0: those who were told hear that it is over',
      '0: the client is told what was shared',
      '0: the client is asked how it was',
      '0: the case is closed',
    ]);
  });

  test.each<[string, () => Promise<CaseOnPaper>]>([
    ['while the client is waited for', () => caseOnPaper()],
    ['while the decision is waited for', async () => (await caseTelling([])).theCase],
    ['while an answer is waited for', async () => (await caseTelling(['gp'])).theCase],
  ])('standing down is possible %s', async (_, when) => {
    const theCase = await when();

    expect((await theCase.hears(stoodDown('stood-down'))).at(-1)).toBe('0: the case is closed');
  });

  test('the client cannot be told what was shared: a person is asked until they say that they have', async () => {
    const theCase = await caseOnPaper({ clientOutOfReachAfterwards: true });

    expect(await theCase.hears(stoodDown('client-safe'))).toEqual([
      '0: those who were told hear that it is over',
      '0: the client cannot be told what was shared',
      '0: the owner is asked for the outcome',
    ]);
    expect(await theCase.during('PT5M')).toEqual(['5: the owner is asked for the outcome']);
    expect(await theCase.hears(outcomeIs('client-safe'))).toEqual([
      '5: the client cannot be asked how it was',
      '5: the owner is asked to ask the client how it was',
    ]);
    expect(await theCase.hears({ kind: 'task-done', task: 'ask-client' })).toEqual(['5: the case is closed']);
  });

  test('an outcome said before it was known that the client cannot be told is not that word', async () => {
    const { theCase } = await caseTelling(['contact-1'], { clientOutOfReachAfterwards: true });

    expect(await theCase.hears(outcomeIs('client-safe'))).toEqual([
      '0: the client cannot be told what was shared',
      '0: the owner is asked for the outcome',
    ]);
  });

  test.each([
    ['stood down', stoodDown('deceased')],
    ['said as the outcome', outcomeIs('deceased')],
  ])('a death, %s, stops everything and sends nothing more', async (_, death) => {
    const { theCase } = await caseTelling(['contact-1', 'gp']);
    await theCase.after('PT2M');

    expect(await theCase.hears(death)).toEqual(['2: everything is cancelled and held']);
    expect(await theCase.during('P7D')).toEqual([]);
    expect(theCase.hasEnded).toBe(true);
  });

  test('a death that becomes known in aftercare stops that too', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.hears(says('contact-1', 'acting'));

    expect(await theCase.hears(stoodDown('deceased'))).toEqual(['0: everything is cancelled and held']);
  });

  test('a death stands above news and withdrawals that were waiting', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    theCase.willHearMeanwhile(withdrawn('contact-1'));
    theCase.willHearMeanwhile(stoodDown('deceased'));

    expect(await theCase.hears(somethingIsNew)).toEqual([
      '0: the owner is told the news',
      '0: everything is cancelled and held',
    ]);
  });
});
