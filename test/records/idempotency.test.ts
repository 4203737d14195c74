import { audit } from '../../records/audit/record';
import { hashOf } from '../../records/directory';
import { forgetAnswers } from '../../records/erasure/answers';
import { type Answer, forgetOldAnswers, once } from '../../records/idempotency';
import { clientWords } from '../../records/people';
import { heedItself, type Work } from '../../records/work';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
let elsewhere: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
  elsewhere = casesOnRecord(underTest.records, underTest.demo.otherOrganisation);
});
afterAll(() => underTest?.stop());

const answered = (text: string): Answer => ({ status: 202, location: `/v1/${text}`, body: { text } });
const asked = (key: string, body: string, credential = 'platform-1') => ({
  credential,
  key,
  fingerprint: hashOf(body),
});

/** Asks as a request would, and counts how often the work was done. */
function caller(cases: CasesOnRecord, ...[key, body, credential]: Parameters<typeof asked>) {
  let acts = 0;
  const act = jest.fn(async (): Promise<Answer> => {
    acts += 1;
    return answered(`answer ${acts}`);
  });
  return { act, ask: () => cases.transact((work) => once(work, asked(key, body, credential), act)) };
}

/** A promise that somebody else keeps. */
function promised(): { readonly promise: Promise<void>; keep(): void } {
  let keep = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    keep = resolve;
  });
  return { promise, keep: () => keep() };
}

test('the same body again gets the stored answer, and nothing is done again', async () => {
  const { ask, act } = caller(here, 'same', 'a body');
  const first = await ask();
  expect(await ask()).toEqual(first);
  expect(first).toEqual(answered('answer 1'));
  expect(act).toHaveBeenCalledTimes(1);
});

test('another body under the same key is refused, and nothing is done', async () => {
  await caller(here, 'other-body', 'a body').ask();
  const { ask, act } = caller(here, 'other-body', 'another body');
  await expect(ask()).rejects.toMatchObject({ fault: 'invalid-input', problem: 'idempotency-key-reused' });
  expect(act).not.toHaveBeenCalled();
});

test('while the first is under way the second is told to come back', async () => {
  const started = promised();
  const finish = promised();
  const slow = here.transact((work) =>
    once(work, asked('in-flight', 'a body'), async () => {
      started.keep();
      await finish.promise;
      return answered('slow');
    }),
  );
  await started.promise;
  const { ask, act } = caller(here, 'in-flight', 'a body');
  await expect(ask()).rejects.toMatchObject({ problem: 'request-in-flight', details: { retryAfter: 1 } });
  expect(act).not.toHaveBeenCalled();
  finish.keep();
  const answer = await slow;
  expect(await ask()).toEqual(answer);
});

test('a key belongs to the credential and organisation that used it', async () => {
  const others = [
    caller(here, 'shared', 'a body'),
    caller(here, 'shared', 'another body', 'platform-2'),
    caller(elsewhere, 'shared', 'a third body'),
  ];
  for (const { ask } of others) await ask();
  for (const { act } of others) expect(act).toHaveBeenCalledTimes(1);
});

test('work that fails keeps nothing: the same key may be used again', async () => {
  const failing = here.transact((work) =>
    once(work, asked('failed', 'a body'), async () => {
      throw new Error('The work failed.');
    }),
  );
  await expect(failing).rejects.toThrow('The work failed.');
  expect(await caller(here, 'failed', 'another body').ask()).toEqual(answered('answer 1'));
});

test('after twenty-four hours a key is free again, and not before', async () => {
  const { ask, act } = caller(here, 'old', 'a body');
  const age = (by: string) =>
    underTest.asOwner(`UPDATE idempotency_keys SET at = now() - $1::interval WHERE key = 'old'`, [by]);
  await ask();
  await age('23 hours 59 minutes');
  await ask();
  expect(act).toHaveBeenCalledTimes(1);
  await age('24 hours 1 second');
  expect(await ask()).toEqual(answered('answer 2'));
  const renewed = await underTest.asOwner(
    `SELECT FROM idempotency_keys WHERE key = 'old' AND at > now() - interval '1 minute'`,
  );
  expect(renewed).toHaveLength(1);
});

test('what nobody may ask for again is deleted, in every organisation, and nothing else', async () => {
  for (const cases of [here, elsewhere]) {
    await caller(cases, 'forgotten', 'body').ask();
    await caller(cases, 'kept', 'body').ask();
  }
  await underTest.asOwner(`UPDATE idempotency_keys SET at = now() - interval '24 hours' WHERE key = 'forgotten'`);

  expect(await forgetOldAnswers(underTest.records)).toBe(2);
  const kept = await underTest.asOwner<{ key: string }>('SELECT key FROM idempotency_keys');
  expect(kept.map(({ key }) => key)).not.toContain('forgotten');
  expect(kept.filter(({ key }) => key === 'kept')).toHaveLength(2);
});

describe('about whom an answer is', () => {
  const aboutOf = async (key: string) =>
    (await here.transact(({ db }) => db.idempotencyKey.findFirstOrThrow({ where: { key } }))).about;
  const answeredAfter = (key: string, act: (work: Work) => Promise<unknown>) =>
    here.transact((work) =>
      once(work, asked(key, 'a body'), async () => {
        await act(work);
        return answered('nothing that names anybody');
      }),
    );

  test('is whoever’s words were read for it or written by it, though it names nobody', async () => {
    const [reading, writing] = [here.client(0).id, here.client(1).id];
    await answeredAfter('words', async (work) => {
      await clientWords(work, reading);
      await work.seal(writing, { reason: 'A claim.' });
    });
    expect((await aboutOf('words')).toSorted()).toEqual([reading, writing].toSorted());
  });

  test('is whoever is audited, without a word', async () => {
    const clientId = here.client(2).id;
    await answeredAfter('audited', (work) =>
      audit(work, { actor: heedItself, action: 'marketing.opted-out', clientId }),
    );
    expect(await aboutOf('audited')).toEqual([clientId]);
  });

  test('is nobody where the organisation’s own words are read or written alone', async () => {
    await answeredAfter('nobody', (work) => work.seal(work.organisationId, { text: 'A form.' }));
    expect(await aboutOf('nobody')).toEqual([]);
  });

  test('goes with them, and no other does', async () => {
    await answeredAfter('goes', (work) => clientWords(work, here.client(3).id));
    await answeredAfter('stays', (work) => clientWords(work, here.client(4).id));
    await here.transact((work) => forgetAnswers(work, here.client(3).id));
    const left = await here.transact(({ db }) =>
      db.idempotencyKey.findMany({ where: { key: { in: ['goes', 'stays'] } } }),
    );
    expect(left.map(({ key }) => key)).toEqual(['stays']);
  });
});
