import {
  caseOnPaper,
  caseTelling,
  clientAnswers,
  contacts,
  decided,
  fails,
  gp,
  outcomeIs,
  ownerCalls,
  says,
  steps,
  withdrawn,
} from './case-on-paper';

/** What those who were told answer, and what happens when nobody acts. domain.md §3.7 and §3.8 */

describe('what those who were told answer', () => {
  test('acting ends the escalation: nobody else is told', async () => {
    const { theCase } = await caseTelling(['contact-1', 'contact-2', 'gp']);
    await theCase.after('PT2M');
    await theCase.hears(says('contact-1', 'acting'));

    expect((await theCase.during('PT4H')).filter((sentence) => /written|paged/.test(sentence))).toEqual([]);
  });

  test('cannot moves on at once', async () => {
    const { theCase } = await caseTelling(['contact-1', 'gp']);
    await theCase.after('PT1M');

    expect(await theCase.hears(says('contact-1', 'cannot'))).toEqual(['1: gp is written to by email']);
  });

  test('one who cannot does not take the time of the others of their step', async () => {
    const { theCase } = await caseTelling(['contact-1', 'contact-2', 'gp']);

    expect(await theCase.hears(says('contact-1', 'cannot'))).toEqual([]);
    expect(await theCase.during('PT15M')).toEqual([
      '5: contact-2 is written to by voice',
      '10: contact-2 is written to by email',
      '15: gp is written to by email',
    ]);
  });

  test('read but not acting: asked once more by the time to act, then left behind', async () => {
    const { theCase } = await caseTelling(['contact-1', 'gp']);
    await theCase.after('PT3M');

    expect(await theCase.hears(says('contact-1', 'acknowledged'))).toEqual([]);
    expect(await theCase.during('PT35M')).toEqual([
      '30: contact-1 is written to by sms',
      '35: gp is written to by email',
    ]);
  });

  test('a reminder that crossed with the answer is not that asking', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    theCase.willHearMeanwhile(says('contact-1', 'acknowledged'));

    expect(await theCase.during('PT30M')).toEqual([
      '5: contact-1 is written to by voice',
      '30: contact-1 is written to by voice',
    ]);
  });

  test('read after the time to answer was over: nobody waits longer', async () => {
    const { theCase } = await caseTelling(['contact-1', 'gp']);
    await theCase.after('PT16M');

    expect(await theCase.hears(says('contact-1', 'acknowledged'))).toEqual([]);
    expect(await theCase.during('PT10M')).toEqual(['20: gp is written to by sms', '25: gp is written to by email']);
  });

  test('acting counts however late: the one who was left behind, and even the one to whom no more was to go', async () => {
    const { theCase } = await caseTelling(['contact-1', 'gp']);
    await theCase.after('PT20M');
    await theCase.hears(withdrawn('contact-1'));

    expect(await theCase.hears(says('contact-1', 'acting'))).toEqual([
      '20: the client is told what was shared',
      '20: the owner is asked for the outcome',
    ]);
  });

  test('cannot, said after acting, is news for the owner at once, and the others are told', async () => {
    const { theCase } = await caseTelling(['contact-1', 'gp']);
    await theCase.hears(says('contact-1', 'acting'));

    expect(await theCase.hears(says('contact-1', 'cannot'))).toEqual([
      '0: the owner is told the news',
      '0: gp is written to by email',
    ]);
  });

  describe('where a step is for all of its recipients', () => {
    const forAll = steps({ ...contacts, stopAfter: 'all' });

    test('an other who could not be written to yet is told although somebody acts', async () => {
      const { theCase } = await caseTelling(['contact-1', 'contact-2'], {
        ...forAll,
        tries: (recipient) => (recipient === 'contact-2' ? 'failed-temporary' : 'sent'),
      });
      await theCase.after('PT1M');
      await theCase.hears(says('contact-1', 'acting'));

      expect((await theCase.during('PT4M')).filter((sentence) => /written/.test(sentence))).toEqual([
        '5: contact-2 is written to by voice',
      ]);
    });

    test('so is one whose way failed for good: by the next way', async () => {
      const theCase = await caseOnPaper(forAll);
      await theCase.hears(clientAnswers);
      theCase.willHearMeanwhile(fails('contact-2', 'sms'));
      theCase.willHearMeanwhile(says('contact-1', 'acting'));

      expect(await theCase.hears(decided('contact-1', 'contact-2'))).toEqual([
        '0: contact-1 is written to by sms',
        '0: contact-2 is written to by sms',
        '0: contact-2 is written to by voice',
        '0: the client is told what was shared',
        '0: the owner is asked for the outcome',
      ]);
    });

    test('the wait ends when each of them was told', async () => {
      const { theCase } = await caseTelling(['contact-1', 'contact-2'], forAll);

      expect(await theCase.hears(says('contact-1', 'acting'))).toEqual([
        '0: the client is told what was shared',
        '0: the owner is asked for the outcome',
      ]);
    });

    test('a recipient who could only be phoned holds up nothing in a case from before calls', async () => {
      const { theCase } = await caseTelling(['contact-1', 'gp'], {
        ...steps(contacts, { ...gp, channels: ['voice'], stopAfter: 'all' }),
        fromBefore: true,
      });

      expect(await theCase.hears(says('contact-1', 'acting'))).toEqual([
        '0: the client is told what was shared',
        '0: the owner is asked for the outcome',
      ]);
    });

    test('it is no reason to write again to those of another step that stops after the first who acts', async () => {
      const { theCase } = await caseTelling(
        ['contact-1', 'contact-2', 'gp'],
        steps(contacts, { ...gp, stopAfter: 'all' }),
      );
      await theCase.hears(says('contact-1', 'acting'));

      expect((await theCase.during('PT1H')).filter((sentence) => /contact-2/.test(sentence))).toEqual([]);
    });
  });
});

