import { createHash } from 'node:crypto';
import type { Records } from './records';
import type { Work } from './work';

/** From what arrives before its organisation is known to that organisation: hashes and ids, nothing else. */

type DirectoryKind = 'organisation' | 'link' | 'sms-number' | 'email-address';

export const hashOf = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(text).digest());

export async function addToDirectory(work: Work, kind: DirectoryKind, ...texts: readonly string[]): Promise<void> {
  await work.db.directoryEntry.createMany({
    data: texts.map((text) => ({ kind, key: hashOf(text), organisationId: work.organisationId })),
  });
}

/** Which organisation this link token or number belongs to; null if none. */
export async function lookUp(records: Records, kind: DirectoryKind, text: string): Promise<string | null> {
  const found = await records.withDirectory((db) =>
    db.directoryEntry.findUnique({ where: { kind_key: { kind, key: hashOf(text) } } }),
  );
  return found?.organisationId ?? null;
}

/** Whether this token was ever in a link of anybody's; an old one goes with what is erased. */
export const isTokenOfLink = async (records: Records, token: string): Promise<boolean> =>
  (await lookUp(records, 'link', token)) !== null;

/** Whether there is an organisation of this id. One that was found once is known from then on: none ever goes. */
export function knownOrganisations(records: Records): (id: string) => Promise<boolean> {
  const known = new Set<string>();
  return async (organisationId) => {
    if (known.has(organisationId)) return true;
    const found = await records.withDirectory((db) =>
      db.directoryEntry.findFirst({
        where: { kind: 'organisation', organisationId },
        select: { organisationId: true },
      }),
    );
    if (found) known.add(found.organisationId);
    return found !== null;
  };
}

/** Every organisation, for what goes on in the background of all of them. */
export async function organisationIds(records: Records): Promise<readonly string[]> {
  const found = await records.withDirectory((db) =>
    db.directoryEntry.findMany({ where: { kind: 'organisation' }, orderBy: { organisationId: 'asc' } }),
  );
  return found.map(({ organisationId }) => organisationId);
}
