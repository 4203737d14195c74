import { setTimeout as pause } from 'node:timers/promises';
import { planOf } from '../../records/people';
import { recordWithdrawal } from '../../records/urgent-care/record-withdrawal';
import { openTellThoseWhoWereTold } from '../../records/urgent-care/steps/aftercare';
import { openDisclosure } from '../../records/urgent-care/steps/disclose';
import type { Actor } from '../../records/work';
import type { DisclosureOrder } from '../../workflows/urgent-care/contract';
import { agrees, type CasesOnRecord, casesOnRecord, messagesOf, refuses, stepTools } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

/** Mandate and never-contact list are read in the transaction that records the dispatch. domain.md §3.6 */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

let clientsTaken = 0;
/** A case whose practitioner decided to tell the first contact; each call is about another client. */
async function decidedCase(): Promise<string> {
  const id = await cases.raised(cases.client(clientsTaken));
  clientsTaken += 1;
  await decided(id);
  return id;
}

async function decided(id: string): Promise<void> {
  await cases.clientAnswers(id, agrees('contact-1'));
  await cases.proceeds(id, 'contact-1');
}

const withdraw = (id: string): Promise<void> =>
  cases.transact((work) => recordWithdrawal(work, id, theClient, { recipients: 'all', via: 'page' }));
const theClient: Actor = { kind: 'client', id: null, name: 'The client' };

/** As a workflow would give it that has applied the withdrawal already and goes on regardless. */
const knowingAll = (order: DisclosureOrder): DisclosureOrder => ({ ...order, seen: Number.MAX_SAFE_INTEGER });

const dispatchesOf = (id: string) =>
  underTest.asOwner<{ id: string }>(`SELECT id FROM dispatches WHERE case_id = $1 AND template = 'disclosure'`, [id]);

describe('a withdrawal that committed first', () => {
  test('overtakes a workflow that has not heard of it: nothing is written, and it hears now', async () => {
    const id = await decidedCase();
    const order = await cases.disclosureOrder(id, 'contact-1');
    await withdraw(id);
    const opened = await cases.openDisclosure(order);
    expect(opened).toMatchObject({
      kind: 'overtaken',
      acts: [{ kind: 'consent-withdrawn', recipients: expect.arrayContaining(['contact-1']) }],
    });
    expect(await dispatchesOf(id)).toEqual([]);
  });

  test('leaves no mandate for a workflow that goes on regardless', async () => {
    const id = await decidedCase();
    await withdraw(id);
    const order = knowingAll(await cases.disclosureOrder(id, 'contact-1'));
    expect(await cases.openDisclosure(order)).toEqual({ kind: 'withheld' });
    expect(await dispatchesOf(id)).toEqual([]);
  });

  test('stands, whatever the client says later, until a person decides anew', async () => {
    const id = await decidedCase();
    await withdraw(id);
    await cases.clientAnswers(id, agrees('contact-1'));
    expect(await cases.openDisclosure(await cases.disclosureOrder(id, 'contact-1'))).toEqual({ kind: 'withheld' });
    await cases.proceeds(id, 'contact-1');
    expect(messagesOf(await cases.openDisclosure(await cases.disclosureOrder(id, 'contact-1')))).toHaveLength(1);
  });

  test('lets a step that wrote its message before it look that one up, and send nothing more', async () => {
    const id = await decidedCase();
    const order = await cases.disclosureOrder(id, 'contact-1');
    const [written] = messagesOf(await cases.openDisclosure(order));
    await withdraw(id);
    expect(messagesOf(await cases.openDisclosure(order))).toMatchObject([{ id: written?.id, maySend: false }]);
    expect(await dispatchesOf(id)).toHaveLength(1);
  });

  test('also keeps those who were told from hearing that it is over', async () => {
    const id = await decidedCase();
    await cases.told(id, 'contact-1', 'sms', 'SM-told');
    await withdraw(id);
    const order = await cases.order(id);
    const opened = await cases.transact((work) => openTellThoseWhoWereTold(work, stepTools, order));
    expect(messagesOf(opened)).toEqual([]);
  });
});

