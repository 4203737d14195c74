import { once } from '../../records/idempotency';
import { newId } from '../../records/ids';
import { leaseOldestMessages } from '../../records/outbox';
import type { Sent } from '../../records/urgent-care/dispatches';
import { readCase } from '../../records/urgent-care/read-case';
import { recordDecision } from '../../records/urgent-care/record-decision';
import { recordWithdrawal } from '../../records/urgent-care/record-withdrawal';
import { openInformClient, settleInformClient } from '../../records/urgent-care/steps/inform-client';
import { durationMs } from '../../workflows/urgent-care/policy';
import { agrees, type CasesOnRecord, casesOnRecord, messagesOf, refuses, stepTools } from '../support/case-on-record';
import type { CaseInWorld } from '../support/people';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** Clocks that are wrong, differ or jump. What came first is decided by the order of commit, never by a clock. */

/** How far the clock is off by which ids are made: two processes make theirs by clocks that differ. */
let idsAheadMs = 0;
jest.mock('../../records/ids', () => {
  const { v7 } = jest.requireActual<typeof import('uuid')>('uuid');
  return { ...jest.requireActual('../../records/ids'), newId: () => v7({ msecs: Date.now() + idsAheadMs }) };
});
afterEach(() => {
  idsAheadMs = 0;
});

const hour = durationMs('PT1H');

describe('a whole case', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  }, 60_000);
  afterAll(() => world?.stop());
  afterEach(() => {
    Object.assign(world.clockErrors, { apiAheadMs: 0, workerAheadMs: 0 });
  });

  const pagesOf = (theCase: { readonly code: string }): number =>
    world.heed.sandbox
      .messages({ to: world.heed.demo.organisation.staff.practitioner.mobile })
      .filter(({ text }) => text.includes(theCase.code)).length;
  const kindsOf = async (theCase: CaseInWorld) => (await theCase.timeline()).map(({ kind }) => kind);

  const wholeStory = [
    'concern.raised',
    'client.informed',
    'client.answered',
    'staff.asked-for-decision',
    'decision.recorded',
    'disclosure.sent',
    'recipient.acknowledged',
    'recipient.acting',
    'client.told-what-was-shared',
    'staff.asked-for-outcome',
    'outcome.recorded',
    'client.asked-how-it-was',
    'case.closed',
  ];
  const wrongClocks: readonly (readonly [string, Partial<World['clockErrors']>])[] = [
    ['the API an hour ahead', { apiAheadMs: hour }],
    ['the API an hour behind', { apiAheadMs: -hour }],
    ['the worker an hour ahead', { workerAheadMs: hour }],
    ['the worker an hour behind', { workerAheadMs: -hour }],
    ['both off, two hours apart', { apiAheadMs: hour, workerAheadMs: -hour }],
  ];

  test.each(wrongClocks)(
    'with %s goes on without delay, and its timeline tells what committed first',
    async (_which, wrong) => {
      Object.assign(world.clockErrors, wrong);
      await carriedThrough(() => undefined);
    },
  );

  test('whose clocks jump at every step goes on all the same', async () => {
    let jumps = 0;
    await carriedThrough(() => {
      jumps += 1;
      world.clockErrors.apiAheadMs = jumps % 2 === 0 ? hour : -hour;
      world.clockErrors.workerAheadMs = jumps % 3 === 0 ? hour : -hour;
    });
  });

  /** Nobody lets time pass: what waits for a clock does not come. */
  async function carriedThrough(between: () => void): Promise<void> {
    const dr = world.staff('practitioner');
    const jo = world.client();
    const theCase = await dr.raisesConcern(jo, 'immediate');
    between();
    await theCase.reaches('awaiting-client');
    await jo.answers({ 'contact-1': 'concern' });
    between();
    const asked = await theCase.reaches('deciding');
    await until('the practitioner is asked', () => pagesOf(asked) === 1);
    await theCase.proceed(dr, 'contact-1');
    between();
    await jo.contact1.receivesSms(/please call/);
    await theCase.reaches('awaiting-acknowledgement');
    await jo.contact1.repliesBySms('0');
    between();
    await world.settle();
    await jo.contact1.repliesBySms('1');
    await until('the practitioner is asked for the outcome', () => pagesOf(asked) === 2);
    between();
    await theCase.outcome(dr, 'someone-acting');
    await theCase.reaches('closed');

    expect(await kindsOf(theCase)).toEqual(wholeStory);
    expect(jo.contact1.smsCount()).toBe(3);
    const { recipients } = await theCase.read();
    expect(recipients[1]).toMatchObject({ status: 'acting', mandate: { row: 1 }, messages: [{ status: 'delivered' }] });
  }

  test('in which somebody calls first is asked about again when that is due, though the API was an hour ahead', async () => {
    const dr = world.staff('practitioner');
    const ben = world.client();
    const theCase = await dr.raisesConcern(ben, 'significant');
    await theCase.reaches('awaiting-client');
    await ben.answers({ gp: 'concern' });
    const asked = await theCase.reaches('deciding');
    await until('the practitioner is asked', () => pagesOf(asked) === 1);
    world.clockErrors.apiAheadMs = hour;
    expect((await theCase.decide(dr, { kind: 'call', note: '' })).status).toBe(201);
    world.clockErrors.apiAheadMs = 0;
    await world.fastForward('PT6M');
    expect(pagesOf(asked)).toBe(2);
    await theCase.standDown(dr, 'client-safe');
    await theCase.reaches('closed');
  });

  test('whose link was over by a clock that ran a month ahead has it again when that clock is right', async () => {
    const cleo = world.client();
    const theCase = await world.staff('practitioner').raisesConcern(cleo, 'significant');
    await theCase.reaches('awaiting-client');
    const link = await cleo.link();
    world.clockErrors.apiAheadMs = durationMs('P30D');
    expect((await fetch(link)).status).toBe(404);
    world.clockErrors.apiAheadMs = -durationMs('P30D');
    expect((await fetch(link)).status).toBe(200);
    world.clockErrors.apiAheadMs = 0;
    await cleo.answers({ gp: 'refuse' });
    await theCase.reaches('deciding');
    await theCase.standDown(world.staff('practitioner'), 'client-safe');
    await theCase.reaches('closed');
  });
});

