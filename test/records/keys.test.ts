import { clientWords, planOf } from '../../records/people';
import type { Records } from '../../records/records';
import { takeReply } from '../../records/urgent-care/take-reply';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { createRecordsUnderTest, newKeyRing, type RecordsUnderTest } from '../support/records';

/** Data keys, the ring that wraps them, and what they open. */

let underTest: RecordsUnderTest;
let cases: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  cases = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

const client = (index: number) => cases.client(index);
const wordsOf = (records: Records, clientId: string) =>
  records.withOrganisation(underTest.demo.organisation.id, new Date(), (work) => clientWords(work, clientId));
const keyOf = async (clientId: string) =>
  (
    await underTest.inKeys<{ ring_key_id: string; wrapped: Buffer }>(
      'SELECT ring_key_id, wrapped FROM data_keys WHERE subject_id = $1',
      [clientId],
    )
  )[0];

test('what a client’s key has sealed it opens', async () => {
  const { email, mobile } = client(0);
  expect(await wordsOf(underTest.records, client(0).id)).toMatchObject({ email, mobile });
});

test('with a ring that does not hold the wrapping key nothing opens, and the key is named', async () => {
  const stranger = underTest.openWith({ ENCRYPTION_KEYS: newKeyRing('ring-2') });
  await expect(wordsOf(stranger, client(0).id)).rejects.toThrow(/ring-1/);
});

test('with another key under the same name nothing opens', async () => {
  const impostor = underTest.openWith({ ENCRYPTION_KEYS: newKeyRing('ring-1') });
  await expect(wordsOf(impostor, client(0).id)).rejects.toThrow();
});

describe('a sealed value does not open', () => {
  const [from, into] = [1, 2];
  const move = (table: string, column: string) =>
    underTest.asOwner(
      `UPDATE ${table} SET sealed = (SELECT sealed FROM ${table} WHERE ${column} = $1) WHERE ${column} = $2`,
      [client(from).id, client(into).id],
    );

  test('in another client’s row', async () => {
    await move('clients', 'id');
    await expect(wordsOf(underTest.records, client(into).id)).rejects.toThrow();
    await expect(wordsOf(underTest.records, client(from).id)).resolves.toBeDefined();
  });

  test('as another client’s plan', async () => {
    await move('urgent_care_plans', 'client_id');
    const asked = cases.transact((work) => planOf(work, client(into).id));
    await expect(asked).rejects.toThrow();
  });

  test('not even when the key is moved with it', async () => {
    await underTest.inKeys('DELETE FROM data_keys WHERE subject_id = $1', [client(into).id]);
    await underTest.inKeys(
      `INSERT INTO data_keys SELECT $2, organisation_id, ring_key_id, wrapped, created_at FROM data_keys WHERE subject_id = $1`,
      [client(from).id, client(into).id],
    );
    await expect(wordsOf(underTest.records, client(into).id)).rejects.toThrow();
  });

  test('with one bit changed', async () => {
    await underTest.asOwner(
      `UPDATE clients SET sealed = set_bit(sealed, 400, 1 - get_bit(sealed, 400)) WHERE id = $1`,
      [client(3).id],
    );
    await expect(wordsOf(underTest.records, client(3).id)).rejects.toThrow();
  });
});

describe('when the ring gets a new first key', () => {
  const old = () => underTest.config.ENCRYPTION_KEYS;
  const rotated = () => underTest.openWith({ ENCRYPTION_KEYS: [...newKeyRing('ring-2'), ...old()] });

  test('what was sealed before still opens', async () => {
    expect(await wordsOf(rotated(), client(4).id)).toMatchObject({ email: client(4).email });
    expect(await keyOf(client(4).id)).toMatchObject({ ring_key_id: 'ring-1' });
  });

  test('new data keys are wrapped by it, and the old ring alone cannot open them', async () => {
    const subject = crypto.randomUUID();
    const { id } = underTest.demo.organisation;
    const sealed = await rotated().withOrganisation(id, new Date(), (work) => work.seal(subject, 'words'));
    expect(await keyOf(subject)).toMatchObject({ ring_key_id: 'ring-2' });
    const asked = cases.transact((work) => work.open(subject, sealed));
    await expect(asked).rejects.toThrow(/ring-2/);
  });

  test('numbers that were indexed before are still found', async () => {
    const { id, message } = await cases.toldCase(client(5));
    const records = underTest.openWith({ INDEX_KEYS: [...newKeyRing('index-2'), ...underTest.config.INDEX_KEYS] });
    const reply = { vendorId: 'SM-after-rotation', from: message.to, text: '1' };
    const taken = await records.withOrganisation(underTest.demo.organisation.id, new Date(), (work) =>
      takeReply(work, reply),
    );
    expect(taken).toBe('thanked');
    const recipients = await underTest.asOwner(
      `SELECT acknowledgement FROM case_recipients WHERE case_id = $1 AND recipient = 'contact-1'`,
      [id],
    );
    expect(recipients).toEqual([{ acknowledgement: 'acting' }]);
  });
});

test('two who ask for a new person’s key at once get the same one', async () => {
  const subject = crypto.randomUUID();
  const sealed = await Promise.all(
    Array.from({ length: 8 }, (_, index) => cases.transact((work) => work.seal(subject, index))),
  );
  const opened = await cases.transact((work) => Promise.all(sealed.map((one) => work.open(subject, one))));
  expect(opened).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('a key that was destroyed stays destroyed: reading what it sealed makes no new one', async () => {
  const erased = client(6).id;
  await underTest.inKeys('DELETE FROM data_keys WHERE subject_id = $1', [erased]);
  await expect(wordsOf(underTest.records, erased)).rejects.toThrow();
  expect(await keyOf(erased)).toBeUndefined();
});
