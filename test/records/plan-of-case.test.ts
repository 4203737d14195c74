import { planOf } from '../../records/people';
import type { GivenPlan } from '../../records/urgent-care-plan/faults';
import { savePlan } from '../../records/urgent-care-plan/save-plan';
import { agrees, type CasesOnRecord, casesOnRecord, messagesOf } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';
import { max } from '../support/urgent-care-plans';

/** A change of the plan while a case runs: what is told goes to the person it was permitted for. domain.md §2.5 */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

const planIn = (clientId: string) =>
  cases.transact(async (work) => {
    const plan = await planOf(work, clientId);
    if (!plan) throw new Error('The client has no plan.');
    return plan;
  });

/** By the client's practitioner. */
async function changes(clientId: string, change: (plan: GivenPlan) => Partial<GivenPlan>): Promise<void> {
  const { gp, contacts, permissions } = await planIn(clientId);
  const plan: GivenPlan = { gp, contacts, permissions, neverContact: [] };
  await cases.transact((work) => savePlan(work, cases.caller('practitioner'), clientId, { ...plan, ...change(plan) }));
}

/** Where the first contact is written to; null: nothing is sent. */
async function writtenTo(caseId: string): Promise<string | null> {
  const opened = await cases.openDisclosure(await cases.disclosureOrder(caseId, 'contact-1'));
  if (opened.kind === 'withheld') return null;
  return messagesOf(opened)[0]?.to ?? null;
}

describe('under a consent that the client gave in the case', () => {
  async function decided(): Promise<{ readonly clientId: string; readonly id: string; readonly mobile: string }> {
    const client = await cases.newClient();
    const id = await cases.raised(client);
    await cases.clientAnswers(id, agrees('contact-1'));
    await cases.proceeds(id, 'contact-1');
    return { clientId: client.id, id, mobile: client.urgentCarePlan.contacts[0]?.mobile ?? '' };
  }

  test('somebody new in the first contact’s place is not told: who was agreed to is', async () => {
    const { clientId, id, mobile } = await decided();
    await changes(clientId, ({ contacts }) => ({ contacts: [max, contacts[1]] }));
    expect(await writtenTo(id)).toBe(mobile);
  });

  test('a corrected number of the same person is used', async () => {
    const { clientId, id } = await decided();
    await changes(clientId, ({ contacts: [first, second] }) => ({
      contacts: [first && { ...first, mobile: max.mobile }, second],
    }));
    expect(await writtenTo(id)).toBe(max.mobile);
  });

  test('two contacts who change places are still told apart', async () => {
    const { clientId, id, mobile } = await decided();
    await changes(clientId, ({ contacts: [first, second] }) => ({ contacts: [second, first] }));
    expect(await writtenTo(id)).toBe(mobile);
  });

  test.each<[string, (plan: GivenPlan) => Partial<GivenPlan>]>([
    ['is listed', () => ({ neverContact: ['contact-1'] })],
    [
      'is listed in another place',
      ({ contacts: [first, second] }) => ({ contacts: [second, first], neverContact: ['contact-2'] }),
    ],
    [
      'turns out to be a danger',
      ({ contacts: [first, second], permissions }) => ({
        contacts: [first && { ...first, couldBeDanger: 'yes' }, second],
        permissions: { ...permissions, 'contact-1': { now: null, emergency: null } },
      }),
    ],
  ])('who %s is not written to, and stays so when somebody else takes their place', async (_what, change) => {
    const { clientId, id } = await decided();
    await changes(clientId, change);
    expect(await writtenTo(id)).toBeNull();
    await changes(clientId, () => ({ contacts: [max, null] }));
    expect(await writtenTo(id)).toBeNull();
  });
});

test('under the plan’s own permission for an emergency, nobody is told any more who has left the plan', async () => {
  const client = await cases.newClient();
  const id = await cases.raised(client, 'immediate');
  await cases.clientInformed(id);
  await cases.clientAnswers(id, { recipient: 'gp', answer: 'refuse' });
  await cases.proceeds(id, 'contact-1');
  await changes(client.id, ({ contacts }) => ({ contacts: [max, contacts[1]] }));
  expect(await writtenTo(id)).toBeNull();
});

test('a plan that was completed after the case was opened permits nothing unasked in it', async () => {
  const client = await cases.newClient();
  const { gp } = await planIn(client.id);
  await changes(client.id, () => ({ gp: null }));
  const id = await cases.raised(client, 'immediate');
  const { lacks } = await cases.transact(({ db }) => db.case.findUniqueOrThrow({ where: { id } }));
  expect(lacks).toEqual(['gp']);
  await changes(client.id, () => ({ gp }));
  await cases.clientInformed(id);
  await cases.clientAnswers(id, { recipient: 'contact-2', answer: 'refuse' });
  await expect(cases.proceeds(id, 'contact-1')).rejects.toMatchObject({ fault: 'invalid-input' });
});
