import { applyAct } from '../../workflows/urgent-care/after-act';
import type { WhatHappened } from '../../workflows/urgent-care/contract';
import { defaultPolicy, durationMs, pinPolicy, secondApprovalOf } from '../../workflows/urgent-care/policy';
import { openingState } from '../../workflows/urgent-care/state';
import {
  type CaseOnPaper,
  type Circumstances,
  caseOnPaper,
  clientAnswers,
  decided,
  notInformingApproved,
  notInformingDeclined,
  outcomeIs,
  overrideApproved,
  overrideDeclined,
  overrideProceeded,
  overrideProposed,
  ownerAsksAgain,
  ownerCalls,
  proposalFell,
  says,
  stoodDown,
  withdrawn,
} from './case-on-paper';

/** A second person is asked, again and again, and nothing goes ahead by itself. domain.md §3.5 */

/** The client was silent for their ten minutes; then the owner proposes. */
async function caseProposed(mayProceedUnapproved = true, circumstances: Circumstances = {}): Promise<CaseOnPaper> {
  const theCase = await caseOnPaper(circumstances);
  await theCase.after('PT10M');
  await theCase.hears(overrideProposed(mayProceedUnapproved));
  return theCase;
}

describe('an override that was proposed', () => {
  test('goes to a supervisor at once, and nobody is asked to decide meanwhile', async () => {
    const theCase = await caseOnPaper();
    await theCase.after('PT10M');

    expect(await theCase.hears(overrideProposed())).toEqual(['10: a supervisor is asked to approve']);
    expect(await theCase.during('PT9M')).toEqual([]);
  });

  test('silent past the window: the next supervisor, and round again, and it never goes ahead', async () => {
    const theCase = await caseProposed(false);

    expect(await theCase.during('PT40M')).toEqual([
      '20: another supervisor is asked to approve',
      '30: a supervisor is asked to approve',
      '40: another supervisor is asked to approve',
      '50: a supervisor is asked to approve',
    ]);
  });

  test.each<[string, string, readonly string[]]>([
    ['a millisecond before the window ends', 'PT599.999S', []],
    ['when the window ends', 'PT600S', ['20: another supervisor is asked to approve']],
  ])('%s', async (_, duration, expected) => {
    const theCase = await caseProposed(false);

    expect(await theCase.during(duration)).toEqual(expected);
  });

  test('after a standstill one supervisor is asked, not all of them at once', async () => {
    const theCase = await caseProposed(false);

    expect(await theCase.standsStill('PT45M')).toEqual(['55: another supervisor is asked to approve']);
  });

  test('begins to be carried out when it is approved', async () => {
    const theCase = await caseProposed();

    expect(await theCase.hears(overrideApproved('gp'))).toEqual(['10: gp is written to by email']);
  });

  test('goes back to the decision when it is declined', async () => {
    const theCase = await caseProposed();

    expect(await theCase.hears(overrideDeclined)).toEqual(['10: the owner is asked to decide']);
  });

  test('falls when the client speaks, and goes back to the decision', async () => {
    const theCase = await caseProposed();

    expect(await theCase.hears(clientAnswers)).toEqual(['10: the owner is told the news']);
    expect(await theCase.hears(proposalFell)).toEqual(['10: the owner is asked to decide']);
  });

  test('is forgotten when the client is asked again', async () => {
    const theCase = await caseProposed(false);

    expect(await theCase.hears(ownerAsksAgain)).toEqual(['10: the client is asked']);
    expect(await theCase.during('PT15M')).toEqual([
      '20: the owner is asked to decide',
      '25: the owner is asked to decide',
    ]);
  });

  test('goes on waiting while the owner calls the client', async () => {
    const theCase = await caseProposed(false);

    expect(await theCase.hears(ownerCalls)).toEqual([]);
    expect(await theCase.during('PT10M')).toEqual(['20: another supervisor is asked to approve']);
  });

  test('goes on waiting beside what is decided by consent', async () => {
    const theCase = await caseProposed(false);

    expect(await theCase.hears(decided('contact-1'))).toEqual(['10: contact-1 is written to by sms']);
    expect(await theCase.during('PT10M')).toEqual([
      '15: contact-1 is written to by voice',
      '20: another supervisor is asked to approve',
      '20: contact-1 is written to by email',
    ]);
    expect(await theCase.hears(overrideApproved('police'))).toEqual([]);
  });

  test('stops nothing that goes on already: while nobody acts, the pages for help go on', async () => {
    const theCase = await caseOnPaper({
      policy: { steps: [{ recipients: ['gp'], channels: ['email'], attempts: 1 }] },
    });
    await theCase.hears(clientAnswers);
    await theCase.hears(decided('gp'));
    await theCase.after('PT15M');

    expect(await theCase.hears(overrideProposed(false))).toEqual(['15: a supervisor is asked to approve']);
    expect(await theCase.during('PT15M')).toEqual([
      '25: another supervisor is asked to approve',
      '30: everyone is paged: nobody acts',
    ]);
  });

  test('is asked for no more once somebody acts', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);
    await theCase.hears(decided('contact-1'));
    await theCase.hears(overrideProposed(false));
    await theCase.hears(says('contact-1', 'acting'));
    const done = await theCase.during('PT1H');

    expect(done.filter((sentence) => sentence.includes('approve'))).toEqual([]);
  });

  test.each([stoodDown('client-safe'), outcomeIs('client-safe')])('ends with the case: $kind', async (end) => {
    const theCase = await caseProposed();
    const atOnce = await theCase.hears(end);

    expect(atOnce.at(-1)).toBe('10: the case is closed');
  });

  test('on top of a decision is decided anew with it, when the client takes that back', async () => {
    const theCase = await caseOnPaper();
    await theCase.hears(clientAnswers);
    await theCase.hears(decided('contact-1'));
    await theCase.hears(overrideProposed(false));

    expect(await theCase.hears(withdrawn('contact-1'))).toEqual([
      '0: the client is told what had gone',
      '0: the owner is asked to decide',
    ]);
    const done = await theCase.during('PT1H');
    expect(done.filter((sentence) => sentence.includes('approve'))).toEqual([]);
  });

  test('a withdrawal is told to the client; the proposal goes on waiting unless it falls', async () => {
    const theCase = await caseProposed(false);

    expect(await theCase.hears(withdrawn('contact-1'))).toEqual(['10: the client is told what had gone']);
    expect(await theCase.during('PT10M')).toEqual(['20: another supervisor is asked to approve']);
  });
});

