import type { Policy } from '../../workflows/urgent-care/policy';
import { defaultPolicy } from '../../workflows/urgent-care/policy';
import type { Immediacy } from '../../workflows/urgent-care/words';
import {
  type CaseOnPaper,
  type Circumstances,
  caseOnPaper,
  clientAnswers,
  decided,
  fails,
  outcomeIs,
  ownerAsksAgain,
  ownerCalls,
  says,
  somethingIsNew,
  stoodDown,
  withdrawn,
} from './case-on-paper';

const steps = (...ofPolicy: Policy['steps']): Circumstances => ({ policy: { steps: ofPolicy } });
const [contactsStep, gpStep] = defaultPolicy.steps as [Policy['steps'][number], Policy['steps'][number]];

/** A case whose client has answered and whose owner has decided to tell these, in minute 0. */
async function caseTelling(
  recipients: Parameters<typeof decided>,
  circumstances?: Circumstances,
): Promise<{ theCase: CaseOnPaper; atOnce: readonly string[] }> {
  const theCase = await caseOnPaper(circumstances);
  await theCase.hears(clientAnswers);
  return { theCase, atOnce: await theCase.hears(decided(...recipients)) };
}

describe('the client comes first', () => {
  test.each<[Immediacy, string, number]>([
    ['immediate', 'PT10M', 10],
    ['significant', 'PT1H', 60],
    ['watchful', 'P2D', 2 * 24 * 60],
  ])('a concern that is %s: they are asked at once, and have %s to answer', async (immediacy, window, minutes) => {
    const theCase = await caseOnPaper({ immediacy });

    expect(await theCase.during(window)).toEqual([
      '0: the client is asked',
      `${minutes}: the owner is asked to decide`,
    ]);
  });

  test('silence leads to the decision, never around it', async () => {
    const theCase = await caseOnPaper();
    const done = await theCase.during('P7D');

    expect(done.filter((sentence) => !/is asked( to decide)?$/.test(sentence))).toEqual([]);
  });

  test('an answer ends the wait: the owner is asked to decide at once', async () => {
    const theCase = await caseOnPaper();
    await theCase.after('PT3M');

    expect(await theCase.hears(clientAnswers)).toEqual(['3: the owner is asked to decide']);
  });

  test('an answer heard while the question is on its way out counts too', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);
    theCase.willHearMeanwhile(clientAnswers);

    expect(await theCase.hears(ownerAsksAgain)).toEqual(['0: the client is asked', '0: the owner is asked to decide']);
  });

  test('no safe way reaches the client: nobody waits for an answer that cannot come', async () => {
    const theCase = await caseOnPaper({ clientOutOfReach: true });

    expect(await theCase.during('PT0S')).toEqual(['0: the client is asked', '0: the owner is asked to decide']);
  });

  test('the last message to the client fails for good later on: the wait ends then', async () => {
    const theCase = await caseOnPaper({ immediacy: 'watchful' });
    await theCase.after('PT2H');

    expect(await theCase.hears({ kind: 'client-not-reached' })).toEqual(['120: the owner is asked to decide']);
  });

  test('a raised immediacy shortens the wait, counted from when the client was asked', async () => {
    const theCase = await caseOnPaper({ immediacy: 'watchful' });
    await theCase.after('PT4M');

    expect(await theCase.hears({ kind: 'immediacy-raised', immediacy: 'immediate' })).toEqual([]);
    expect(await theCase.during('PT6M')).toEqual(['10: the owner is asked to decide']);
  });

  test('a raised immediacy whose wait would be over already ends the wait', async () => {
    const theCase = await caseOnPaper({ immediacy: 'watchful' });
    await theCase.after('PT30M');

    expect(await theCase.hears({ kind: 'immediacy-raised', immediacy: 'immediate' })).toEqual([
      '30: the owner is asked to decide',
    ]);
  });

  test('an immediacy raised after the client was silent gives them no second wait', async () => {
    const theCase = await caseOnPaper({ immediacy: 'significant' });
    await theCase.after('PT61M');

    expect(await theCase.hears({ kind: 'immediacy-raised', immediacy: 'immediate' })).toEqual([]);
    expect(await theCase.during('PT4M')).toEqual(['65: the owner is asked to decide']);
  });

  test('an immediacy raised after the client answered opens no new wait', async () => {
    const theCase = await caseOnPaper({ immediacy: 'significant' });
    await theCase.hears(clientAnswers);
    await theCase.hears({ kind: 'immediacy-raised', immediacy: 'immediate' });

    expect(await theCase.hears(decided('contact-1'))).toEqual(['0: contact-1 is written to by sms']);
  });

  test('a decision that came too early waits for the end of the client window', async () => {
    const theCase = await caseOnPaper();

    expect(await theCase.hears(decided('contact-1'))).toEqual([]);
    expect(await theCase.during('PT10M')).toEqual(['10: contact-1 is written to by sms']);
  });
});

