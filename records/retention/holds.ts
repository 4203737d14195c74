import { type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import { audit } from '../audit/record';
import { lockEvenIfErased } from '../clients/lock';
import { resumeErasures } from '../erasure/begin';
import { erasedMeanwhile } from '../erasure/erased';
import { notFound } from '../errors';
import type { Hold } from '../generated/client';
import { newId } from '../ids';
import { isHeld } from '../people';
import type { Actor, Work } from '../work';

/** Why data stays although its time is over. A hold blocks the categories that it names, and no others. domain.md §5 */

export interface HoldToPlace {
  readonly categories: readonly RetentionCategory[];
  readonly reason: string;
  /** The date on which a person looks whether it is still needed. */
  readonly reviewOn: string;
}

export interface PlacedHold extends HoldView {
  /** Of what it names: what an erasure that is under way has taken already. It comes too late for that. */
  readonly alreadyErased: readonly RetentionCategory[];
}

export interface HoldView extends HoldToPlace {
  readonly id: string;
  readonly placedBy: string;
  readonly placedAt: string;
}

interface HoldWords {
  readonly reason: string;
}

/** @throws NotFound for a client who is not this organisation's */
export async function placeHold(
  work: Work,
  actor: Actor & { readonly id: string },
  clientId: string,
  { categories, reason, reviewOn }: HoldToPlace,
): Promise<PlacedHold> {
  await lockEvenIfErased(work, clientId);
  const row = await work.db.hold.create({
    data: {
      id: newId(),
      organisationId: work.organisationId,
      clientId,
      categories: [...categories],
      placedBy: actor.id,
      placedAt: work.at,
      reviewOn: new Date(`${reviewOn}T00:00:00Z`),
      sealed: await work.seal(clientId, { reason } satisfies HoldWords),
    },
  });
  await audit(work, { actor, action: 'hold.placed', clientId, words: `${categories.join(', ')}: ${reason}` });
  const erased = await erasedMeanwhile(work, clientId);
  return {
    ...(await viewOfHold(work, row)),
    alreadyErased: erased.filter((category) => categories.includes(category)),
  };
}

/**
 * Lifts one hold, or all of the client's. What it kept from an erasure is erased then.
 * @throws NotFound for a client who is not this organisation's, and for a hold that does not stand
 */
export async function liftHolds(
  work: Work,
  actor: Actor & { readonly id: string },
  clientId: string,
  holdId?: string,
): Promise<readonly string[]> {
  await lockEvenIfErased(work, clientId);
  const standing = await work.db.hold.findMany({
    where: { clientId, liftedAt: null, ...(holdId === undefined ? {} : { id: holdId }) },
  });
  if (holdId !== undefined && standing.length === 0) throw notFound('hold');
  const ids = standing.map(({ id }) => id);
  await work.db.hold.updateMany({ where: { id: { in: ids } }, data: { liftedBy: actor.id, liftedAt: work.at } });
  for (const { categories } of standing) {
    await audit(work, { actor, action: 'hold.lifted', clientId, words: categories.join(', ') });
  }
  if (ids.length > 0) await resumeErasures(work, clientId);
  return ids;
}

/** Those that stand, in the order in which they were placed. */
export async function holdsOf(work: Work, clientId: string): Promise<readonly HoldView[]> {
  const rows = await work.db.hold.findMany({ where: { clientId, liftedAt: null }, orderBy: { placedAt: 'asc' } });
  return Promise.all(rows.map((row) => viewOfHold(work, row)));
}

/**
 * What keeps each category, in words; a category that nothing keeps is not named. What goes on about somebody's safety
 * needs all of it, and so does what follows a death. Whoever is still with us holds nothing by that: the time of their
 * data has not begun, and a request of theirs to be erased is not refused for it.
 */
export async function categoriesHeld(
  work: Work,
  clientId: string,
): Promise<ReadonlyMap<RetentionCategory, readonly string[]>> {
  const ofEverything = await whatHoldsEverything(work, clientId);
  const holds = await holdsOf(work, clientId);
  return new Map(
    retentionCategories.flatMap((category) => {
      const named = holds.filter(({ categories }) => categories.includes(category)).map(inWords);
      const because = [...ofEverything.map((kind) => needsEverything[kind]), ...named];
      return because.length === 0 ? [] : [[category, because] as const];
    }),
  );
}

/** Why a category is kept, without a word about anybody. */
export const holdKinds = ['hold', 'open-case', 'open-safety-answer', 'after-a-death'] as const;
export type HoldKind = (typeof holdKinds)[number];
type HoldOfEverything = Exclude<HoldKind, 'hold'>;

const needsEverything: Readonly<Record<HoldOfEverything, string>> = {
  'open-case': 'An urgent care case is not closed yet.',
  'open-safety-answer': 'Nobody has judged a safety answer yet.',
  'after-a-death': 'The client has died: their record is kept as it is.',
};

/** As categoriesHeld, by kind: for what outlives the client. */
export async function kindsOfHold(
  work: Work,
  clientId: string,
): Promise<ReadonlyMap<RetentionCategory, readonly HoldKind[]>> {
  const ofEverything = await whatHoldsEverything(work, clientId);
  const holds = await work.db.hold.findMany({ where: { clientId, liftedAt: null }, select: { categories: true } });
  return new Map(
    retentionCategories.flatMap((category) => {
      const isNamed = holds.some(({ categories }) => categories.includes(category));
      const kinds: readonly HoldKind[] = isNamed ? [...ofEverything, 'hold'] : ofEverything;
      return kinds.length === 0 ? [] : [[category, kinds] as const];
    }),
  );
}

async function whatHoldsEverything(work: Work, clientId: string): Promise<readonly HoldOfEverything[]> {
  const openCases = await work.db.case.count({ where: { clientId, status: { not: 'closed' } } });
  const openConcerns = await work.db.safetyConcern.count({ where: { clientId, judgedAt: null } });
  return [
    ...(openCases > 0 ? (['open-case'] as const) : []),
    ...(openConcerns > 0 ? (['open-safety-answer'] as const) : []),
    ...((await isHeld(work, clientId)) ? (['after-a-death'] as const) : []),
  ];
}

const inWords = ({ reason, reviewOn }: HoldView): string => `A hold until it is reviewed on ${reviewOn}: ${reason}`;

export const viewOfHold = async (work: Work, row: Hold): Promise<HoldView> => ({
  id: row.id,
  categories: row.categories as RetentionCategory[],
  reason: (await work.open<HoldWords>(row.clientId, row.sealed)).reason,
  reviewOn: row.reviewOn.toISOString().slice(0, 10),
  placedBy: row.placedBy,
  placedAt: row.placedAt.toISOString(),
});