describe('a proposer who may go ahead alone', () => {
  test('hears so when the window ends, once, while the supervisors are asked on', async () => {
    const theCase = await caseProposed();

    expect(await theCase.during('PT30M')).toEqual([
      '20: another supervisor is asked to approve',
      '30: a supervisor is asked to approve',
      '30: the proposer hears that they may go ahead',
      '40: another supervisor is asked to approve',
    ]);
  });

  test.each<[string, string, number]>([
    ['not a millisecond before', 'PT1499.999S', 0],
    ['at the very instant', 'PT1500S', 1],
    ['and not again a millisecond after', 'PT1500.001S', 1],
  ])('%s', async (_, duration, times) => {
    const secondApproval = { nextSupervisorAfter: 'PT10M', immediateMayProceedAfter: 'PT25M' };
    const theCase = await caseProposed(true, { policy: { secondApproval } });
    const done = await theCase.during(duration);

    expect(done.filter((sentence) => sentence.includes('proposer'))).toHaveLength(times);
  });

  describe('because a second concern made it immediate meanwhile', () => {
    const raised = (mayProceedAfter?: string): WhatHappened => ({
      kind: 'immediacy-raised',
      immediacy: 'immediate',
      ...(mayProceedAfter === undefined ? {} : { mayProceedAt: durationMs(mayProceedAfter) }),
    });
    /** The client was silent for their hour; then the owner proposes, and five minutes later it becomes immediate. */
    async function raisedCase(mayProceedAfter?: string): Promise<CaseOnPaper> {
      const theCase = await caseOnPaper({ immediacy: 'significant' });
      await theCase.after('PT1H');
      await theCase.hears(overrideProposed(false));
      await theCase.after('PT5M');
      expect(await theCase.hears(raised(mayProceedAfter))).toEqual([]);
      return theCase;
    }
    const proposerHears = (done: readonly string[]): readonly string[] =>
      done.filter((sentence) => sentence.includes('proposer'));

    test.each<[string, string, readonly string[]]>([
      ['not a millisecond before', 'PT899.999S', []],
      ['at the very instant, counted from the proposal', 'PT900S', ['80: the proposer hears that they may go ahead']],
      ['and once', 'P1D', ['80: the proposer hears that they may go ahead']],
    ])('%s', async (_, duration, heard) => {
      const theCase = await raisedCase('PT80M');

      expect(proposerHears(await theCase.during(duration))).toEqual(heard);
    });

    test('at once, if that time is over already', async () => {
      const theCase = await caseOnPaper({ immediacy: 'significant' });
      await theCase.after('PT1H');
      await theCase.hears(overrideProposed(false));
      await theCase.after('PT25M');

      expect(await theCase.hears(raised('PT80M'))).toEqual(['85: the proposer hears that they may go ahead']);
    });

    test('never, where the record names no time: the client refused it', async () => {
      const theCase = await raisedCase();

      expect(proposerHears(await theCase.during('P1D'))).toEqual([]);
    });

    test('nor for a proposal that is not there any more', async () => {
      const theCase = await caseOnPaper({ immediacy: 'significant' });
      await theCase.after('PT1H');
      await theCase.hears(overrideProposed(false));
      await theCase.hears(overrideDeclined);
      await theCase.hears(raised('PT80M'));

      expect(proposerHears(await theCase.during('P1D'))).toEqual([]);
    });
  });

  test('goes ahead: it is carried out, and who was asked in vain hears of it', async () => {
    const theCase = await caseProposed();
    await theCase.after('PT20M');

    expect(await theCase.hears(overrideProceeded('gp'))).toEqual([
      '30: who was asked in vain hears that it went ahead',
      '30: gp is written to by email',
    ]);
    expect(await theCase.during('PT4M')).toEqual([]);
  });
});

