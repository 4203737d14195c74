import type { Immediacy } from '../../workflows/urgent-care/words';
import { caseOnPaper, caseTelling, clientAnswers, decided, ownerAsksAgain, ownerCalls } from './case-on-paper';

/** The client comes first; then somebody decides, and is asked until they have. domain.md §3.1 to §3.3 */

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
