/** Business time. Tests put a clock here that follows the skipped time of their Temporal server. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
