import { openAllocation } from '../../records/allocation/allocation-row';
import { decideAllocation } from '../../records/allocation/decide';
import { savePractitioner } from '../../records/practitioners/practitioners';
import { readSignUp } from '../../records/sign-up/sign-up-row';
import { passOverPractitioner } from '../../records/sign-up/steps';
import type { Work } from '../../records/work';
import { allocatingSignUp } from '../support/allocation-on-record';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { wrongCaseloads } from '../support/caseloads';
import { createRecordsUnderTest, type RecordsUnderTest, refusalOf, refused } from '../support/records';
import { newcomer } from '../support/sign-up-on-record';

/** A caseload's limit is the database's to hold, however many are allocated at once. */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

const caseloadOf = async (id: string): Promise<{ caseload: number; limit: number }> => {
  const [row] = await underTest.asOwner<{ caseload: number; limit: number }>(
    'SELECT caseload, caseload_limit AS limit FROM practitioners WHERE staff_id = $1',
    [id],
  );
  return row!;
};

test('fifty confirmations at once fill the places that there are, and not one more', async () => {
  const { practitioner, secondPractitioner, admin } = underTest.demo.organisation.staff;
  const by = { kind: 'staff', id: admin.id, name: admin.name } as const;
  const supervisor = here.caller('supervisor');
  const save = (id: string, changes: object) => here.transact((work) => savePractitioner(work, by, id, changes));
  await save(secondPractitioner.id, { accepting: false });
  await save(practitioner.id, { caseloadLimit: 500 });
  const signUps = [];
  for (let number = 1; number <= 50; number += 1) {
    signUps.push(await here.transact((work) => allocatingSignUp(work, supervisor, newcomer(number))));
  }
  const places = 7;
  const { caseload } = await caseloadOf(practitioner.id);
  await save(practitioner.id, { caseloadLimit: caseload + places });

  const confirm = (signUpId: string) => (work: Work) =>
    decideAllocation(work, supervisor, signUpId, { kind: 'confirm', practitionerId: practitioner.id, reason: '' });
  const refusals = await Promise.all(signUps.map(({ signUpId }) => here.transact(confirm(signUpId))));
  expect(refusals.filter((refusal) => refusal === null)).toHaveLength(places);
  expect(refusals.flatMap((refusal) => refusal?.fault ?? [])).toEqual(Array(50 - places).fill('conflict'));
  expect(await caseloadOf(practitioner.id)).toEqual({ caseload: caseload + places, limit: caseload + places });

  const standings = await underTest.asOwner<{ standing: string; count: number }>(
    'SELECT standing, count(*)::int FROM allocations GROUP BY standing ORDER BY standing',
  );
  // Whoever was refused has a new proposal already: nobody, as it is.
  expect(standings).toEqual([
    { standing: 'confirmed', count: places },
    { standing: 'no-match', count: 50 - places },
    { standing: 'withdrawn', count: 50 - places },
  ]);
});

test('who is passed over has the place again; a step of the process that comes late passes nobody over', async () => {
  const supervisor = here.caller('supervisor');
  const { organisation } = underTest.demo;
  const { signUpId, asked } = await here.transact(async (work) => {
    const by = { kind: 'staff', id: organisation.staff.admin.id, name: 'The admin' } as const;
    await savePractitioner(work, by, organisation.staff.practitioner.id, { caseloadLimit: 500 });
    const signUp = await allocatingSignUp(work, supervisor, newcomer(60));
    await decideAllocation(work, supervisor, signUp.signUpId, { kind: 'confirm', practitionerId: null, reason: '' });
    return { ...signUp, asked: (await openAllocation(work, signUp.signUpId))?.practitionerId ?? '' };
  });
  const { caseload } = await caseloadOf(asked);
  const passOver = async (seenBehind: number) => {
    const { actCount } = await here.transact((work) => readSignUp(work, signUpId));
    const order = { signUpId, organisationId: organisation.id, step: 9, at: Date.now(), seen: actCount - seenBehind };
    return here.transact((work) => passOverPractitioner(work, order));
  };
  expect(await passOver(1)).toMatchObject({ kind: 'overtaken', acts: [{ kind: 'allocation-confirmed' }] });
  expect((await caseloadOf(asked)).caseload).toBe(caseload);
  expect(await passOver(0)).toMatchObject({ kind: 'opened', outgoing: [] });
  expect((await caseloadOf(asked)).caseload).toBe(caseload - 1);
  expect(await underTest.asOwner(wrongCaseloads)).toEqual([]);
});

test('nothing takes a caseload over its limit or below nothing, nor makes a practitioner answer whom no person confirmed', async () => {
  const over = underTest.asOwner('UPDATE practitioners SET caseload = caseload_limit + 1');
  expect(await refusalOf(over)).toBe(refused.byCheck);
  expect(await refusalOf(underTest.asOwner('UPDATE practitioners SET caseload = -1'))).toBe(refused.byCheck);
  const unconfirmed = underTest.asOwner(`UPDATE allocations SET confirmed_by = NULL WHERE standing = 'confirmed'`);
  expect(await refusalOf(unconfirmed)).toBe(refused.byCheck);
});