describe('between two processes whose clocks differ', () => {
  let underTest: RecordsUnderTest;
  let cases: CasesOnRecord;
  /** The clock of the process that is at work. */
  let aheadMs = 0;
  beforeAll(async () => {
    underTest = await createRecordsUnderTest();
    const clock = () => new Date(Date.now() + aheadMs);
    cases = casesOnRecord(underTest.records, underTest.demo.organisation, clock);
  });
  afterAll(() => underTest?.stop());
  const atWork = (ms: number): void => {
    aheadMs = ms;
    idsAheadMs = ms;
  };
  afterEach(() => atWork(0));

  const proceeds = (id: string) =>
    cases.transact((work) =>
      recordDecision(work, cases.caller('practitioner'), id, { kind: 'proceed', recipients: ['contact-1'], note: '' }),
    );
  const view = (id: string) => cases.transact((work) => readCase(work, cases.caller('supervisor'), id));
  const theClient = { kind: 'client', id: null, name: 'The client' } as const;

  const orders = [
    ['ahead', hour, 0],
    ['behind', 0, hour],
  ] as const;

  test.each(orders)('a refusal that came later stands, the first process being %s', async (_first, first, second) => {
    const id = await cases.raised(await cases.newClient());
    atWork(first);
    await cases.clientAnswers(id, agrees('contact-1'));
    atWork(second);
    await cases.clientAnswers(id, refuses('contact-1'));
    await expect(proceeds(id)).rejects.toMatchObject({ problem: 'no-mandate' });
  });

  test.each(orders)(
    'an agreement that came later counts, the first process being %s',
    async (_first, first, second) => {
      const id = await cases.raised(await cases.newClient());
      atWork(first);
      await cases.clientAnswers(id, refuses('contact-1'));
      atWork(second);
      await cases.clientAnswers(id, agrees('contact-1'));
      await expect(proceeds(id)).resolves.toMatchObject({ status: 'in-force' });
    },
  );

  test.each(orders)(
    'a withdrawal that came later takes back, one before it does not, the first process being %s',
    async (_f, first, second) => {
      const id = await cases.raised(await cases.newClient());
      atWork(first);
      await cases.clientAnswers(id, agrees('contact-1'));
      atWork(second);
      await cases.transact((work) => recordWithdrawal(work, id, theClient, { recipients: ['contact-1'], via: 'page' }));
      await expect(proceeds(id)).rejects.toMatchObject({ problem: 'no-mandate' });
      atWork(first - second);
      await cases.clientAnswers(id, agrees('contact-1'));
      await expect(proceeds(id)).resolves.toMatchObject({ status: 'in-force' });
    },
  );

  test.each(orders)('the case shows the newest mandate, the first process being %s', async (_first, first, second) => {
    const id = await cases.raised(await cases.newClient());
    atWork(first);
    await cases.clientAnswers(id, agrees('contact-1', 'concern'));
    await proceeds(id);
    atWork(second);
    await cases.clientAnswers(id, agrees('contact-1', 'attention'));
    await proceeds(id);
    expect((await view(id)).recipients[1]).toMatchObject({ recipient: 'contact-1', mandate: { tier: 'attention' } });
  });

  test.each(orders)(
    'the newest question is the one that counts, the first process being %s',
    async (_f, first, second) => {
      const id = await cases.raised(await cases.newClient(), 'immediate');
      atWork(first);
      await ask(id, (message) => ({ id: message, result: { kind: 'failed-permanent', errorCode: '30005' } }));
      await expect(proceeds(id)).rejects.toMatchObject({ problem: 'no-mandate' });
      atWork(second);
      await ask(id, (message) => ({
        id: message,
        result: { kind: 'accepted', vendorId: newId(), possibleDuplicate: false },
      }));
      await cases.clientAnswers(id, refuses('gp'));
      // Asked, and silent about the first contact: the plan permits it in an emergency.
      await expect(proceeds(id)).resolves.toMatchObject({ rulings: [{ row: 2 }] });
    },
  );

  async function ask(id: string, outcome: (message: string) => Sent): Promise<void> {
    const order = { ...(await cases.order(id)), windowMs: 0 };
    const asked = messagesOf(await cases.transact((work) => openInformClient(work, stepTools, order)));
    const sent = asked.map((message) => outcome(message.id));
    await cases.transact((work) => settleInformClient(work, order, sent));
  }

  test('acts are numbered and told in the order of commit, whatever their clocks say', async () => {
    const id = await cases.raised(await cases.newClient());
    for (const [index, ms] of [hour, -hour, 0, 2 * hour, -hour].entries()) {
      atWork(ms);
      await cases.clientAnswers(id, index % 2 === 0 ? agrees('contact-1') : refuses('contact-1'));
    }
    const acts = await underTest.asOwner<{ seq: number; at: Date }>(
      'SELECT seq, at FROM case_acts WHERE case_id = $1 ORDER BY seq',
      [id],
    );
    expect(acts.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(acts.map(({ at }) => at.getTime())).not.toEqual(
      acts.map(({ at }) => at.getTime()).toSorted((one, other) => one - other),
    );
    const told = await underTest.asOwner<{ sealed: string }>(
      `SELECT at FROM timeline_entries WHERE case_id = $1 AND kind = 'client.answered' ORDER BY seq`,
      [id],
    );
    expect(told).toEqual(acts.map(({ at }) => ({ at })));
  });
});

describe('a wall clock that jumps ahead and back', () => {
  let underTest: RecordsUnderTest;
  let cases: CasesOnRecord;
  beforeAll(async () => {
    underTest = await createRecordsUnderTest();
    cases = casesOnRecord(underTest.records, underTest.demo.organisation);
  });
  afterAll(() => underTest?.stop());
  afterEach(() => {
    jest.useRealTimers();
  });

  test.each([hour, -hour])('by %d ms lets a repeated request do nothing twice', async (jumpMs) => {
    const asked = { credential: 'platform-client', key: newId(), fingerprint: new Uint8Array(32) };
    let done = 0;
    const ask = () =>
      cases.transact((work) =>
        once(work, asked, async () => {
          done += 1;
          return { status: 202, body: { done } };
        }),
      );
    const first = await ask();
    wallClockJumps(jumpMs);
    expect(await ask()).toEqual(first);
    jest.useRealTimers();
    expect(await ask()).toEqual(first);
    expect(done).toBe(1);
  });

  const leased = (leaseMs: number) => leaseOldestMessages(underTest.records, leaseMs, 100);
  /** By a process that died before it could tell Temporal of it. */
  const leftInOutbox = async (): Promise<void> => {
    await cases.raised(await cases.newClient());
    await underTest.asOwner('UPDATE outbox_entries SET leased_until = NULL WHERE delivered_at IS NULL');
  };

  test('leaves no message to Temporal leased for the hour that it jumped', async () => {
    await leftInOutbox();
    wallClockJumps(hour);
    const [first] = await leased(300);
    jest.useRealTimers();
    await until('the lease is over', async () => (await leased(300)).some(({ id }) => id === first?.id), 5_000);
  });

  test('that is an hour behind holds its lease against one that is right', async () => {
    await leftInOutbox();
    wallClockJumps(-hour);
    const held = await leased(60_000);
    jest.useRealTimers();
    expect(held.length).toBeGreaterThan(0);
    const again = (await leased(60_000)).map(({ id }) => id);
    expect(held.filter(({ id }) => again.includes(id))).toEqual([]);
  });
});

/** Only what time it is: timers go on as they do. */
function wallClockJumps(byMs: number): void {
  jest.useFakeTimers({ now: Date.now() + byMs, doNotFake: [...everyTimer] });
}

const everyTimer = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'requestIdleCallback',
  'cancelIdleCallback',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;
