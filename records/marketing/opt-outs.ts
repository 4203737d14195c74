import {
  type MarketingOptOutInput,
  marketingOptOutQueue,
  marketingOptOutWorkflow,
  marketingOptOutWorkflowId,
  receivedEarlier,
} from '../../workflows/marketing-opt-out/contract';
import { sameOptOutWithinMs } from '../../workflows/marketing-opt-out/rules';
import { type MarketingChannel, marketingChannels } from '../../workflows/marketing-opt-out/words';
import { isSameAddress, oneAtATimeAbout } from '../addresses';
import { audit } from '../audit/record';
import { earlierOf, requireInThePast } from '../calendar/in-the-past';
import { lockClient } from '../clients/lock';
import { Prisma } from '../generated/client';
import { newId } from '../ids';
import { endInterest } from '../interests/interests';
import { putInOutbox } from '../outbox';
import { clientWords } from '../people';
import { tellPlatforms } from '../platform-events/tell-platforms';
import type { Actor, Work } from '../work';
import { raiseAlarm } from './alarms';
import { addressOn, endConsents } from './consents';
import { listsThatTake } from './lists';
import { lockOptOut, type MarketingAddress, type OptOutWords } from './opt-out-row';
import { isSuppressed, suppress } from './suppressions';

/** By one of the three; an address may belong to nobody who is known. */
export type WhoOptsOut = { readonly clientId: string } | { readonly email: string } | { readonly mobile: string };

export interface NewOptOut {
  readonly whom: WhoOptsOut;
  /** Absent: both for a client; for an address the one that it is for. */
  readonly channels?: readonly MarketingChannel[];
  /** Where the message went that a client answers by it: they may have another address today. */
  readonly wentTo?: MarketingAddress | null;
  /** How it reached us, as in `preferences-page`. */
  readonly source: string;
  readonly receivedAt: Date;
}

/**
 * Somebody wants no marketing any more. When this has committed, none is written to them: their addresses are
 * suppressed, their consents ended, what was queued is cancelled, and every list that sends marketing will be told until
 * it confirms. Recorded twice, it is one. domain.md §4
 * @returns the opt-out; of one that is under way, or that said the same within the day, its own id
 * @throws NotFound for a client who is not this organisation's; InvalidInput for a time to come
 */
export async function recordOptOut(
  work: Work,
  actor: Actor,
  optOut: NewOptOut,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  requireInThePast(work, optOut.receivedAt, { path: 'receivedAt', detail: 'Nothing has been received yet.' });
  const receivedAt = earlierOf(optOut.receivedAt, work.at);
  const person = await lockPerson(work, optOut);
  const same = await sameOptOut(work, person);
  for (const { channel, address } of person.addresses) await suppress(work, channel, address, receivedAt);
  await endWhatTheyAgreedTo(work, person);
  if (same) return { id: await movedBack(work, same, receivedAt), isNew: false };
  const id = await openOptOut(work, person, { source: optOut.source, receivedAt });
  const [only] = person.clientIds;
  await audit(work, { actor, action: 'marketing.opted-out', ...(only === undefined ? {} : { clientId: only }) });
  return { id, isNew: true };
}

/** Who opts out, with the rows of every client whom it concerns locked, and of what. */
interface Person {
  readonly clientIds: readonly string[];
  readonly channels: readonly MarketingChannel[];
  readonly addresses: readonly MarketingAddress[];
}

async function lockPerson(work: Work, { whom, channels, wentTo = null }: NewOptOut): Promise<Person> {
  if ('clientId' in whom)
    return lockKnownClient(work, whom.clientId, { channels: channels ?? marketingChannels, wentTo });
  const [channel, address] = 'email' in whom ? (['email', whom.email] as const) : (['sms', whom.mobile] as const);
  const clientIds = await lockOwnersOf(work, channel, address);
  return { clientIds, channels: [channel], addresses: [{ channel, address }] };
}

async function lockKnownClient(
  work: Work,
  clientId: string,
  { channels, wentTo }: { readonly channels: readonly MarketingChannel[]; readonly wentTo: MarketingAddress | null },
): Promise<Person> {
  await lockClient(work, clientId);
  const words = await clientWords(work, clientId);
  const ofToday = channels.flatMap((channel) => {
    const address = addressOn(channel, words);
    return address === null ? [] : [{ channel, address }];
  });
  const ofThen = [wentTo].flatMap((then) => {
    if (then === null || !channels.includes(then.channel)) return [];
    return ofToday.some(({ address }) => isSameAddress(work, address, then.address)) ? [] : [then];
  });
  const addresses = [...ofToday, ...ofThen];
  await oneAtATimeAbout(work, ...addresses.map(({ address }) => address));
  return { clientIds: [clientId], channels, addresses };
}

/** Rows before addresses, as everywhere: who registers with this very address meanwhile is found the second time. */
async function lockOwnersOf(work: Work, channel: MarketingChannel, address: string): Promise<readonly string[]> {
  await lockAll(work, await ownersOf(work, channel, address));
  await oneAtATimeAbout(work, address);
  const owners = await ownersOf(work, channel, address);
  await lockAll(work, owners);
  return owners;
}

async function lockAll(work: Work, clientIds: readonly string[]): Promise<void> {
  for (const id of clientIds) await lockClient(work, id);
}

