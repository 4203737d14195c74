import { historiesLeft, verifiedGone } from '../../records/erasure/histories';
import { placeHold } from '../../records/retention/holds';
import { reviseDeadline, suspects } from '../../records/retention/reconcile';
import { judgeSafetyConcern } from '../../records/safety/judge';
import { raiseSafetyConcern } from '../../records/safety/raise';
import { beginSignUpAnew, openSignUpsOlderThan } from '../../records/sign-up/begin-anew';
import { register } from '../../records/sign-up/register';
import { signUpUnderWay } from '../../records/sign-up/sign-up-row';
import { heedItself } from '../../records/work';
import type { ErasureOrder } from '../../workflows/erasure/contract';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { erasureCarriedOut, erasureOrdered, stepsOfErasure } from '../support/erased-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { linkSent, newcomer } from '../support/sign-up-on-record';

/** What is kept from an erasure during a sign-up, and goes on when nothing keeps it any more. domain.md §5 */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

const carriedOut = (order: ErasureOrder) => erasureCarriedOut(underTest.records, order);
const statusOf = async ({ erasureId }: ErasureOrder): Promise<string> =>
  (await here.transact(({ db }) => db.erasure.findUniqueOrThrow({ where: { id: erasureId } }))).status;

const signsUp = async (number: number) => {
  const { id: signUpId, clientId } = await here.transact((work) =>
    register(work, here.caller('admin'), newcomer(number)),
  );
  return { signUpId, clientId };
};
const answersUnsafely = (signUpId: string) =>
  here.transact((work) =>
    raiseSafetyConcern(work, signUpId, {
      ...{ by: heedItself, via: 'page' },
      answers: [{ instrument: 'PHQ-9', item: 9, answer: 1 }],
    }),
  );

test('a safety answer keeps everything until a person has judged it; then the erasure goes on', async () => {
  const { signUpId, clientId } = await signsUp(1);
  await answersUnsafely(signUpId);
  const order = await erasureOrdered(here, clientId);
  await carriedOut(order);
  expect(await statusOf(order)).toBe('held');

  const judgement = { note: 'They are safe.', urgentCarePlanNeeded: false, openCase: false, timesRaised: 1 };
  await here.transact((work) => judgeSafetyConcern(work, here.caller('dutyClinician'), signUpId, judgement));
  expect(await statusOf(order)).toBe('under-way');
  await carriedOut(order);
  expect(await here.transact(({ db }) => db.client.count({ where: { id: clientId } }))).toBe(0);
});

test('what nothing holds any more goes on with the next reconciliation, and not before', async () => {
  const { signUpId, clientId } = await signsUp(2);
  await answersUnsafely(signUpId);
  const order = await erasureOrdered(here, clientId);
  await carriedOut(order);
  const reconciled = () => here.transact((work) => reviseDeadline(work, clientId));
  expect((await here.transact((work) => suspects(work, null))).ids).toContain(clientId);
  expect([await reconciled(), await statusOf(order)]).toEqual([false, 'held']);

  const by = here.organisation.staff.dutyClinician.id;
  await underTest.asOwner(
    'UPDATE safety_concerns SET taken_by = $2, taken_at = now(), judged_by = $2, judged_at = now(), plan_needed = false, judgement = sealed WHERE client_id = $1',
    [clientId, by],
  );
  expect([await reconciled(), await statusOf(order)]).toEqual([true, 'under-way']);
  expect(await reconciled()).toBe(false);
});

test('an emptied sign-up is over: nobody begins it anew, and a process of it that came back is looked for again', async () => {
  const { signUpId, clientId } = await signsUp(3);
  const hold = { categories: ['messages'], reason: 'A claim.', reviewOn: '2027-01-01' } as const;
  // A message of the sign-up is what its row stays for.
  await here.transact(async (work) => {
    await linkSent(work, signUpId, 1);
    await placeHold(work, here.staff('dpo'), clientId, hold);
  });
  const order = await erasureOrdered(here, clientId);
  await carriedOut(order);
  expect(await statusOf(order)).toBe('held');
  expect(await here.transact((work) => signUpUnderWay(work, clientId))).toBeNull();

  const history = { workflowId: `sign-up/${signUpId}`, runId: '' };
  await here.transact((work) => verifiedGone(work, order.erasureId, history));
  await stepsOfErasure(underTest.records).eraseCategory({ ...order, category: 'account' });
  expect(await here.transact((work) => historiesLeft(work, order.erasureId))).toContainEqual(history);
  expect(await here.transact((work) => beginSignUpAnew(work, signUpId))).toBe('closed');
  expect(await here.transact((work) => openSignUpsOlderThan(work, -1_000))).not.toContain(signUpId);
});
