import type { ErasureBasis } from '../../workflows/erasure/contract';
import { type RetentionCategory, retentionCategories } from '../../workflows/retention/words';
import { audit } from '../audit/record';
import { lockWhatIsLeftOf } from '../clients/lock';
import { type Erasure, Prisma } from '../generated/client';
import { tellPlatforms } from '../platform-events/tell-platforms';
import type { Records } from '../records';
import { isWithUs } from '../retention/arm';
import { type HoldKind, kindsOfHold } from '../retention/holds';
import { heedItself, type Work } from '../work';
import { type Counts, readErasure } from './erase-category';
import { stepOf } from './erased';
import { historiesLeft } from './histories';
import { keysDestroyed } from './keys';
import { whatHangsOn } from './tombstone';
import { type Whose, whatIsKept } from './what-is-kept';

/** What an erasure has done, without a word about whom it was done to. */
export interface Receipt {
  readonly erasure: string;
  readonly basis: ErasureBasis;
  readonly asked: readonly RetentionCategory[];
  /** Rows by table, of each category that has gone. */
  readonly erased: Readonly<Partial<Record<RetentionCategory, Counts>>>;
  /** What stays, and by what kind of hold. */
  readonly held: Readonly<Partial<Record<RetentionCategory, readonly HoldKind[]>>>;
  readonly histories: { readonly deleted: number; readonly verifiedGoneAt: string | null };
  /** null: something of the client is kept, and with it the key to that. */
  readonly keyDestroyedAt: string | null;
  readonly backups: string;
  readonly remains: readonly string[];
  readonly verifiedAt: string;
}

const unreadable =
  'What older backups hold under their key, and under those of messages from their addresses, opens nowhere any more. What is under the organisation’s key there, of which the list of what remains tells, opens until the backups expire; a restored one erases it again before it serves.';
const readAgain =
  'Older backups hold what was erased until they expire; a restored one erases it again before it serves. Its key is kept, since not everything has gone.';

/** What outlives an erasure, always. */
const remains = [
  'Keyed hashes of addresses that must not be sent marketing.',
  'The audit chain: ids, instants and hashes; its words are under the client’s key.',
  'This erasure, in the record and in the ledger beside the keys: ids, instants and counts.',
  'The opaque history of the process that carried it out, until the namespace’s retention ends.',
  'In backups until they expire, under the organisation’s key: notices to staff, answers to requests of the day before, and messages that came in before these had keys of their own.',
  'The proof of their opt-outs: ids, where they came from, instants. Their addresses, under a key of its own, until every list has confirmed.',
  'News of this erasure to platforms, with the id by which they know the client: until thirty days after they took it, or it was given up.',
  'How far a marketing message had come: the id at which it stopped.',
  'Counts of outcomes, of which small ones are not told.',
] as const;

/** `goes-on`: more was ordered meanwhile, or something came back; `over`: the receipt is given. */
export type Verified = 'goes-on' | 'over';

/**
 * Reads back what an erasure has done, and gives the receipt if it is true.
 * @throws if something that is said to be gone is still there: the step is tried again
 */
