import type { Prisma } from './generated/client';
import type { PendingMessage } from './outbox';

/**
 * One transaction in one organisation: the only way to a row. `db` is for this room; other rooms hand a Work on and
 * never look inside.
 */
export interface Work {
  readonly db: Prisma.TransactionClient;
  readonly organisationId: string;
  /** Business time of what is recorded. */
  readonly at: Date;
  /** Seals a value as JSON under the subject's own key: a client's, or the organisation's for its staff. */
  seal(subjectId: string, value: unknown): Promise<Uint8Array<ArrayBuffer>>;
  open<T>(subjectId: string, sealed: Uint8Array): Promise<T>;
  /** Reads the keys of all of these at once, for whoever opens something of many: otherwise each is read by itself. */
  fetchKeys(subjectIds: readonly string[]): Promise<void>;
  /** As `seal` and `open`, for a file. */
  sealBytes(subjectId: string, plain: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  openBytes(subjectId: string, sealed: Uint8Array): Promise<Buffer>;
  /**
   * Destroys the subject's key: what it sealed opens nowhere any more, backups included. It stands in a database of its
   * own and is gone at once, whether this transaction commits or not.
   */
  destroyKey(subjectId: string): Promise<void>;
  index(address: string): Uint8Array<ArrayBuffer>;
  indexes(address: string): Uint8Array<ArrayBuffer>[];
  /** As `index` and `indexes`, by which nobody else's rows are found: what is suppressed outlives whom it names. */
  suppressionHash(address: string): Uint8Array<ArrayBuffer>;
  suppressionHashes(address: string): Uint8Array<ArrayBuffer>[];
  /** Whether an SMS can reach this number. */
  readonly isMobile: (number: string) => boolean;
  /**
   * Whose words were read or written in this transaction, whose row was locked, or who is audited in it: whatever it is
   * answered with is about nobody else.
   */
  readonly about: Set<string>;
  /** What was put in the outbox in this transaction: whoever commits it tells Temporal at once. */
  readonly untold: PendingMessage[];
}

/** Who did something. Names are for people to read and are only kept sealed. */
export interface Actor {
  readonly kind: 'client' | 'staff' | 'contact' | 'gp' | 'system';
  readonly id: string | null;
  readonly name: string;
}

export const heedItself: Actor = { kind: 'system', id: null, name: 'Heed' };
