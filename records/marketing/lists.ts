import type { MarketingListKind } from '../../workflows/marketing-opt-out/words';
import { audit } from '../audit/record';
import { conflict, notFound } from '../errors';
import type { MarketingList } from '../generated/client';
import { newId } from '../ids';
import type { Actor, Work } from '../work';
import type { MarketingAddress } from './opt-out-row';

/** Where else addresses are kept to which marketing is sent: each is told of every opt-out. domain.md §4 */

/** How a list is told. Sealed under the organisation's key. */
export type ListTarget =
  | { readonly kind: 'sendgrid-group'; readonly groupId: number }
  /** secret: of Standard Webhooks, `whsec_` and base64 */
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string };

export interface ListToRead {
  readonly id: string;
  readonly kind: MarketingListKind;
  readonly name: string;
  readonly addedAt: string;
  /** What is no secret of how it is told. */
  readonly groupId?: number;
  readonly url?: string;
}

export interface NewList {
  readonly name: string;
  readonly target: ListTarget;
}

export async function addList(work: Work, actor: Actor, { name, target }: NewList): Promise<ListToRead> {
  const { organisationId, at } = work;
  const sealed = await work.seal(organisationId, target);
  const list = { id: newId(), organisationId, kind: target.kind, name, addedAt: at, removedAt: null, sealed };
  await work.db.marketingList.create({ data: list });
  await audit(work, { actor, action: 'marketing-list.added', words: name });
  return toRead(list, target);
}

/** Oldest first. */
export async function listsInUse(work: Work): Promise<readonly ListToRead[]> {
  const rows = await inUse(work);
  return Promise.all(rows.map(async (row) => toRead(row, await targetOf(work, row))));
}

/**
 * A list is used no more: later opt-outs are not told to it.
 * @throws NotFound; Conflict as long as an opt-out waits for its confirmation
 */
export async function removeList(work: Work, actor: Actor, id: string): Promise<void> {
  await work.db.$queryRaw`SELECT id FROM marketing_lists WHERE id = ${id}::uuid FOR UPDATE`;
  const list = await work.db.marketingList.findUnique({ where: { id } });
  if (!list || list.removedAt !== null) throw notFound('list');
  const waiting = await work.db.optOutList.count({ where: { listId: id, confirmedAt: null } });
  if (waiting > 0) {
    const message = `${waiting} opt-outs wait for this list: have it confirm them first, or confirm them yourself.`;
    throw conflict('list-awaited', message);
  }
  await work.db.marketingList.update({ where: { id }, data: { removedAt: work.at } });
  await audit(work, { actor, action: 'marketing-list.removed', words: list.name });
}

/** The ids of the lists to which these addresses may be known. A list of a group of recipients of emails has no numbers. */
export async function listsThatTake(work: Work, addresses: readonly MarketingAddress[]): Promise<readonly string[]> {
  if (addresses.length === 0) return [];
  const hasEmail = addresses.some(({ channel }) => channel === 'email');
  // Against a removal at the same time.
  await work.db.$queryRaw`SELECT id FROM marketing_lists WHERE removed_at IS NULL FOR SHARE`;
  const rows = await inUse(work);
  return rows.filter(({ kind }) => hasEmail || kind !== 'sendgrid-group').map(({ id }) => id);
}

export const targetOf = (work: Work, { sealed }: Pick<MarketingList, 'sealed'>): Promise<ListTarget> =>
  work.open<ListTarget>(work.organisationId, sealed);

/** SendGrid's own group for the organisation's marketing, if it uses one: the vendor's footer names it. */
export async function unsubscribeGroupOf(work: Work): Promise<number | null> {
  const [group] = (await inUse(work)).filter(({ kind }) => kind === 'sendgrid-group');
  const target = group && (await targetOf(work, group));
  return target?.kind === 'sendgrid-group' ? target.groupId : null;
}

const inUse = (work: Work): Promise<MarketingList[]> =>
  work.db.marketingList.findMany({ where: { removedAt: null }, orderBy: { id: 'asc' } });

const toRead = ({ id, kind, name, addedAt }: MarketingList, target: ListTarget): ListToRead => ({
  id,
  kind: kind as MarketingListKind,
  name,
  addedAt: addedAt.toISOString(),
  ...(target.kind === 'webhook' ? { url: target.url } : { groupId: target.groupId }),
});
