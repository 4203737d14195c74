import { newId } from '../../records/ids';
import { agrees, type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest, refusalOf, refused } from '../support/records';

/** What the database itself refuses, whatever the code above it does. */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
let theCase: { readonly id: string; readonly message: { readonly id: string } };

beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
  theCase = await cases.toldCase(client(0));
});
afterAll(() => underTest?.stop());

const client = (index: number) => cases.client(index);

/** The dispatch that told the first contact, written once more with something changed. */
const dispatchWith = (changes: object): Promise<unknown> =>
  underTest.asOwner(
    `INSERT INTO dispatches SELECT (jsonb_populate_record(d, $1)).* FROM dispatches d WHERE id = '${theCase.message.id}'`,
    [JSON.stringify({ id: newId(), step_key: newId(), ...changes })],
  );

describe('a message to a third party', () => {
  test('with a mandate of this case for this recipient is taken', async () => {
    await expect(dispatchWith({})).resolves.toEqual([]);
  });

  test.each(['contact', 'gp', 'authority'])('to a %s without a mandate is refused', async (audience) => {
    expect(await refusalOf(dispatchWith({ audience, mandate_id: null }))).toBe(refused.byCheck);
  });

  test.each(['contact', 'gp', 'authority'])('to a %s without a recipient is refused', async (audience) => {
    expect(await refusalOf(dispatchWith({ audience, recipient: null }))).toBe(refused.byCheck);
  });

  test('that calls itself a message to the client is refused', async () => {
    const disguised = { audience: 'client', recipient: 'gp', mandate_id: null };
    expect(await refusalOf(dispatchWith(disguised))).toBe(refused.byCheck);
  });

  test('for an audience that nobody knows is refused', async () => {
    expect(await refusalOf(dispatchWith({ audience: 'neighbour' }))).toBe(refused.byCheck);
  });

  test('that belongs to no case is refused: only staff are written to without one', async () => {
    expect(await refusalOf(dispatchWith({ case_id: null }))).toBe(refused.byCheck);
    const toClient = { case_id: null, audience: 'client', recipient: null, mandate_id: null };
    expect(await refusalOf(dispatchWith(toClient))).toBe(refused.byCheck);
    await expect(dispatchWith({ ...toClient, audience: 'staff' })).resolves.toEqual([]);
  });

  test('under a mandate for another recipient is refused', async () => {
    expect(await refusalOf(dispatchWith({ recipient: 'contact-2' }))).toBe(refused.byForeignKey);
  });

  test('under a mandate of another case is refused', async () => {
    const other = await cases.raised(client(1));
    await cases.clientAnswers(other, agrees('contact-1'));
    await cases.proceeds(other, 'contact-1');
    const [theirs] = await underTest.asOwner<{ id: string }>('SELECT id FROM mandates WHERE case_id = $1', [other]);
    expect(await refusalOf(dispatchWith({ mandate_id: theirs?.id }))).toBe(refused.byForeignKey);
  });

  test('under a mandate that does not exist is refused', async () => {
    expect(await refusalOf(dispatchWith({ mandate_id: newId() }))).toBe(refused.byForeignKey);
  });

  test('is written once for a step, however often the step is tried', async () => {
    const [{ step_key } = { step_key: '' }] = await underTest.asOwner<{ step_key: string }>(
      `SELECT step_key FROM dispatches WHERE id = '${theCase.message.id}'`,
    );
    expect(await refusalOf(dispatchWith({ step_key }))).toBe(refused.byUniqueness);
  });
});

describe('a case', () => {
  const changed = (changes: string): Promise<unknown> =>
    underTest.asOwner(`UPDATE cases SET ${changes} WHERE id = '${theCase.id}'`);

  test.each([
    ['without an outcome', `status = 'closed', closed_at = now()`],
    ['without a person who said what came of it', `status = 'closed', closed_at = now(), outcome_kind = 'client-safe'`],
    [
      'without the time of its end',
      `status = 'closed', outcome_kind = 'client-safe', outcome_by_id = '01980000-0000-7001-8001-000000000001'`,
    ],
  ])('cannot be closed %s', async (_what, changes) => {
    expect(await refusalOf(changed(changes))).toBe(refused.byCheck);
  });

  test('is in a status that the contract names', async () => {
    expect(await refusalOf(changed(`status = 'high-risk'`))).toBe(refused.byCheck);
  });

  const anotherCase = (changes: object): Promise<unknown> =>
    underTest.asOwner(
      `INSERT INTO cases SELECT (jsonb_populate_record(c, $1)).* FROM cases c WHERE id = '${theCase.id}'`,
      [JSON.stringify({ id: newId(), code: newId().slice(-4), ...changes })],
    );

  test('is the only open one about its client', async () => {
    expect(await refusalOf(anotherCase({ status: 'queued' }))).toBe(refused.byUniqueness);
  });

  test('leaves room for one in aftercare, and for one about someone whom the client knows', async () => {
    await expect(anotherCase({ status: 'aftercare' })).resolves.toEqual([]);
    await expect(anotherCase({ about_another: true })).resolves.toEqual([]);
  });

  test('has one open checkpoint of a kind', async () => {
    await cases.raised(client(2));
    const open = { case: theCase.id, organisation: cases.organisation.id };
    const checkpoint = (): Promise<unknown> =>
      underTest.asOwner(
        `INSERT INTO checkpoints (id, organisation_id, case_id, kind, role, opened_at)
         VALUES ($1, $2, $3, 'tell-client', 'system', now())`,
        [newId(), open.organisation, open.case],
      );
    await checkpoint();
    expect(await refusalOf(checkpoint())).toBe(refused.byUniqueness);
  });
});

test('marketing has a number of its own, so that STOP to it silences nothing else', async () => {
  const { id } = cases.organisation;
  const shared = `UPDATE organisations SET marketing_sms_number = sms_number WHERE id = '${id}'`;
  expect(await refusalOf(underTest.asOwner(shared, []))).toBe(refused.byCheck);
  await expect(
    underTest.asOwner(`UPDATE organisations SET marketing_sms_number = NULL WHERE id = '${id}'`, []),
  ).resolves.toEqual([]);
});
