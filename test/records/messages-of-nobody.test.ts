import { newId } from '../../records/ids';
import { takeOnce, unplacedMessages } from '../../records/inbound-messages';
import { forgetMessage, messagesOfNobody } from '../../records/retention/messages-of-nobody';
import { saveSchedule } from '../../records/retention/schedule';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { aroundTheInstant, beside } from '../support/instants';
import { createRecordsUnderTest, newKeyRing, type RecordsUnderTest } from '../support/records';

/** What people wrote who are nobody's client. domain.md §5 */

let underTest: RecordsUnderTest;
let here: CasesOnRecord;
beforeAll(async () => {
  underTest = await createRecordsUnderTest();
  here = casesOnRecord(underTest.records, underTest.demo.organisation);
});
afterAll(() => underTest?.stop());
afterEach(() => underTest.asOwner('DELETE FROM retention_schedules'));

const cameAt = new Date('2024-02-29T10:00:00.500Z');
const dueAt = new Date('2025-02-28T10:00:00.500Z');
const stranger = '+447700900399';

/** Whoever is on duty is told. Resolves to the message's id. */
async function writes(from: string, caseId: string | null = null, records = underTest.records): Promise<string> {
  const vendorId = newId();
  const words = { from, text: 'Who are you?' };
  return records.withOrganisation(here.organisation.id, cameAt, async (work) => {
    await takeOnce(work, { channel: 'sms', vendorId, words }, async () => ({ taken: 'not-read', caseId }));
    return (await work.db.inboundMessage.findFirstOrThrow({ where: { vendorId } })).id;
  });
}
const forgets = (id: string, at: Date): Promise<boolean> => here.transactAt(at, (work) => forgetMessage(work, id));
const isLookedAt = async (id: string, at: Date): Promise<boolean> =>
  (await here.transactAt(at, (work) => messagesOfNobody(work, null))).ids.includes(id);
const isKept = async (id: string): Promise<boolean> =>
  (await underTest.asOwner('SELECT FROM inbound_messages WHERE id = $1', [id])).length > 0;
const hasKey = async (id: string): Promise<boolean> =>
  (await underTest.inKeys('SELECT FROM data_keys WHERE subject_id = $1', [id])).length > 0;
const keeps = async (messages: Parameters<typeof saveSchedule>[2]['messages']): Promise<void> => {
  await here.transactAt(cameAt, (work) => saveSchedule(work, here.staff('dpo'), messages ? { messages } : {}));
};

test.each(aroundTheInstant)('%s the end of a year (%i ms), it goes with its key: %s', async (_when, ms, goes) => {
  const id = await writes(stranger);
  expect(await isLookedAt(id, beside(dueAt, ms))).toBe(true);
  expect(await forgets(id, beside(dueAt, ms))).toBe(goes);
  expect({ row: await isKept(id), key: await hasKey(id) }).toEqual({ row: !goes, key: !goes });
  expect(await forgets(id, beside(dueAt, ms))).toBe(false);
});

test('what whoever was on duty was told of it goes too', async () => {
  // Of several in one minute nobody is told again.
  await underTest.asOwner('DELETE FROM inbound_messages');
  const id = await writes(stranger);
  const told = () =>
    underTest.asOwner('SELECT FROM outbox_entries WHERE workflow_id = $1', [`staff-notice/message-without-case/${id}`]);
  expect(await told()).toHaveLength(1);
  await forgets(id, dueAt);
  expect(await told()).toEqual([]);
});

test('what a client wrote stays with what is theirs, also under an older key of the ring', async () => {
  const mobile = here.client(0).mobile!;
  const id = await writes(mobile);
  expect(await isLookedAt(id, dueAt)).toBe(false);
  expect(await forgets(id, dueAt)).toBe(false);

  const rotated = underTest.openWith({ INDEX_KEYS: [...newKeyRing('index-2'), ...underTest.config.INDEX_KEYS] });
  const since = await writes(mobile, null, rotated);
  const asked = await rotated.withOrganisation(here.organisation.id, dueAt, (work) => forgetMessage(work, since));
  expect(asked).toBe(false);
  expect(await isKept(since)).toBe(true);
});

test('what belongs to a case stays with it', async () => {
  const id = await writes(stranger, await here.raised(here.client(1)));
  expect(await isLookedAt(id, dueAt)).toBe(false);
  expect(await forgets(id, dueAt)).toBe(false);
});

test('for how long it is kept, the schedule says', async () => {
  const id = await writes(stranger);
  await keeps({ keepFor: 'P2Y', afterwards: 'erase' });
  expect(await forgets(id, dueAt)).toBe(false);
  await keeps({ keepFor: 'P1Y', afterwards: 'keep', basis: 'A study.' });
  expect(await isLookedAt(id, dueAt)).toBe(false);
  expect(await forgets(id, dueAt)).toBe(false);
  await keeps({ keepFor: 'P1M', afterwards: 'erase' });
  expect(await forgets(id, new Date('2024-03-29T09:59:59.500Z'))).toBe(false);
  expect(await forgets(id, new Date('2024-03-29T10:00:00.500Z'))).toBe(true);
});

test('one of before messages had keys of their own goes, and the organisation keeps its key', async () => {
  const id = await writes(stranger);
  await here.transactAt(cameAt, async (work) => {
    const sealed = await work.seal(work.organisationId, { from: stranger, text: 'Who are you?' });
    await underTest.asOwner('UPDATE inbound_messages SET own_key = false, sealed = $2 WHERE id = $1', [id, sealed]);
  });
  expect(await forgets(id, dueAt)).toBe(true);
  expect(await hasKey(here.organisation.id)).toBe(true);
});

test('one that an older backup brought back is read by nobody, hides no other, and goes again', async () => {
  const [gone, other] = [await writes(stranger), await writes(stranger)];
  await here.transactAt(dueAt, (work) => work.destroyKey(gone));
  const read = () =>
    here.transactAt(dueAt, (work) => unplacedMessages(work, here.caller('supervisor'), { limit: 100 }));
  const ids = (await read()).items.map(({ id }) => id);
  expect(ids).toContain(other);
  expect(ids).not.toContain(gone);
  expect(await forgets(gone, dueAt)).toBe(true);
});
