import { whatWasShared } from '../urgent-care/steps/client-messages';
import type { Work } from '../work';

/**
 * The cases of which the client was told, as far as they may see them: what they said themselves, and what was shared with
 * whom and why. Of one of which they were kept uninformed, because it would have raised the danger, nothing.
 */
export async function casesKnownTo(work: Work, clientId: string): Promise<readonly object[]> {
  const rows = await work.db.case.findMany({ where: { clientId }, orderBy: { openedAt: 'asc' } });
  const told = await work.db.dispatch.findMany({
    where: {
      caseId: { in: rows.map(({ id }) => id) },
      audience: 'client',
      status: { in: ['sent', 'delivered', 'opened'] },
    },
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
        whatWasShared: await whatWasShared(work, id),
      })),
  );
}

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