describe('an open decision goes up the rota', () => {
  test('ask, remind, then the next person, and round again for as long as nobody decides', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);

    expect(await theCase.during('PT1H10M')).toEqual([
      '5: the owner is asked to decide',
      '15: the duty clinician is asked to decide',
      '20: the duty clinician is asked to decide',
      '30: a supervisor is asked to decide',
      '35: a supervisor is asked to decide',
      '45: another supervisor is asked to decide',
      '50: another supervisor is asked to decide',
      '60: the owner is asked to decide',
      '65: the owner is asked to decide',
    ]);
  });

  test.each([
    ['as long as', 'PT15M'],
    ['longer than', 'PT40M'],
  ])('a reminder that would take %s the next person does is left out', async (_, remindAfter) => {
    const theCase = await caseOnPaper({ policy: { decision: { remindAfter, nextPersonAfter: 'PT15M' } } });
    await theCase.hears(clientAnswers);

    expect(await theCase.during('PT45M')).toEqual([
      '15: the duty clinician is asked to decide',
      '30: a supervisor is asked to decide',
      '45: another supervisor is asked to decide',
    ]);
  });

  test('who decides to call the client has the time of a decision anew, and is then reminded', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);
    await theCase.after('PT14M');

    expect(await theCase.hears(ownerCalls)).toEqual([]);
    expect(await theCase.during('PT16M')).toEqual([
      '19: the owner is asked to decide',
      '29: the duty clinician is asked to decide',
    ]);
  });

  test('asking again gives the client the whole window anew', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);
    await theCase.after('PT7M');

    expect(await theCase.hears(ownerAsksAgain)).toEqual(['7: the client is asked']);
    expect(await theCase.during('PT10M')).toEqual(['17: the owner is asked to decide']);
  });

  test('asking again takes a standing decision back: nobody is written to until decided anew', async () => {
    const { theCase } = await caseTelling(['contact-1']);

    expect(await theCase.hears(ownerAsksAgain)).toEqual(['0: the client is asked']);
    expect(await theCase.during('PT15M')).toEqual([
      '10: the owner is asked to decide',
      '15: the owner is asked to decide',
    ]);
  });

  test('asking again gives the client a new turn, also when it crosses with the page that asks for the decision', async () => {
    const theCase = await caseOnPaper();
    theCase.willHearMeanwhile(ownerAsksAgain);

    expect(await theCase.hears(clientAnswers)).toEqual(['0: the owner is asked to decide', '0: the client is asked']);
    expect(await theCase.hears(clientAnswers)).toEqual(['0: the owner is asked to decide']);
  });

  test('whom the decision after asking again leaves out is not written to any more', async () => {
    const { theCase } = await caseTelling(['contact-1', 'contact-2']);
    await theCase.hears(ownerAsksAgain);
    await theCase.hears(clientAnswers);

    expect(await theCase.hears(decided('contact-2'))).toEqual(['0: contact-2 is written to by sms']);
    expect(await theCase.during('PT10M')).toEqual([
      '5: contact-2 is written to by voice',
      '10: contact-2 is written to by email',
    ]);
  });
});

