import { type CaseOnPaper, caseOnPaper } from './case-on-paper';

/** What a named person owes a case beside its story. domain.md §3.2 and §3.11 */

const callBack = { kind: 'call-back-requested' } as const;
const done = (task: 'call-back' | 'tell-client' | 'override-review' | 'ask-client') =>
  ({ kind: 'task-done', task }) as const;
const clientSafe = { kind: 'outcome-recorded', outcome: 'client-safe' } as const;
const standDown = { kind: 'stood-down', outcome: 'client-safe' } as const;

/** The windows of the policy, so long that only the task is told of. */
const quiet = {
  decision: { remindAfter: 'PT10H', nextPersonAfter: 'PT15M' },
  clientWindow: { immediate: 'P2D', significant: 'P2D', watchful: 'P2D' },
};

async function askedForACall(): Promise<CaseOnPaper> {
  const theCase = await caseOnPaper({ policy: quiet });
  await theCase.hears(callBack);
  return theCase;
}

describe('a client who asks to be called', () => {
  test('is the owner’s task at once', async () => {
    const theCase = await caseOnPaper({ policy: quiet });
    expect(await theCase.hears(callBack)).toEqual(['0: the owner is asked to call the client']);
  });

  test('is the next person’s at the deadline, and so on up the rota, until it was done', async () => {
    const theCase = await askedForACall();
    expect(await theCase.during('PT14M59.999S')).toEqual([]);
    expect(await theCase.during('PT0.001S')).toEqual(['15: the duty clinician is asked to call the client']);
    expect(await theCase.during('PT14M59.999S')).toEqual([]);
    expect(await theCase.during('PT0.001S')).toEqual(['30: a supervisor is asked to call the client']);
    await theCase.hears(done('call-back'));
    expect(await theCase.during('PT5H')).toEqual([]);
  });

  test('stays a task when somebody decides without having called', async () => {
    const theCase = await askedForACall();
    await theCase.hears({ kind: 'proceed-decided', recipients: [] });
    expect(await theCase.during('PT15M')).toContain('15: the duty clinician is asked to call the client');
  });

  test('is nobody’s task any more once a person has said what came of it', async () => {
    for (const act of [clientSafe, standDown]) {
      const theCase = await askedForACall();
      await theCase.hears(act);
      expect(await theCase.during('PT1H')).not.toContainEqual(expect.stringContaining('to call the client'));
    }
  });

  test('is the owner’s task while everyone is paged because nobody acts, too', async () => {
    const theCase = await caseOnPaper({ policy: quiet });
    await theCase.hears({ kind: 'client-answered' });
    await theCase.hears({ kind: 'proceed-decided', recipients: [] });
    expect(await theCase.hears(callBack)).toContain('0: the owner is asked to call the client');
  });
});

describe('somebody answers the client’s own question wrongly', () => {
  test('who was to be written to next is not, until somebody decides anew', async () => {
    const theCase = await caseOnPaper({ policy: quiet });
    await theCase.hears({ kind: 'client-answered' });
    await theCase.hears({ kind: 'proceed-decided', recipients: ['contact-1', 'gp'] });
    expect(await theCase.hears({ kind: 'guard-failed' })).toEqual([
      '0: the owner is told the news',
      '0: the owner is asked to decide',
    ]);
    expect(await theCase.during('PT14M')).toEqual([]);
    expect(await theCase.hears({ kind: 'proceed-decided', recipients: ['gp'] })).toEqual([
      '14: gp is written to by email',
    ]);
  });

  test('what was shared is not sent to that phone before a person says that it may', async () => {
    const theCase = await caseOnPaper({ policy: quiet });
    await theCase.hears({ kind: 'guard-failed' });
    expect(await theCase.hears(standDown)).toEqual([
      '0: those who were told hear that it is over',
      '0: the client is asked how it was',
      '0: the owner is asked whether the client may be told',
    ]);
    expect(await theCase.hears(done('tell-client'))).toEqual(['0: the case is closed']);
  });

  test('the client still has the time that they were given', async () => {
    const theCase = await caseOnPaper({ policy: quiet });
    expect(await theCase.hears({ kind: 'guard-failed' })).toEqual(['0: the owner is told the news']);
    expect(await theCase.during('P1D')).toEqual([]);
  });
});

describe('afterwards', () => {
  const days = (count: number): number => count * 24 * 60;
  const withDays = {
    ...quiet,
    aftercare: { tellClientWithin: 'PT4H', reviewOverrideWithin: 'PT72H', askClientAfter: 'P3D' },
  };

  test('the client is asked how it was, three days after the outcome, and only then does the case close', async () => {
    const theCase = await caseOnPaper({ policy: withDays });
    await theCase.hears(standDown);
    expect(await theCase.during('P2DT23H59M59.999S')).toEqual([]);
    expect(theCase.hasEnded).toBe(false);
    expect(await theCase.during('PT0.001S')).toEqual([
      `${days(3)}: the client is asked how it was`,
      `${days(3)}: the case is closed`,
    ]);
  });

  test('a person asks how it was where no message reaches the client', async () => {
    const theCase = await caseOnPaper({ policy: quiet, clientOutOfReachAfterwards: true });
    await theCase.hears(standDown);
    await theCase.hears(clientSafe);
    expect(await theCase.during('PT15M')).toEqual(['15: the duty clinician is asked to ask the client how it was']);
    expect(await theCase.hears(done('ask-client'))).toEqual(['15: the case is closed']);
  });

  test('a recorded reason to wait puts the telling off; then somebody is asked, until the client knows', async () => {
    const theCase = await caseOnPaper({ policy: quiet });
    await theCase.hears({ kind: 'telling-put-off', until: 60 * 60_000 });
    expect(await theCase.hears(standDown)).not.toContain('0: the client is told what was shared');
    expect(await theCase.during('PT59M59.999S')).toEqual([]);
    expect(await theCase.during('PT0.001S')).toEqual(['60: the owner is asked whether the client may be told']);
    // Four hours to tell them: only then is the next person asked.
    expect(await theCase.during('PT3H59M59.999S')).toEqual([]);
    expect(await theCase.during('PT0.001S')).toEqual([
      '300: the duty clinician is asked whether the client may be told',
    ]);
    expect(theCase.hasEnded).toBe(false);
    expect(await theCase.hears({ kind: 'telling-released' })).toEqual([
      '300: the client is told what was shared',
      '300: the case is closed',
    ]);
  });

  test('a person may tell the client themself', async () => {
    const theCase = await caseOnPaper({ policy: quiet });
    await theCase.hears({ kind: 'telling-put-off', until: 60_000 });
    await theCase.hears(standDown);
    await theCase.after('PT1M');
    expect(await theCase.hears(done('tell-client'))).toEqual(['1: the case is closed']);
  });

  test('after a death nobody is asked anything', async () => {
    const theCase = await askedForACall();
    expect(await theCase.hears({ kind: 'stood-down', outcome: 'deceased' })).toEqual([
      '0: everything is cancelled and held',
    ]);
    expect(theCase.hasEnded).toBe(true);
  });
});

describe('a case that is handed over', () => {
  test('asks its next owner, and once they have accepted them what was asked before', async () => {
    const theCase = await caseOnPaper({
      policy: { ...quiet, clientWindow: { immediate: 'PT1M', significant: 'PT1M', watchful: 'PT1M' } },
    });
    await theCase.after('PT1M');
    expect(await theCase.hears({ kind: 'handover-offered' })).toEqual(['1: the next owner is asked']);
    expect(await theCase.hears({ kind: 'owner-changed' })).toEqual(['1: the owner is asked to decide']);
  });
});
