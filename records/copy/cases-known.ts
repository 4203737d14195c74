import type { SharedItem } from '../urgent-care/letters';
import { whatWasShared } from '../urgent-care/steps/client-messages';
import type { Work } from '../work';
import { wentOut } from './messages-to';

/** A case as its client sees it. */
export interface KnownCase {
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly aboutSomebodyElse: boolean;
  readonly whatYouSaid: readonly object[];
  /** null: they have not been told of it yet. */
  readonly whatWasShared: readonly SharedItem[] | null;
}

/**
 * The cases of which the client was told, as far as they may see them: what they said themselves, and, once they were told
 * that too, what was shared with whom and why. Of one of which they were kept uninformed, because it would have raised the
 * danger, nothing.
 */
export async function casesKnownTo(work: Work, clientId: string): Promise<readonly KnownCase[]> {
  const rows = await work.db.case.findMany({ where: { clientId }, orderBy: { openedAt: 'asc' } });
  const told = await work.db.dispatch.findMany({
    where: { caseId: { in: rows.map(({ id }) => id) }, audience: 'client', status: { in: wentOut } },
    select: { caseId: true },
  });
  return Promise.all(
    rows
      .filter(({ id }) => told.some(({ caseId }) => caseId === id))
      .map(async ({ id, openedAt, closedAt, aboutAnother }) => ({
        openedAt: openedAt.toISOString(),
        closedAt: closedAt?.toISOString() ?? null,
        aboutSomebodyElse: aboutAnother,
        whatYouSaid: await saidByClient(work, clientId, id),
        whatWasShared: (await wereToldWhatWasShared(work, id)) ? await whatWasShared(work, id) : null,
      })),
  );
}

/** How and when a client hears of it is part of their care: a file does not go ahead of the people who tell them. */
const wereToldWhatWasShared = async ({ db }: Work, caseId: string): Promise<boolean> =>
  (await db.timelineEntry.count({ where: { caseId, kind: 'client.told-what-was-shared' } })) > 0;

interface EntryWords {
  readonly text: string;
}

async function saidByClient(work: Work, clientId: string, caseId: string): Promise<readonly object[]> {
  const entries = await work.db.timelineEntry.findMany({
    where: { caseId, actorKind: 'client' },
    orderBy: { seq: 'asc' },
  });
  return Promise.all(
    entries.map(async ({ at, sealed }) => ({
      at: at.toISOString(),
      text: (await work.open<EntryWords>(clientId, sealed)).text,
    })),
  );
}
