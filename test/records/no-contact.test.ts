import { newId } from '../../records/ids';
import { forgetInterest, interestsToForget } from '../../records/interests/no-contact';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { aroundTheInstant, beside } from '../support/instants';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

/** Addresses of whom nobody has heard for long. domain.md §2.1 */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());

const lastContactAt = new Date('2024-02-29T10:00:00.500Z');
const overAt = new Date('2025-02-28T10:00:00.500Z');

/** @param clientId null: of nobody's client, under a key of its own */
async function interested(clientId: string | null): Promise<string> {
  const id = newId();
  await here.transactAt(lastContactAt, async (work) => {
    const sealed = clientId === null ? await work.seal(id, { email: `${id}@mail.example` }) : null;
    const row = { id, clientId, emailIndex: work.index(`${id}@mail.example`), sealed };
    await work.db.interest.create({
      data: { ...row, organisationId: work.organisationId, registeredAt: lastContactAt, lastContactAt },
    });
  });
  return id;
}
const forgets = (id: string, at: Date): Promise<boolean> => here.transactAt(at, (work) => forgetInterest(work, id));
const left = (id: string): Promise<{ ended_because: string | null }[]> =>
  underTest.asOwner('SELECT ended_because FROM interests WHERE id = $1', [id]);

test.each(aroundTheInstant)(
  '%s when twelve months are over (%i ms), an address is forgotten with its key: %s',
  async (_when, ms, isForgotten) => {
    const id = await interested(null);
    expect((await here.transactAt(beside(overAt, ms), (work) => interestsToForget(work, null))).ids).toContain(id);
    expect(await forgets(id, beside(overAt, ms))).toBe(isForgotten);
    expect(await left(id)).toHaveLength(isForgotten ? 0 : 1);
    expect(await underTest.inKeys('SELECT FROM data_keys WHERE subject_id = $1', [id])).toHaveLength(
      isForgotten ? 0 : 1,
    );
  },
);

test('that of a client ends once, and goes with the rest of what is theirs', async () => {
  const { id: clientId } = await here.newClient();
  const id = await interested(clientId);
  expect(await forgets(id, overAt)).toBe(true);
  expect(await left(id)).toEqual([{ ended_because: 'no-contact' }]);
  expect(await forgets(id, overAt)).toBe(false);
  expect((await here.transactAt(overAt, (work) => interestsToForget(work, null))).ids).not.toContain(id);
});