export async function verifyAndGiveReceipt(
  records: Records,
  { organisationId, erasureId, at }: { readonly organisationId: string; readonly erasureId: string; readonly at: Date },
): Promise<Verified> {
  return records.withOrganisation(organisationId, at, async (work) => {
    const { clientId } = await readErasure(work, erasureId);
    const client = await lockWhatIsLeftOf(work, clientId);
    const erasure = await readErasure(work, erasureId);
    const asked = retentionCategories.filter((category) => erasure.categories.includes(category));
    const held = client ? await kindsOfHold(work, clientId) : new Map<RetentionCategory, readonly HoldKind[]>();
    const gone = await whatWentOf(work, erasureId);
    // What somebody who came back has had written of them since is no trace of what went.
    const cameBack = client !== null && erasure.basis === 'retention' && (await isWithUs(work, clientId));
    for (const category of asked) {
      if (held.has(category) || (cameBack && gone.has(category))) continue;
      const left = await tablesWithRows(work, category, { clientId, addresses: [], asked });
      if (left.length > 0 && !client) throw new Error(`What was erased is still there: ${left.join(', ')}.`);
      if (left.length > 0 || !gone.has(category)) return 'goes-on';
    }
    if ((await historiesLeft(work, erasureId)).length > 0) return 'goes-on';
    if (client && held.size === 0 && asked.length === retentionCategories.length) {
      await requireNothingHangsOn(work, clientId);
      return 'goes-on';
    }
    if (!client) await requireNoKey(records, erasure);

    const receipt = await receiptOf(work, erasure, { asked, held, gone, whole: client === null });
    const status = asked.some((category) => held.has(category)) ? 'held' : 'done';
    await work.db.erasure.update({
      where: { id: erasureId },
      // The order's reason is under the client's key, and says nothing any more.
      data: {
        status,
        doneAt: at,
        receipt: receipt as unknown as Prisma.InputJsonValue,
        ...(client ? {} : { sealed: null }),
      },
    });
    await audit(work, { actor: heedItself, action: `erasure.${status}`, clientId });
    await tellPlatforms(work, 'erasure.completed', erasureId, {
      erasureId,
      clientId,
      status,
      erased: [...gone.keys()],
    });
    return 'over';
  });
}

async function whatWentOf({ db }: Work, erasureId: string): Promise<ReadonlyMap<RetentionCategory, Counts>> {
  const steps = await db.erasureStep.findMany({ where: { erasureId } });
  return new Map(
    retentionCategories.flatMap((category) => {
      const found = steps.find(({ step }) => step === stepOf(category));
      return found ? [[category, found.counts as Counts] as const] : [];
    }),
  );
}

async function tablesWithRows({ db }: Work, category: RetentionCategory, whose: Whose): Promise<readonly string[]> {
  const left: string[] = [];
  for (const { table, of } of whatIsKept[category].tables) {
    const found = await db.$queryRaw<unknown[]>(
      Prisma.sql`SELECT FROM ${Prisma.raw(table)} WHERE ${of(whose)} LIMIT 1`,
    );
    if (found.length > 0) left.push(table);
  }
  return left;
}

/** Of whom everything was to go, the row goes too. What keeps it is in no category: a round more would not free it. */
async function requireNothingHangsOn(work: Work, clientId: string): Promise<void> {
  const hanging = await whatHangsOn(work, clientId);
  if (hanging.length > 0) throw new Error(`A client's row still stands, kept by rows of ${hanging.join(', ')}.`);
}

async function requireNoKey({ keys }: Records, { clientId, ownKeys }: Erasure): Promise<void> {
  const left = await keys.known([clientId, ...ownKeys]);
  if (left.length > 0) throw new Error(`${left.length} data keys of an erasure are still there.`);
}

async function receiptOf(
  work: Work,
  { id, basis }: Erasure,
  {
    asked,
    held,
    gone,
    whole,
  }: {
    readonly asked: readonly RetentionCategory[];
    readonly held: ReadonlyMap<RetentionCategory, readonly HoldKind[]>;
    readonly gone: ReadonlyMap<RetentionCategory, Counts>;
    readonly whole: boolean;
  },
): Promise<Receipt> {
  const ofThis = { erasureId: id };
  const keys = await work.db.erasureStep.findUnique({ where: { erasureId_step: { ...ofThis, step: keysDestroyed } } });
  const runs = await work.db.erasureHistory.findMany({ where: { ...ofThis, NOT: { runId: '' } } });
  const instants = runs.flatMap(({ verifiedGoneAt }) => (verifiedGoneAt ? [verifiedGoneAt.getTime()] : []));
  return {
    erasure: id,
    basis: basis as ErasureBasis,
    asked,
    erased: Object.fromEntries(gone),
    held: Object.fromEntries(asked.flatMap((one) => (held.has(one) ? [[one, held.get(one)]] : []))),
    histories: {
      deleted: runs.length,
      verifiedGoneAt: instants.length === 0 ? null : new Date(Math.max(...instants)).toISOString(),
    },
    keyDestroyedAt: whole ? (keys?.doneAt.toISOString() ?? null) : null,
    backups: whole ? unreadable : readAgain,
    remains,
    verifiedAt: work.at.toISOString(),
  };
}
