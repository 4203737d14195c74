import fc from 'fast-check';
import type { DisclosureOrder, ProposalOrder } from '../../workflows/urgent-care/contract';
import { type Instant, taskKinds } from '../../workflows/urgent-care/words';
import { live } from './lived-on-paper';
import { anyLife, type Fate, type Life, type Moment } from './lives';
import type { Happening } from './record-on-paper';

/**
 * The real story of urgent care against generated lives: whatever people, vendors and the machines under it do, in
 * whatever order, these things hold. A failure prints the life that broke it, made as short as it can be.
 */

/** How many lives each property is held against: see jest.config.js, and jest.deep.config.js for many more. */
declare global {
  var generatedLives: number;
}

/** A process that begins anew from the record repeats what it cannot know to be done; one that lives on does not. */
const whoseProcessLives = (life: Life): Life => ({
  ...life,
  moments: life.moments.filter(({ kind }) => kind !== 'process-lost'),
});

/** Seeded: the same lives on every machine. */
const always = (seed: number, property: (life: Life) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(anyLife, property), { seed, numRuns: generatedLives });

test('the story never spins: it comes to rest at any moment, and every wait has an end that lies ahead', () =>
  always(1, async (life) => {
    const endless: Instant[] = [];
    await live(life, {
      waits: ({ wakesAt }, { lastStepAt }) => {
        if (!Number.isFinite(wakesAt) || wakesAt <= lastStepAt) endless.push(wakesAt);
      },
    });
    expect(endless).toEqual([]);
  }));

test('no step is taken twice at one moment unless something was recorded in between', () =>
  always(2, async (life) => {
    let last = '';
    const twice: string[] = [];
    await live(whoseProcessLives(life), {
      step: (name, { step: _number, ...order }, record) => {
        const thisOne = JSON.stringify([name, order, record.debts(name)]);
        if (thisOne === last) twice.push(thisOne);
        last = thisOne;
      },
    });
    expect(twice).toEqual([]);
  }));

test('no case closes before a person has recorded what came of it', () =>
  always(3, async (life) => {
    await live(life, {
      step: (name, _order, record) => {
        if (name === 'closeCase' || name === 'cancelEverythingAndHold') expect(record.outcome).not.toBeNull();
      },
      ends: (record) => expect(record.outcome).not.toBeNull(),
    });
  }));

test('nobody is told before the client was asked or shown to be out of reach, nor while the client has their turn', () =>
  always(4, async (life) => {
    await live(life, {
      step: (name, order, record) => {
        if (name === 'disclose') expect(record.clientHadTheirTurn(order.at)).toBe(true);
      },
    });
  }));

test('nobody is told but whom the standing decision names; a withdrawal or a new question takes it back', () =>
  always(5, async (life) => {
    await live(life, {
      step: (name, order, record) => {
        if (name === 'disclose') expect(record.decidedOn).toContain((order as DisclosureOrder).recipient);
      },
    });
  }));

test('nobody is told without a mandate that holds at that moment: agreed to, permitted by the plan, or approved', () =>
  always(12, async (life) => {
    await live(life, {
      step: (name, order, record) => {
        if (name === 'disclose') expect(record.mayBeTold((order as DisclosureOrder).recipient)).toBe(true);
      },
    });
  }));

test('silence makes no mandate: who never agrees, permitted nothing and is not overridden has nobody told', () =>
  always(13, async (life) => {
    const silent = { ...life, permitted: [], moments: life.moments.map(inSilence), fates: life.fates.map(silentFate) };
    const { record } = await live(silent, {});
    expect(record.timesOf('disclose')).toBe(0);
  }));

function silently(what: Happening): Happening {
  if (what.kind === 'client-answered') return { ...what, said: {} };
  return what.kind === 'override-approved' || what.kind === 'override-proceeded' ? { kind: 'news-for-owner' } : what;
}
const inSilence = (one: Moment): Moment => (one.kind === 'act' ? { ...one, what: silently(one.what) } : one);
const silentFate = (fate: Fate): Fate => ({
  ...fate,
  before: fate.before.map(silently),
  during: fate.during.map(silently),
});

test('a withdrawal that was committed first wins: whom it takes back is not told unless it is agreed or approved anew', () =>
  always(14, async (life) => {
    await live(life, {
      step: (name, order, record) => {
        if (name === 'disclose') expect(record.refused).not.toContain((order as DisclosureOrder).recipient);
      },
    });
  }));

test('nobody is told after the end of the escalation', () =>
  always(6, async (life) => {
    await live(life, {
      step: (name, _order, record) => {
        if (name === 'disclose') expect(record.outcome).toBeNull();
      },
    });
  }));

test('after a death nothing is sent to anybody', () =>
  always(7, async (life) => {
    await live(life, {
      step: (name, _order, record) => {
        if (record.outcome === 'deceased') expect(name).toBe('cancelEverythingAndHold');
      },
    });
  }));

