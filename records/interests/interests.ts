import { oneAtATimeAbout } from '../addresses';
import { audit } from '../audit/record';
import type { Interest } from '../generated/client';
import { newId } from '../ids';
import { clientWords } from '../people';
import { type Actor, heedItself, type Work } from '../work';

/**
 * An email address of somebody who may want to sign up one day, or did not go on: kept until they sign up, opt out, or
 * twelve months pass without contact. domain.md §2.1
 */

export type InterestEnding = 'signed-up' | 'opted-out' | 'no-contact';

/** What is sealed of somebody who is no client, under a key of their own. */
export interface InterestWords {
  readonly email: string;
}

/** Registers an interest once. Who is a client already has said more than that: nothing is kept beside it. */
export async function registerInterest(work: Work, by: Actor, email: string): Promise<void> {
  await oneAtATimeAbout(work, email);
  if (await refreshed(work, email)) return;
  const known = await work.db.client.count({ where: { emailIndex: { in: work.indexes(email) } } });
  if (known > 0) return;
  const id = newId();
  await work.db.interest.create({
    data: {
      id,
      organisationId: work.organisationId,
      clientId: null,
      emailIndex: work.index(email),
      registeredAt: work.at,
      lastContactAt: work.at,
      sealed: await work.seal(id, { email } satisfies InterestWords),
    },
  });
  await audit(work, { actor: by, action: 'interest.registered' });
}

/** A client whose sign-up went no further: their address stands in their own record. */
export async function keepAsInterest(work: Work, clientId: string): Promise<void> {
  const { email } = await clientWords(work, clientId);
  if (email === null) return;
  await oneAtATimeAbout(work, email);
  if (await refreshed(work, email)) return;
  await work.db.interest.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      clientId,
      emailIndex: work.index(email),
      registeredAt: work.at,
      lastContactAt: work.at,
      sealed: null,
    },
  });
  await audit(work, { actor: heedItself, action: 'interest.registered', clientId });
}

/** Over for this reason, if there was one. */
export async function endInterest(work: Work, email: string, because: InterestEnding): Promise<void> {
  await oneAtATimeAbout(work, email);
  const open = await openInterest(work, email);
  if (!open) return;
  await work.db.interest.update({ where: { id: open.id }, data: { endedAt: work.at, endedBecause: because } });
  await audit(work, { actor: heedItself, action: 'interest.ended', words: because });
}

/** They were heard of again: the twelve months begin anew. */
async function refreshed(work: Work, email: string): Promise<boolean> {
  const open = await openInterest(work, email);
  if (!open) return false;
  await work.db.interest.update({ where: { id: open.id }, data: { lastContactAt: work.at } });
  return true;
}

const openInterest = (work: Work, email: string): Promise<Interest | null> =>
  work.db.interest.findFirst({ where: { emailIndex: { in: work.indexes(email) }, endedAt: null } });
