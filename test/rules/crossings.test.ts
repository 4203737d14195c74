import {
  caseOnPaper,
  clientAnswers,
  decided,
  fails,
  outcomeIs,
  overrideDeclined,
  overrideProposed,
  ownerAsksAgain,
  ownerCalls,
  proposalFell,
  says,
  somethingIsNew,
  stoodDown,
} from './case-on-paper';

/** What is recorded while a page is on its way: the page counts for what it asked, and for nothing else. domain.md §3 */

describe('a page that asks for a second approval', () => {
  test('counts for nothing when the proposal was declined meanwhile: the owner is asked to decide', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);
    theCase.willHearMeanwhile(overrideDeclined);

    expect(await theCase.hears(overrideProposed())).toEqual([
      '0: a supervisor is asked to approve',
      '0: the owner is asked to decide',
    ]);
  });

  test('counts for nothing in the proposal that followed: a supervisor is asked about that one too', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);
    theCase.willHearMeanwhile(proposalFell);
    theCase.willHearMeanwhile(overrideProposed(true, 'another-decision'));

    expect(await theCase.hears(overrideProposed())).toEqual([
      '0: a supervisor is asked to approve',
      '0: a supervisor is asked to approve',
    ]);
    expect(await theCase.during('PT10M')).toEqual(['10: another supervisor is asked to approve']);
  });

  test('that goes on while the owner calls leads back to the decision at once when it is declined', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);
    await theCase.hears(overrideProposed());
    await theCase.hears(ownerCalls);

    expect(await theCase.hears(overrideDeclined)).toEqual(['0: the owner is asked to decide']);
  });
});

describe('a page that asks for the outcome', () => {
  test('counts for nothing when whoever acted cannot go on: after the next who acts the owner is asked at once', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);
    await theCase.hears(decided('contact-1', 'contact-2'));
    await theCase.hears({ kind: 'telling-put-off', until: 60 * 60_000 });
    theCase.willHearMeanwhile(says('contact-1', 'cannot'));

    expect(await theCase.hears(says('contact-1', 'acting'))).toEqual([
      '0: the owner is asked for the outcome',
      '0: the owner is told the news',
    ]);
    expect(await theCase.hears(says('contact-2', 'acting'))).toEqual(['0: the owner is asked for the outcome']);
  });

  test('counts also where the client was never asked', async () => {
    const theCase = await caseOnPaper({ notInforming: true, clientOutOfReachAfterwards: true });

    expect(await theCase.hears(stoodDown('client-safe'))).toEqual([
      '0: those who were told hear that it is over',
      '0: the client cannot be told what was shared',
      '0: the owner is asked for the outcome',
    ]);
    expect(await theCase.during('PT5M')).toEqual(['5: the owner is asked for the outcome']);
  });
});

describe('what comes while the owner is asked to decide', () => {
  test("the client's answer is news", async () => {
    const theCase = await caseOnPaper();
    await theCase.after('PT11M');

    expect(await theCase.hears(clientAnswers)).toEqual(['11: the owner is told the news']);
    expect(await theCase.during('PT4M')).toEqual(['15: the owner is asked to decide']);
  });
});

describe('while everyone is paged because nobody acts', () => {
  const paged = async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);
    await theCase.hears(decided('contact-1'));
    await theCase.after('PT20M');
    return theCase;
  };

  test('a new owner brings the next page not forward', async () => {
    const theCase = await paged();

    expect(await theCase.hears({ kind: 'owner-changed' })).toEqual([]);
    expect(await theCase.during('PT10M')).toEqual(['30: everyone is paged: nobody acts']);
  });

  test('the pages go on while somebody is tried once more whom a message had not reached after all', async () => {
    const theCase = await caseOnPaper({ policy: { nobodyActing: { pageEvery: 'PT2M' } } });
    await theCase.hears(clientAnswers);
    await theCase.hears(decided('contact-1'));
    await theCase.after('PT16M');

    expect(await theCase.hears(fails('contact-1', 'sms'))).toEqual(['16: contact-1 is written to by voice']);
    expect(await theCase.during('PT3M')).toEqual([
      '17: everyone is paged: nobody acts',
      '19: everyone is paged: nobody acts',
    ]);
  });
});

describe('whoever acted cannot go on', () => {
  test('the client is told anew what was shared, when it is over in the end', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);
    await theCase.hears(decided('contact-1', 'gp'));
    await theCase.hears(says('contact-1', 'acting'));
    await theCase.hears(says('contact-1', 'cannot'));

    expect(await theCase.hears(says('gp', 'acting'))).toEqual([
      '0: the client is told what was shared',
      '0: the owner is asked for the outcome',
    ]);
  });
});

describe('a wrong answer to the client’s own question after the end', () => {
  test('is news, and does not ask the owner once more what they were asked already', async () => {
    const theCase = await caseOnPaper({ clientOutOfReachAfterwards: true });
    await theCase.hears(stoodDown('client-safe'));
    await theCase.after('PT1M');

    expect(await theCase.hears({ kind: 'guard-failed' })).toEqual(['1: the owner is told the news']);
    expect(await theCase.during('PT4M')).toEqual(['5: the owner is asked for the outcome']);
  });
});

test('news of a case from before are passed on one by one also where several wait', async () => {
  const theCase = await caseOnPaper({ fromBefore: true });
  theCase.willHearMeanwhile(somethingIsNew);
  theCase.willHearMeanwhile(somethingIsNew);

  expect(await theCase.hears(ownerAsksAgain)).toEqual([
    '0: the client is asked',
    '0: the owner is told the news',
    '0: the owner is told the news',
  ]);
});

test('a case from before anything was owed after the end owes nothing', async () => {
  const theCase = await caseOnPaper({ fromBefore: true });
  await theCase.hears(clientAnswers);
  await theCase.hears({ kind: 'override-approved', decisionId: 'a-decision', recipients: ['gp'] });

  expect(await theCase.hears(outcomeIs('client-safe'))).toEqual([
    '0: the client is told what was shared',
    '0: the case is closed',
  ]);
});
