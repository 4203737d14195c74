/** What goes by at the doors between a worker and the world. */
export type Moment =
  /** A transaction is about to begin. */
  | 'begin'
  /** It is about to be committed. */
  | 'commit'
  /** It is committed, and the worker does not know yet. */
  | 'committed'
  /** A message is about to be handed to its vendor. */
  | 'send'
  /** The vendor took it, and the worker does not know yet. */
  | 'taken';

/** Asked by a door before it lets something pass: at once, later, or never. */
export type Watch<M extends Moment> = (moment: M) => Promise<void>;