test('a refusal after an agreement, and an agreement to less, withdraw alike', async () => {
  for (const less of [refuses('contact-1'), agrees('contact-1', 'attention')]) {
    const id = await decidedCase();
    await cases.clientAnswers(id, less);
    const order = knowingAll(await cases.disclosureOrder(id, 'contact-1'));
    expect(await cases.openDisclosure(order)).toEqual({ kind: 'withheld' });
  }
});

test('who is put on the never-contact list while the case is under way is not written to', async () => {
  const id = await decidedCase();
  await underTest.asOwner(
    `UPDATE urgent_care_plans SET never_contact = '{contact-1}' WHERE client_id = (SELECT client_id FROM cases WHERE id = $1)`,
    [id],
  );
  expect(await cases.openDisclosure(await cases.disclosureOrder(id, 'contact-1'))).toEqual({ kind: 'withheld' });
  expect(await dispatchesOf(id)).toEqual([]);
});

test('a permission for an emergency that left the plan after the decision lets nothing go', async () => {
  const client = await cases.newClient();
  const id = await cases.raised(client, 'immediate');
  await cases.clientInformed(id);
  await cases.clientAnswers(id, refuses('gp'));
  await cases.proceeds(id, 'contact-1');
  const [{ row } = { row: 0 }] = await underTest.asOwner<{ row: number }>(
    'SELECT row FROM mandates WHERE case_id = $1',
    [id],
  );
  expect(row).toBe(2);

  await cases.transact(async (work) => {
    const plan = await planOf(work, client.id);
    if (!plan) throw new Error('The client has no plan.');
    const { neverContact: _never, ...words } = plan;
    const permissions = { ...words.permissions, 'contact-1': { now: 'concern', emergency: null } };
    const sealed = await work.seal(client.id, { ...words, permissions });
    await work.db.urgentCarePlan.update({ where: { clientId: client.id }, data: { sealed } });
  });
  expect(await cases.openDisclosure(await cases.disclosureOrder(id, 'contact-1'))).toEqual({ kind: 'withheld' });
  expect(await dispatchesOf(id)).toEqual([]);
});

const rounds = 32;

test('whoever comes first of a withdrawal and a disclosure at once: no message is written once it was withdrawn', async () => {
  const id = await decidedCase();
  const won = { disclosure: 0, withdrawal: 0 };
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) await decided(id);
    const before = await dispatchesOf(id);
    const order = await cases.disclosureOrder(id, 'contact-1');
    const disclosing = (): Promise<void> => disclose(round % 2 === 0 ? order : knowingAll(order), order.seen);
    // The head start of either changes from round to round, so that both orders of commit happen.
    const headStartMs = (round % 8) - 4;
    await Promise.all([
      pause(Math.max(headStartMs, 0)).then(disclosing),
      pause(Math.max(-headStartMs, 0)).then(() => withdraw(id)),
    ]);
    won[(await dispatchesOf(id)).length > before.length ? 'disclosure' : 'withdrawal'] += 1;
  }
  // A race in which one always wins proves nothing.
  expect(won.disclosure).toBeGreaterThan(0);
  expect(won.withdrawal).toBeGreaterThan(0);
});

/** Opens the disclosure and, before its transaction commits, looks whether a withdrawal has committed meanwhile. */
async function disclose(order: DisclosureOrder, seen: number): Promise<void> {
  await cases.transact(async (work) => {
    const { kind } = await openDisclosure(work, stepTools, order);
    if (kind !== 'opened') return;
    // A withdrawal that does not wait for this transaction has time to commit.
    await work.db.$executeRaw`SELECT pg_sleep(0.003)`;
    const acts = await work.db.caseAct.findMany({ where: { caseId: order.caseId, seq: { gt: seen } } });
    expect(acts).toEqual([]);
  });
}