describe('not telling the client first', () => {
  test('is asked of a supervisor before anything else, and the client is not told', async () => {
    const theCase = await caseOnPaper({ notInforming: true });

    expect(await theCase.during('PT20M')).toEqual([
      '0: a supervisor is asked to approve',
      '10: another supervisor is asked to approve',
      '20: a supervisor is asked to approve',
    ]);
  });

  test('never goes ahead unapproved, however long nobody answers', async () => {
    const theCase = await caseOnPaper({ notInforming: true });
    const done = await theCase.during('P1D');

    expect(done.filter((sentence) => !sentence.endsWith('is asked to approve'))).toEqual([]);
  });

  test('approved: straight to the decision', async () => {
    const theCase = await caseOnPaper({ notInforming: true });

    expect(await theCase.hears(notInformingApproved)).toEqual(['0: the owner is asked to decide']);
  });

  test('declined: the client is told, as always, and has their window', async () => {
    const theCase = await caseOnPaper({ notInforming: true });
    await theCase.after('PT3M');

    expect(await theCase.hears(notInformingDeclined)).toEqual(['3: the client is asked']);
    expect(await theCase.during('PT10M')).toEqual(['13: the owner is asked to decide']);
  });

  test('falls when the client speaks: they are told, and their answer goes to the decision', async () => {
    const theCase = await caseOnPaper({ notInforming: true });
    await theCase.hears(clientAnswers);

    expect(await theCase.hears(proposalFell)).toEqual(['0: the client is asked', '0: the owner is asked to decide']);
  });

  test('ends with the case', async () => {
    const theCase = await caseOnPaper({ notInforming: true });
    await theCase.hears(stoodDown('client-safe'));

    expect(theCase.hasEnded).toBe(true);
  });
});

describe('what the state keeps', () => {
  const opened = openingState({ policy: pinPolicy(defaultPolicy), immediacy: 'immediate' });
  const act = { id: 'act', seq: 1, at: 600_000 };

  test.each([overrideApproved('gp'), overrideProceeded('gp')])('$kind: a review is owed from then on', (what) => {
    expect(applyAct(opened, { ...act, ...what }).reviewOwedSince).toBe(600_000);
  });

  test.each([overrideDeclined, proposalFell, notInformingApproved])('$kind: none is owed', (what) => {
    expect(applyAct(opened, { ...act, ...what }).reviewOwedSince).toBeNull();
  });

  test('a case that keeps a policy of before second approvals has the windows of a new organisation', () => {
    const { secondApproval: _none, ...older } = pinPolicy(defaultPolicy);
    expect(secondApprovalOf(older)).toEqual({ nextSupervisorAfterMs: 600_000, immediateMayProceedAfterMs: 1_200_000 });
  });
});