test('each withdrawal and each piece of news is passed on once', () =>
  always(8, async (life) => {
    const { record, story } = await live(whoseProcessLives(life), {});
    if (story.ended) return;
    expect(record.debts('tellClientWhatHadGone')).toBe(0);
    expect(record.timesOf('passOnNews')).toBeLessThanOrEqual(record.acts.length);
  }));

test('a case is never silent: while no outcome is recorded, a person will be paged', () =>
  always(9, async (life) => {
    const { record, story, onward } = await live(life, {});
    if (record.outcome !== null) return;
    const before = record.pages;
    for (let waits = 0; waits < 60 && record.pages === before; waits += 1) await onward();

    expect(story.ended).toBe(false);
    expect(record.pages).toBeGreaterThan(before);
  }));

test('with an outcome recorded and everything owed done, a case closes by itself', () =>
  always(10, async (life) => {
    const outcome: Moment = {
      kind: 'act',
      what: { kind: 'stood-down', outcome: 'client-safe' },
      isSignalled: true,
    };
    const told: Moment = {
      kind: 'act',
      what: { kind: 'outcome-recorded', outcome: 'client-safe' },
      isSignalled: true,
    };
    const done = taskKinds.map(
      (task): Moment => ({ kind: 'act', what: { kind: 'task-done', task }, isSignalled: true }),
    );
    const { story, record, onward } = await live(
      { ...life, fates: [], moments: [...life.moments, { kind: 'late-signals' }, outcome, told, ...done] },
      {},
    );
    for (let waits = 0; waits < 5 && !story.ended; waits += 1) await onward();

    expect(record.outcome).not.toBeNull();
    expect(story.ended).toBe(true);
  }));

test('everyone is paged at the interval: never a third time within it, however late the machines are', () =>
  always(11, async (life) => {
    let pages: readonly Instant[] = [];
    let known = 0;
    const late = life.moments.map((one) => (one.kind === 'time' ? { ...one, share: one.share * 4 } : one));
    await live(whoseProcessLives({ ...life, moments: late }), {
      step: (name, { at }, record) => {
        if (name !== 'pageForAction') return;
        // What people did in between may well bring the next page forward.
        pages = [...(record.acts.length === known ? pages : []), at];
        known = record.acts.length;
        const twoBefore = pages.at(-3);
        if (twoBefore === undefined) return;
        expect(at - twoBefore).toBeGreaterThanOrEqual(life.policy.nobodyActing.pageEveryMs);
      },
    });
  }));

test('a second person is asked about the one proposal that waits, and about nothing else', () =>
  always(16, async (life) => {
    await live(life, {
      step: (name, order, record) => {
        if (name !== 'askForApproval' && name !== 'tellProposerTheyMayProceed') return;
        expect((order as ProposalOrder).decisionId).toBe(record.awaited?.decisionId);
      },
    });
  }));

test('a proposal that waits is asked about at the interval, until it is answered', () =>
  always(17, async (life) => {
    const { record, onward } = await live(whoseProcessLives(life), {});
    // Once somebody acts, or has said what came of it, nothing is left to approve.
    const isOver = record.outcome !== null || record.acts.some((act) => 'answer' in act && act.answer === 'acting');
    if (record.awaited === null || isOver) return;
    const before = record.timesOf('askForApproval');
    for (let waits = 0; waits < 200 && record.timesOf('askForApproval') === before; waits += 1) await onward();

    expect(record.timesOf('askForApproval')).toBeGreaterThan(before);
  }));

test('while it is open whether the client is told first, neither they nor anybody else is told', () =>
  always(18, async (life) => {
    await live(life, {
      step: (name, _order, record) => {
        if (record.awaited?.what !== 'not-informing') return;
        expect(['informClient', 'disclose']).not.toContain(name);
      },
    });
  }));

test('a proposer is told that they may go ahead when they may, and not before', () =>
  always(19, async (life) => {
    await live(life, {
      step: (name, { at }, record) => {
        if (name !== 'tellProposerTheyMayProceed') return;
        expect(at).toBeGreaterThanOrEqual(record.awaited?.mayProceedAt ?? Infinity);
      },
    });
  }));

test('the lives are lives: people are told, answer, take back, and cases begin anew, are raised, end', async () => {
  const seen = new Map<string, number>();
  const see = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  await always(15, async (life) => {
    const { record, story } = await live(life, {});
    for (const kind of new Set(record.acts.map((act) => act.kind))) see(kind);
    for (const kind of new Set(life.moments.map((one) => one.kind))) see(kind);
    if (record.timesOf('disclose') > 0) see('disclose');
    if (story.ended) see('ends');
  });
  // An override that goes ahead unapproved needs a proposal, a wait and an answer in this order: once in a thousand lives.
  const seldom = generatedLives / 2_000;
  expect([...seen].filter(([, times]) => times < seldom)).toEqual([]);
  expect(seen.get('disclose')).toBeGreaterThan(generatedLives / 4);
});