describe('nobody acts', () => {
  test('everyone is paged, again and again at the interval, until a person says what came of it', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.after('PT14M');

    expect(await theCase.during('PT31M')).toEqual([
      '15: everyone is paged: nobody acts',
      '30: everyone is paged: nobody acts',
      '45: everyone is paged: nobody acts',
    ]);
    await theCase.hears(outcomeIs('emergency-services'));
    expect(await theCase.during('P1D')).toEqual([]);
    expect(theCase.hasEnded).toBe(true);
  });

  test('a decision for nobody who can be told pages at once', async () => {
    const { atOnce } = await caseTelling(['contact-1'], {
      ...steps({ ...contacts, channels: ['voice'] }),
      fromBefore: true,
    });

    expect(atOnce).toEqual(['0: everyone is paged: nobody acts']);
  });

  test('somebody who acts after all ends the paging', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.after('PT40M');
    await theCase.hears(says('contact-1', 'acting'));

    expect((await theCase.during('PT4H')).filter((sentence) => /paged/.test(sentence))).toEqual([]);
  });

  test('a new decision ends the paging for as long as there is somebody to wait for', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.after('PT40M');

    expect(await theCase.hears(decided('gp'))).toEqual(['40: gp is written to by email']);
    expect((await theCase.during('PT30M')).filter((sentence) => /paged/.test(sentence))).toEqual([
      '55: everyone is paged: nobody acts',
      '70: everyone is paged: nobody acts',
    ]);
  });

  test('a new decision that crossed with a page brings no page too many later', async () => {
    const { theCase } = await caseTelling(['contact-1'], { policy: { nobodyActing: { pageEvery: 'PT5M' } } });
    await theCase.after('PT19M');
    theCase.willHearMeanwhile(decided('gp'));

    expect((await theCase.during('PT21M')).filter((sentence) => /paged/.test(sentence))).toEqual([
      '20: everyone is paged: nobody acts',
      '35: everyone is paged: nobody acts',
      '40: everyone is paged: nobody acts',
    ]);
  });

  test('deciding to call the client does not bring the next page forward', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.after('PT16M');

    expect(await theCase.hears(ownerCalls)).not.toContain('16: everyone is paged: nobody acts');
  });

  test('after a standstill of hours they are paged once, not once for each page that was missed', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.after('PT16M');

    expect(await theCase.standsStill('PT3H')).toEqual(['196: everyone is paged: nobody acts']);
    expect(await theCase.during('PT15M')).toHaveLength(1);
  });

  test('after a standstill of hours one person is asked to decide, not everyone in turn', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);

    expect(await theCase.standsStill('PT3H')).toHaveLength(1);
  });
});
