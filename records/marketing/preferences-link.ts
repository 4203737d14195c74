/** The link to the page on which a client chooses what they are sent. */

/** By which the row of such a link is told from others of the client's. */
export const preferencesPage = 'preferences';

/** A way out stays open as long as its owner is known: the erasure of the client ends it, no date does. */
export const neverExpires = (now: Date): Date => new Date(Date.UTC(now.getUTCFullYear() + 100, 0, 1));
