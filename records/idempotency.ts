import { organisationIds } from './directory';
import { conflict, invalidInput } from './errors';
import type { Records } from './records';
import type { Work } from './work';

/** What a caller was answered. */
export interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly body: unknown;
}

export interface Once {
  /** Whose key it is: the token's subject. */
  readonly credential: string;
  readonly key: string;
  /** SHA-256 of method, path and body. */
  readonly fingerprint: Uint8Array<ArrayBuffer>;
}

const keptForMs = 24 * 60 * 60_000;

/**
 * Does the work once for this key, in the work's own transaction: the answer commits with the facts or not at all.
 * The same body again gets the stored answer; another body, or the same one while the first is under way, is refused.
 */
export async function once(work: Work, asked: Once | null, act: () => Promise<Answer>): Promise<Answer> {
  if (!asked) return act();
  const { organisationId } = work;
  const { credential, key } = asked;
  const [lock] = await work.db.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`${organisationId}\n${credential}\n${key}`}, 0)) AS locked`;
  if (!lock?.locked) {
    throw conflict('request-in-flight', 'The same request is being handled. Ask again in a second.', { retryAfter: 1 });
  }

  const where = { organisationId_credential_key: { organisationId, credential, key } };
  const stored = await work.db.idempotencyKey.findUnique({ where });
  if (stored && isKept(stored)) {
    if (Buffer.from(stored.fingerprint).equals(asked.fingerprint)) {
      for (const id of stored.about) work.about.add(id);
      return work.open(organisationId, stored.sealed);
    }
    throw invalidInput('idempotency-key-reused', 'This Idempotency-Key was used with another body. Use a new key.');
  }
  if (stored) await work.db.idempotencyKey.delete({ where });

  const answer = await act();
  await work.db.idempotencyKey.create({
    data: {
      organisationId,
      credential,
      key,
      fingerprint: asked.fingerprint,
      at: new Date(),
      about: [...work.about],
      sealed: await work.seal(organisationId, answer),
    },
  });
  return answer;
}

/** Whether this very request was answered before, so that whatever it asked for has committed. */
export async function wasAnswered(work: Work, asked: Once | null): Promise<boolean> {
  if (!asked) return false;
  const { credential, key, fingerprint } = asked;
  const where = { organisationId_credential_key: { organisationId: work.organisationId, credential, key } };
  const stored = await work.db.idempotencyKey.findUnique({ where, select: { at: true, fingerprint: true } });
  return stored !== null && isKept(stored) && Buffer.from(stored.fingerprint).equals(fingerprint);
}

/**
 * Deletes what nobody may ask for again: answers hold words about clients under the organisation's key, which no erasure of
 * a client destroys. Returns how many.
 */
export async function forgetOldAnswers(records: Records): Promise<number> {
  let forgotten = 0;
  for (const organisationId of await organisationIds(records)) {
    forgotten += await records.withOrganisation(organisationId, new Date(), async ({ db }) => {
      const { count } = await db.idempotencyKey.deleteMany({
        where: { at: { lte: new Date(Date.now() - keptForMs) } },
      });
      return count;
    });
  }
  return forgotten;
}

const isKept = ({ at }: { readonly at: Date }): boolean => Date.now() - at.getTime() < keptForMs;
