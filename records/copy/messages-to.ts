import type { DispatchWords } from '../urgent-care/dispatches';
import type { Work } from '../work';

/** What a client may have read. */
export const wentOut = ['sent', 'delivered', 'opened'];

/**
 * What was sent to the client, oldest first. What was written and not sent stays with us: it may be of a case of which
 * they were kept uninformed.
 */
export async function messagesTo(work: Work, clientId: string): Promise<readonly object[]> {
  const cases = await work.db.case.findMany({ where: { clientId }, select: { id: true } });
  const rows = await work.db.dispatch.findMany({
    where: {
      audience: 'client',
      status: { in: wentOut },
      OR: [{ clientId }, { caseId: { in: cases.map(({ id }) => id) } }],
    },
    orderBy: { seq: 'asc' },
  });
  return Promise.all(
    rows.map(async ({ channel, status, createdAt, sealed }) => {
      const { to, subject, text } = await work.open<DispatchWords>(clientId, sealed);
      return { at: createdAt.toISOString(), channel, status, to, subject, text: withoutLinks(text) };
    }),
  );
}

/** A link opens what is theirs to whoever has it: a copy is kept for longer, and where others find it. */
const withoutLinks = (text: string): string => text.replaceAll(/(https?:\/\/[^\s/]+\/[a-z]\/)[\w-]{22}/g, '$1…');
