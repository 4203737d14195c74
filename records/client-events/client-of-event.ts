import type { Work } from '../work';

/** The id of the client to whom it happened. */
export const clientOfEvent = async (work: Work, eventId: string): Promise<string> =>
  (await work.db.clientEvent.findUniqueOrThrow({ where: { id: eventId } })).clientId;