describe("who was decided on is told, in the policy's order", () => {
  test('the recipients of one step together, whatever order the decision named them in', async () => {
    const { atOnce } = await caseTelling(['gp', 'contact-2', 'contact-1']);

    expect([...atOnce].sort()).toEqual(['0: contact-1 is written to by sms', '0: contact-2 is written to by sms']);
  });

  test('the next step when those of the first did not answer in time', async () => {
    const { theCase } = await caseTelling(['contact-1', 'gp']);

    expect(await theCase.during('PT15M')).toEqual([
      '5: contact-1 is written to by voice',
      '10: contact-1 is written to by email',
      '15: gp is written to by email',
    ]);
  });

  test('nobody but those whom the decision names', async () => {
    const { theCase, atOnce } = await caseTelling(['contact-2']);
    const done = [...atOnce, ...(await theCase.during('PT2H'))];

    expect(done.filter((sentence) => /contact-1|gp/.test(sentence))).toEqual([]);
  });

  test('a case that was started when no calls could be made passes them over to its end', async () => {
    const { atOnce } = await caseTelling(['contact-1'], {
      fromBefore: true,
      tries: (_recipient, channel) => (channel === 'sms' ? 'failed-permanent' : 'sent'),
    });

    expect(atOnce).toEqual(['0: contact-1 is written to by sms', '0: contact-1 is written to by email']);
  });

  test('a failure that is reported after an answer came that way changes nothing', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.hears(says('contact-1', 'acknowledged'));

    expect(await theCase.hears(fails('contact-1', 'sms'))).toEqual([]);
  });

  test('a recipient whose every way failed is left behind at once', async () => {
    const { atOnce } = await caseTelling(['contact-1', 'gp'], {
      tries: (recipient) => (recipient === 'contact-1' ? 'failed-permanent' : 'sent'),
    });

    expect(atOnce).toEqual([
      '0: contact-1 is written to by sms',
      '0: contact-1 is written to by voice',
      '0: contact-1 is written to by email',
      '0: gp is written to by email',
    ]);
  });

  test('a recipient without a mandate at this moment is left behind at once', async () => {
    const { atOnce } = await caseTelling(['contact-1', 'gp'], {
      tries: (recipient) => (recipient === 'contact-1' ? 'withheld' : 'sent'),
    });

    expect(atOnce).toEqual(['0: contact-1 is written to by sms', '0: gp is written to by email']);
  });

  test('a step that can only be spoken is passed over in a case from before calls', async () => {
    const { atOnce } = await caseTelling(['contact-1', 'gp'], {
      ...steps({ ...contactsStep, channels: ['voice'] }, gpStep),
      fromBefore: true,
    });

    expect(atOnce).toEqual(['0: gp is written to by email']);
  });

  test('a recipient whom no step of the policy names comes last, by every written way', async () => {
    const { theCase, atOnce } = await caseTelling(['police', 'gp'], {
      tries: (recipient, channel) => (recipient === 'police' && channel === 'email' ? 'failed-permanent' : 'sent'),
    });

    expect(atOnce).toEqual(['0: gp is written to by email']);
    expect((await theCase.during('PT15M')).slice(-2)).toEqual([
      '15: police is written to by email',
      '15: police is written to by sms',
    ]);
  });

  test('a decision in the middle of it adds those whom it names', async () => {
    const { theCase } = await caseTelling(['gp']);
    await theCase.after('PT2M');

    expect(await theCase.hears(decided('contact-1'))).toEqual(['2: contact-1 is written to by sms']);
  });
});

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
    const forAll = steps({ ...contactsStep, stopAfter: 'all' });

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
        ...steps(contactsStep, { ...gpStep, channels: ['voice'], stopAfter: 'all' }),
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
        steps(contactsStep, { ...gpStep, stopAfter: 'all' }),
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
      ...steps({ ...contactsStep, channels: ['voice'] }),
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

describe('the client takes back what they agreed to', () => {
  test('nothing more goes out, they are told what had gone, and the owner decides anew', async () => {
    const { theCase } = await caseTelling(['contact-1', 'gp']);
    await theCase.after('PT6M');

    expect(await theCase.hears(withdrawn('contact-1'))).toEqual([
      '6: the client is told what had gone',
      '6: the owner is asked to decide',
    ]);
    expect(await theCase.during('PT15M')).toEqual([
      '11: the owner is asked to decide',
      '21: the duty clinician is asked to decide',
    ]);
  });

  test('a try that was on its way when they took it back is the last', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    theCase.willHearMeanwhile(withdrawn('contact-1'));

    expect(await theCase.during('PT10M')).toEqual([
      '5: contact-1 is written to by voice',
      '5: the client is told what had gone',
      '5: the owner is asked to decide',
      '10: the owner is asked to decide',
    ]);
  });

  test('the new decision counts: whom it leaves out is not written to, though the client took back nothing there', async () => {
    const { theCase } = await caseTelling(['contact-1', 'contact-2', 'gp']);
    await theCase.hears(withdrawn('contact-1'));

    expect(await theCase.hears(decided('gp'))).toEqual(['0: gp is written to by email']);
    expect((await theCase.during('PT15M')).filter((sentence) => /contact/.test(sentence))).toEqual([]);
  });

  test('who agreed again and is decided on again is told anew, by the first way', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.hears(fails('contact-1', 'sms'));
    await theCase.hears(withdrawn('contact-1'));
    await theCase.after('PT2M');

    expect(await theCase.hears(decided('contact-1'))).toEqual(['2: contact-1 is written to by sms']);
  });

  test('each withdrawal is told to them', async () => {
    const { theCase } = await caseTelling(['contact-1', 'gp']);
    await theCase.hears(withdrawn('contact-1'));

    expect(await theCase.hears(withdrawn('gp'))).toContain('0: the client is told what had gone');
  });

  test('does not undo that somebody acts', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.hears(says('contact-1', 'acting'));
    const done = [...(await theCase.hears(withdrawn('contact-1'))), ...(await theCase.during('PT1H'))];

    expect(done.filter((sentence) => /decide|paged/.test(sentence))).toEqual([]);
  });
});

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
