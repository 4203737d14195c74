import type { KeyOwner } from '../keys/data-keys';
import type { Records } from '../records';

/**
 * Keys that went without an erasure of a client (of an interest that was forgotten, of an opt-out that is complete): the
 * record says which, since the keys' own database does not know what it never had.
 */

const readAtOnce = 5_000;
const beforeAll: KeyOwner = {
  organisationId: '00000000-0000-0000-0000-000000000000',
  subjectId: '00000000-0000-0000-0000-000000000000',
};

/** Those that are there again, in all organisations at once: an older backup of the keys was restored. */
export async function keysBroughtBack(records: Records): Promise<readonly KeyOwner[]> {
  const back: KeyOwner[] = [];
  let last: KeyOwner | undefined = beforeAll;
  while (last) {
    const some = await destroyedAfter(records, last);
    back.push(...(await records.keys.stillThere(some)));
    last = some.at(-1);
  }
  return back;
}

const destroyedAfter = (records: Records, { organisationId, subjectId }: KeyOwner): Promise<KeyOwner[]> =>
  records.withDirectory(
    (db) => db.$queryRaw<KeyOwner[]>`
      SELECT organisation_id AS "organisationId", subject_id AS "subjectId" FROM destroyed_keys
      WHERE (organisation_id, subject_id) > (${organisationId}::uuid, ${subjectId}::uuid)
      ORDER BY organisation_id, subject_id LIMIT ${readAtOnce}`,
  );
