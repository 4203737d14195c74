import type { PendingMessage } from '../outbox';
import type { Records } from '../records';
import { recordMessageStatus, type StatusReport } from './record-message-status';
import { type MessageStatus, movesOn } from './vendor-codes';

/** The way in for vendors' reports of messages. */
export interface StatusReports {
  /** Records what the report moves on. Resolves to what Temporal is to be told of it. */
  take(organisationId: string, at: Date, report: StatusReport): Promise<readonly PendingMessage[]>;
}

/**
 * A vendor tells a thing again and again, and by the thousand when it catches up. So what is on record is read for many
 * reports at once, and only one that moves a message on gets a transaction of its own. That is safe because statuses
 * only go forward: what moves nothing on now never will.
 * @param onUnknown called for each report of a message that this organisation has not
 */
export function createStatusReports(records: Records, onUnknown: () => void = noMatter): StatusReports {
  const statusOf = readTogether((organisationId, ids) =>
    records.withOrganisation(organisationId, new Date(), async ({ db }) => {
      const rows = await db.dispatch.findMany({ where: { id: { in: [...ids] } }, select: { id: true, status: true } });
      return new Map(rows.map(({ id, status }) => [id, status as MessageStatus]));
    }),
  );
  return {
    take: async (organisationId, at, report) => {
      const status = await statusOf(organisationId, report.dispatchId);
      if (status === undefined) onUnknown();
      if (status === undefined || !movesOn(status, report.status)) return [];
      return records.withOrganisation(organisationId, at, async (work) => {
        await recordMessageStatus(work, report);
        return work.untold;
      });
    },
  };
}

type Read<T> = (organisationId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, T>>;

/** Answers one by one what is read together: whoever asks while a read is under way is answered by the next one. */
export function readTogether<T>(read: Read<T>): (organisationId: string, id: string) => Promise<T | undefined> {
  interface Organisation {
    underWay: Promise<unknown> | undefined;
    next: { readonly ids: Set<string>; readonly found: Promise<ReadonlyMap<string, T>> } | undefined;
  }
  const organisations = new Map<string, Organisation>();

  const nextRead = (organisationId: string, one: Organisation): NonNullable<Organisation['next']> => {
    const ids = new Set<string>();
    const found = Promise.resolve(one.underWay).then(() => {
      one.next = undefined;
      const reading = read(organisationId, [...ids]);
      one.underWay = reading.then(noMatter, noMatter);
      return reading;
    });
    return { ids, found };
  };
  return async (organisationId, id) => {
    const one = organisations.get(organisationId) ?? { underWay: undefined, next: undefined };
    organisations.set(organisationId, one);
    one.next ??= nextRead(organisationId, one);
    one.next.ids.add(id);
    return (await one.next.found).get(id);
  };
}

/** Who waits for the read's end does not ask how it ended; those who asked for it are told. */
const noMatter = (): void => undefined;
