import { once } from 'node:events';
import { createCaseChanges } from '../../records/case-changes';
import { newId } from '../../records/ids';
import { type CasesOnRecord, casesOnRecord } from '../support/case-on-record';
import { createRecordsUnderTest, type RecordsUnderTest } from '../support/records';

/** Open pages hear of everything that they show, once it is on record. docs/adr/0031 */

let on: RecordsUnderTest;
let cases: CasesOnRecord;
let caseId: string;
let heard: (string | null)[];
let stop: () => Promise<void>;

beforeAll(async () => {
  on = await createRecordsUnderTest();
  cases = casesOnRecord(on.records, on.demo.organisation);
  caseId = await cases.raised(cases.client(0));
  const changes = createCaseChanges(on.config);
  const listening = new EventTarget();
  const listens = once(listening, 'listens');
  changes.watch(on.demo.organisation.id, (changed) => {
    if (changed === null) listening.dispatchEvent(new Event('listens'));
    else heard.push(changed);
  });
  stop = () => changes.close();
  await listens;
});
beforeEach(() => {
  heard = [];
});
afterAll(async () => {
  await stop?.();
  await on?.stop();
});

/** What was heard by the time that a later word of another case is. */
async function heardOf(sql: string): Promise<number> {
  const last = newId();
  await on.asOwner(sql, [caseId]);
  await on.asOwner('SELECT pg_notify($1, $2)', ['case_changed', `${on.demo.organisation.id} ${last}`]);
  const end = Date.now() + 5_000;
  while (!heard.includes(last)) {
    if (Date.now() > end) throw new Error('Nothing is heard.');
    await new Promise((resolve) => setImmediate(resolve));
  }
  return heard.filter((changed) => changed === caseId).length;
}

const dispatch = `
  INSERT INTO dispatches (id, organisation_id, case_id, step_key, purpose, template, audience, channel, status, to_index,
    created_at, status_at, sealed)
  SELECT gen_random_uuid(), organisation_id, id, gen_random_uuid(), 'urgent-care', 'inform-client', 'client', 'sms',
    'queued', '', now(), now(), '' FROM cases WHERE id = $1`;
const newOwner = `
  UPDATE cases SET owner_id =
    (SELECT id FROM staff WHERE staff.organisation_id = cases.organisation_id AND id <> owner_id LIMIT 1)
  WHERE id = $1`;
const handover = `
  INSERT INTO handovers (id, organisation_id, case_id, to_id, offered_by_id, offered_at)
  SELECT gen_random_uuid(), organisation_id, id, owner_id, owner_id, now() FROM cases WHERE id = $1`;
const checkpoint = `
  INSERT INTO checkpoints (id, organisation_id, case_id, kind, role, opened_at)
  SELECT gen_random_uuid(), organisation_id, id, 'call-back', 'owner', now() FROM cases WHERE id = $1`;

test.each([
  ['a message that is written', dispatch],
  ['where a message stands', "UPDATE dispatches SET status = 'sent' WHERE case_id = $1"],
  ['who answers for it', newOwner],
  ['where it stands', "UPDATE cases SET status = 'deciding' WHERE id = $1"],
  ['how soon it is', "UPDATE cases SET immediacy = 'immediate' WHERE id = $1"],
  ['an offer to take it over', handover],
  ['the answer to an offer', "UPDATE handovers SET answer = 'decline', answered_at = now() WHERE case_id = $1"],
  ['how a recipient stands', "UPDATE case_recipients SET standing = 'withheld' WHERE case_id = $1"],
  ['what waits for somebody', checkpoint],
  ['what waits no longer', "UPDATE checkpoints SET closed_at = now() WHERE case_id = $1 AND kind = 'call-back'"],
])('%s is heard, once for all that one statement writes', async (_what, sql) => {
  expect(await heardOf(sql)).toBe(1);
});

test('what no page shows is not heard', async () => {
  expect(await heardOf('UPDATE cases SET act_count = act_count + 1 WHERE id = $1')).toBe(0);
});