async function ownersOf(work: Work, channel: MarketingChannel, address: string): Promise<readonly string[]> {
  const among = { in: work.indexes(address) };
  const where = channel === 'email' ? { emailIndex: among } : { mobileIndex: among };
  const found = await work.db.client.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } });
  return found.map(({ id }) => id);
}

/**
 * The opt-out that this one repeats: of the same addresses at least, still in force, and under way or said within the
 * day. Who agreed again in between opts out anew, as does whoever is to be told to a list that was added since.
 */
async function sameOptOut(
  work: Work,
  { clientIds, channels, addresses }: Person,
): Promise<{ readonly id: string } | null> {
  for (const { channel, address } of addresses) if (!(await isSuppressed(work, channel, address))) return null;
  const suppressedUnder = (hash: Uint8Array): Prisma.Sql => Prisma.sql`address_hashes @> ARRAY[${hash}::bytea]`;
  const whose =
    addresses.length === 0
      ? [Prisma.sql`client_id = ANY(${clientIds}::uuid[])`]
      : addresses.map(({ address }) =>
          Prisma.join(work.suppressionHashes(address).map(suppressedUnder), ' OR ', '(', ')'),
        );
  const listIds = await listsThatTake(work, addresses);
  const lately = new Date(work.at.getTime() - sameOptOutWithinMs);
  const [same] = await work.db.$queryRaw<{ id: string }[]>`
    SELECT id FROM opt_outs
    WHERE channels @> ${channels}::text[] AND (completed_at IS NULL OR recorded_at > ${lately})
      AND ${Prisma.join(whose, ' AND ')}
      AND ${listIds}::uuid[] <@ ARRAY(SELECT list_id FROM opt_out_lists WHERE opt_out_id = opt_outs.id)
    ORDER BY id DESC LIMIT 1`;
  return same ?? null;
}

/** It was received earlier than was known: its seven days run from there. */
async function movedBack(work: Work, { id }: { readonly id: string }, receivedAt: Date): Promise<string> {
  const row = await lockOptOut(work, id);
  if (receivedAt >= row.receivedAt) return id;
  await work.db.optOut.update({ where: { id }, data: { receivedAt } });
  if (row.completedAt !== null) {
    // Its process has ended: nobody else finds out that a list was late after all.
    await raiseAlarm(work, id, 'day-seven');
    return id;
  }
  await putInOutbox(work, marketingOptOutWorkflowId(id), {
    kind: 'signal',
    signal: receivedEarlier.name,
    argument: { receivedAt: receivedAt.getTime() },
  });
  return id;
}

async function endWhatTheyAgreedTo(work: Work, { clientIds, channels, addresses }: Person): Promise<void> {
  for (const clientId of clientIds) await endConsents(work, clientId, { channels });
  for (const { channel, address } of addresses) {
    if (channel === 'email') await endInterest(work, address, 'opted-out');
  }
  await work.db.dispatch.updateMany({
    where: {
      purpose: 'marketing',
      status: 'queued',
      vendorId: null,
      channel: { in: [...channels] },
      OR: [
        { clientId: { in: [...clientIds] } },
        { toIndex: { in: addresses.flatMap(({ address }) => work.indexes(address)) } },
      ],
    },
    data: { status: 'cancelled', statusAt: work.at },
  });
}

/** With no list to tell, everything is done that was to be done. */
async function openOptOut(
  work: Work,
  { clientIds, channels, addresses }: Person,
  { source, receivedAt }: Pick<NewOptOut, 'source' | 'receivedAt'>,
): Promise<string> {
  const { organisationId, at } = work;
  const id = newId();
  const listIds = await listsThatTake(work, addresses);
  const isComplete = listIds.length === 0;
  // Of an address that several clients share it is nobody's in particular.
  const clientId = clientIds.length === 1 ? (clientIds[0] ?? null) : null;
  await work.db.optOut.create({
    data: {
      id,
      organisationId,
      clientId,
      channels: [...channels],
      source,
      receivedAt,
      recordedAt: at,
      completedAt: isComplete ? at : null,
      addressHashes: addresses.map(({ address }) => work.suppressionHash(address)),
      sealed: isComplete ? null : await work.seal(id, { addresses } satisfies OptOutWords),
    },
  });
  const news = { optOutId: id, clientId, channels: [...channels], receivedAt: receivedAt.toISOString() };
  await tellPlatforms(work, 'opt-out.recorded', id, news);
  if (isComplete) return id;
  await work.db.optOutList.createMany({
    data: listIds.map((listId) => ({ optOutId: id, listId, organisationId })),
  });
  await startOptOutProcess(work, { id, receivedAt, listIds });
  return id;
}

/** @param again after a run of it has ended */
export async function startOptOutProcess(
  work: Work,
  optOut: { readonly id: string; readonly receivedAt: Date; readonly listIds: readonly string[] },
  { again }: { readonly again: boolean } = { again: false },
): Promise<void> {
  const input: MarketingOptOutInput = {
    optOutId: optOut.id,
    organisationId: work.organisationId,
    receivedAt: optOut.receivedAt.getTime(),
    listIds: optOut.listIds,
  };
  await putInOutbox(work, marketingOptOutWorkflowId(optOut.id), {
    kind: 'start',
    workflow: marketingOptOutWorkflow,
    queue: marketingOptOutQueue,
    input,
    again,
  });
}
